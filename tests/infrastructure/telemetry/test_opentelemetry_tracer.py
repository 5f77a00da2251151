import asyncio
import re
from collections.abc import Iterator
from time import perf_counter

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from tests.infrastructure.telemetry.otlp_receiver import OtlpReceiver, attributes, otlp_receiver

from bank.application.ports.tracer import Tracer
from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry import (
    CallersTraces,
    OpenTelemetryTracer,
    configure_telemetry,
    trace_context,
)

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN_ID = "00f067aa0ba902b7"
IBAN = "DE89370400440532013000"


@pytest.fixture
def receiver() -> Iterator[OtlpReceiver]:
    with otlp_receiver() as receiver:
        yield receiver


def silent() -> OpenTelemetryTracer:
    return configure_telemetry(SystemClock(), version="1.2.3").tracer


class Broken(Exception):
    pass


def test_it_is_the_port() -> None:
    tracer: Tracer = silent()
    with tracer.span("x") as span:
        span.note("bank.outcome", "done")


def test_without_a_receiver_every_span_still_has_a_trace_id_and_a_traceparent() -> None:
    with silent().span("transfer.post") as span:
        assert span.trace_id
        assert re.fullmatch(r"[0-9a-f]{32}", span.trace_id)
        assert span.traceparent
        assert re.fullmatch(rf"00-{span.trace_id}-[0-9a-f]{{16}}-02", span.traceparent)


def test_spans_below_one_another_are_of_one_trace_and_the_next_begins_its_own() -> None:
    tracer = silent()
    with tracer.span("outer") as outer, tracer.span("inner") as inner:
        assert inner.trace_id == outer.trace_id
        assert inner.traceparent != outer.traceparent
    with tracer.span("later") as later:
        assert later.trace_id != outer.trace_id


async def test_tasks_that_run_at_once_do_not_mix_their_traces() -> None:
    tracer = silent()

    async def act() -> tuple[str | None, str | None]:
        with tracer.span("outer") as outer:
            await asyncio.sleep(0)
            with tracer.span("inner") as inner:
                await asyncio.sleep(0)
                return outer.trace_id, inner.trace_id

    pairs = await asyncio.gather(*(act() for _ in range(20)))
    assert all(outer == inner for outer, inner in pairs)
    assert len({outer for outer, _ in pairs}) == 20


@pytest.mark.parametrize("flags", ["00", "01", "02", "03"])
@pytest.mark.parametrize("exporting", [False, True])
def test_the_callers_trace_id_is_kept_whatever_the_flags(
    receiver: OtlpReceiver, flags: str, exporting: bool
) -> None:
    telemetry = configure_telemetry(
        SystemClock(), version="1", otlp_endpoint=receiver.endpoint if exporting else None
    )
    with (
        trace_context({"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-{flags}"}),
        telemetry.tracer.span("transfer.post") as span,
    ):
        assert span.trace_id == TRACE_ID
    telemetry.shutdown()


def test_where_nothing_is_exported_the_callers_flags_are_handed_on() -> None:
    with (
        trace_context({"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-01"}),
        silent().span("x") as span,
    ):
        assert span.traceparent is not None
        assert span.traceparent.endswith("-01")
        assert SPAN_ID not in span.traceparent


def test_a_span_that_is_forgotten_reaches_nobody(receiver: OtlpReceiver) -> None:
    telemetry = configure_telemetry(SystemClock(), version="1", otlp_endpoint=receiver.endpoint)
    for tracer in (telemetry.tracer, silent()):
        with tracer.span("notice.look") as span:
            span.forget()
            assert span.trace_id
    with telemetry.tracer.span("notice.claim"):
        pass
    telemetry.shutdown()
    assert [span.name for span in receiver.spans] == ["notice.claim"]


def test_an_exception_marks_the_span_by_its_class_and_nothing_else(receiver: OtlpReceiver) -> None:
    telemetry = configure_telemetry(SystemClock(), version="1", otlp_endpoint=receiver.endpoint)
    with pytest.raises(Broken), telemetry.tracer.span("transfer.post"):
        raise Broken("Ada Lovelace owes 100")
    telemetry.shutdown()
    (span,) = receiver.spans
    assert span.status.code == Status.STATUS_CODE_ERROR
    assert span.status.message == "Broken"
    assert attributes(span) == {"error.type": "Broken"}
    assert not span.events
    assert "Ada" not in receiver.everything()


