import pytest

from bank.application.ports.tracer import Tracer
from bank.infrastructure.in_memory.tracer import RecordingTracer, SilentTracer


@pytest.mark.parametrize("tracer", [RecordingTracer(), SilentTracer()])
def test_a_tracer_lets_exceptions_through_and_takes_everything(tracer: Tracer) -> None:
    def failing() -> None:
        with tracer.span("outer") as span:
            span.note("number", 1)
            tracer.count("counted", code="x")
            tracer.measure("measured", 0.5)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()


def test_spans_nest_within_one_trace_and_failures_are_marked_by_their_class() -> None:
    tracer = RecordingTracer()
    with pytest.raises(ZeroDivisionError), tracer.span("outer"), tracer.span("inner"):
        raise ZeroDivisionError("personal")
    with tracer.span("next"):
        pass
    outer, inner, following = tracer.spans
    assert inner.parent is outer
    assert inner.trace_id == outer.trace_id != following.trace_id
    assert (inner.failed_with, following.failed_with) == ("ZeroDivisionError", None)
    assert inner.traceparent == f"00-{outer.trace_id}-{inner.number:016x}-01"


def test_a_silent_span_has_no_trace() -> None:
    with SilentTracer().span("outer") as span:
        assert (span.trace_id, span.traceparent) == (None, None)
