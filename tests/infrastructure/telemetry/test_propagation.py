import pytest
from litestar.datastructures import Headers

from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry import configure_telemetry, trace_context

W3C = "4bf92f3577b34da6a3ce929d0e0e4736"
B3 = "80f198ee56343ba864fe8b2a57d3eff7"
SPAN = "e457b5a2e4d86bd1"


def trace_id_under(headers: dict[str, str]) -> str | None:
    tracer = configure_telemetry(SystemClock(), version="1").tracer
    with trace_context(headers), tracer.span("x") as span:
        return span.trace_id


@pytest.mark.parametrize(
    ("headers", "trace_id"),
    [
        ({"traceparent": f"00-{W3C}-{SPAN}-01"}, W3C),
        ({"traceparent": f"01-{W3C}-{SPAN}-01-what-a-later-version-adds"}, W3C),
        ({"b3": f"{B3}-{SPAN}-1"}, B3),
        ({"b3": f"{B3}-{SPAN}"}, B3),
        ({"b3": f"{B3}-{SPAN}-0"}, B3),
        ({"x-b3-traceid": B3, "x-b3-spanid": SPAN, "x-b3-sampled": "0"}, B3),
        ({"x-b3-traceid": B3[16:], "x-b3-spanid": SPAN}, B3[16:].zfill(32)),
        ({"traceparent": f"00-{W3C}-{SPAN}-01", "b3": f"{B3}-{SPAN}-1"}, W3C),
        ({"traceparent": "malformed", "b3": f"{B3}-{SPAN}-1"}, B3),
    ],
)
def test_a_callers_trace_is_continued(headers: dict[str, str], trace_id: str) -> None:
    assert trace_id_under(headers) == trace_id


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"b3": "0"},
        {"x-b3-sampled": "1"},
        {"traceparent": "malformed"},
        {"traceparent": f"ff-{W3C}-{SPAN}-01"},
        {"traceparent": f"00-{'0' * 32}-{SPAN}-01"},
        {"b3": "x" * 5000},
        {"traceparent": f"00-{W3C}-{SPAN}-01-more"},
    ],
)
def test_nonsense_begins_a_trace_of_its_own(headers: dict[str, str]) -> None:
    trace_id = trace_id_under(headers)
    assert trace_id not in {None, W3C, B3, "0" * 32}
    assert trace_id_under(headers) != trace_id


def test_a_litestar_request_s_headers_can_be_given_as_they_are() -> None:
    tracer = configure_telemetry(SystemClock(), version="1").tracer
    headers = Headers({"TraceParent": f"00-{W3C}-{SPAN}-01"})
    with trace_context(headers), tracer.span("x") as span:
        assert span.trace_id == W3C


def test_after_a_request_its_trace_is_over() -> None:
    tracer = configure_telemetry(SystemClock(), version="1").tracer
    with trace_context({"traceparent": f"00-{W3C}-{SPAN}-01"}):
        pass
    with tracer.span("x") as span:
        assert span.trace_id != W3C


def test_a_request_does_not_continue_what_the_server_was_doing() -> None:
    tracer = configure_telemetry(SystemClock(), version="1").tracer
    with tracer.span("serve") as serve, trace_context({}), tracer.span("x") as span:
        assert span.trace_id != serve.trace_id