def test_spans_arrive_with_parent_notes_and_who_sent_them(receiver: OtlpReceiver) -> None:
    telemetry = configure_telemetry(
        SystemClock(), version="1.2.3", otlp_endpoint=f"{receiver.endpoint}/"
    )
    headers = {"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-01"}
    with (
        trace_context(headers),
        telemetry.tracer.span("POST /v1/transfers") as request,
        telemetry.tracer.span("transfer.post") as act,
    ):
        request.note("http.response.status_code", 201)
        act.note("bank.replayed", value=True)
        act.note("bank.outcome", "done")
    telemetry.shutdown()
    inner, outer = receiver.spans
    assert (outer.name, inner.name) == ("POST /v1/transfers", "transfer.post")
    assert outer.trace_id.hex() == inner.trace_id.hex() == TRACE_ID
    assert outer.parent_span_id.hex() == SPAN_ID
    assert inner.parent_span_id == outer.span_id
    assert (outer.kind, inner.kind) == (Span.SPAN_KIND_SERVER, Span.SPAN_KIND_INTERNAL)
    assert attributes(outer) == {"http.response.status_code": 201}
    assert attributes(inner) == {"bank.replayed": True, "bank.outcome": "done"}
    sender = {
        each.key: each.value.string_value
        for each in receiver.traces[0].resource_spans[0].resource.attributes
    }
    assert sender["service.name"] == "bank-server"
    assert sender["service.version"] == "1.2.3"


def test_a_span_leaves_with_its_link_to_another_trace(receiver: OtlpReceiver) -> None:
    telemetry = configure_telemetry(SystemClock(), version="1", otlp_endpoint=receiver.endpoint)
    with telemetry.tracer.span("transfer.post"):
        telemetry.tracer.link(None)
        telemetry.tracer.link(f"00-{TRACE_ID}-{SPAN_ID}-01")
    telemetry.shutdown()
    (span,) = receiver.spans
    assert [(link.trace_id.hex(), link.span_id.hex()) for link in span.links] == [
        (TRACE_ID, SPAN_ID)
    ]


def test_personal_data_in_names_and_notes_leave_masked(receiver: OtlpReceiver) -> None:
    telemetry = configure_telemetry(SystemClock(), version="1", otlp_endpoint=receiver.endpoint)
    with telemetry.tracer.span(f"GET /v1/accounts/{IBAN}") as span:
        span.note("http.target", f"/v1/accounts/{IBAN}?email=ada@example.com")
        span.note("customer.full_name", "Ada Lovelace")
        span.note("enduser.phone", "+49 170 1234567")
        span.note("url.full", "postgresql://bank:hunter2@db/bank")
    telemetry.shutdown()
    (exported,) = receiver.spans
    assert exported.name == "GET /v1/accounts/[masked]"
    for leak in (IBAN, "ada@", "Lovelace", "1234567", "hunter2"):
        assert leak not in receiver.everything()


@pytest.mark.parametrize(
    ("callers_traces", "ratio", "flags", "exported"),
    [
        (CallersTraces.FOLLOW, 0.0, "01", True),
        (CallersTraces.FOLLOW, 1.0, "00", False),
        (CallersTraces.FOLLOW, 1.0, "02", False),
        (CallersTraces.FOLLOW, 0.0, "03", True),
        (CallersTraces.RATIO, 0.0, "01", False),
        (CallersTraces.RATIO, 1.0, "00", True),
        (CallersTraces.ALWAYS, 0.0, "00", True),
        (CallersTraces.FOLLOW, 0.0, None, False),
        (CallersTraces.ALWAYS, 0.0, None, False),
        (CallersTraces.FOLLOW, 1.0, None, True),
    ],
)
def test_who_decides_what_is_exported(
    receiver: OtlpReceiver,
    callers_traces: CallersTraces,
    ratio: float,
    flags: str | None,
    exported: bool,
) -> None:
    telemetry = configure_telemetry(
        SystemClock(),
        version="1",
        otlp_endpoint=receiver.endpoint,
        sample_ratio=ratio,
        callers_traces=callers_traces,
    )
    headers = {"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-{flags}"} if flags else {}
    with (
        trace_context(headers),
        telemetry.tracer.span("outer") as outer,
        telemetry.tracer.span("inner") as inner,
    ):
        assert inner.trace_id == outer.trace_id
    telemetry.shutdown()
    assert [span.name for span in receiver.spans] == (["inner", "outer"] if exported else [])


@pytest.mark.slow
def test_a_dead_collector_neither_raises_nor_holds_up_the_end_for_long() -> None:
    with otlp_receiver() as gone:
        endpoint = gone.endpoint
    telemetry = configure_telemetry(SystemClock(), version="1", otlp_endpoint=endpoint)
    with telemetry.tracer.span("x"):
        telemetry.tracer.count("bank.refusals", code="a", action="b")
    began = perf_counter()
    telemetry.shutdown()
    assert perf_counter() - began < 10
