"""The tracer port over OpenTelemetry."""

from contextvars import Token
from types import TracebackType
from typing import Final, Self

from opentelemetry import context as otel
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import (
    INVALID_SPAN_CONTEXT,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    StatusCode,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from bank.application.ports.tracer import Span, Tracer
from bank.infrastructure.telemetry.beginnings import NEW_TRACE, Beginnings
from bank.infrastructure.telemetry.instruments import InstrumentKind
from bank.infrastructure.telemetry.masking import MASK, is_forbidden, mask_text
from bank.infrastructure.telemetry.metric_book import MetricBook
from bank.infrastructure.telemetry.propagation import has_arrived

_HEADERS: Final = TraceContextTextMapPropagator()
_IDS: Final = RandomIdGenerator()
_NAME_LENGTH_MAX: Final = 120


class _ExportedSpan(Span):
    """A span that is exported, once it is over, if the sampler wants it."""

    __slots__ = ("_beginnings", "_forgotten", "_inner", "_name", "_token", "_tracer")

    def __init__(self, name: str, tracer: trace.Tracer, beginnings: Beginnings) -> None:
        self._name = name
        self._tracer = tracer
        self._beginnings = beginnings
        self._forgotten = False
        self._inner: trace.Span = NonRecordingSpan(INVALID_SPAN_CONTEXT)
        self._token: Token[Context] | None = None

    def __enter__(self) -> Self:
        context = otel.get_current()
        unexported = None if context else self._beginnings.unexported()
        if unexported is not None:
            self._inner = NonRecordingSpan(unexported)
        else:
            name = mask_text(self._name[:_NAME_LENGTH_MAX])
            self._inner = self._tracer.start_span(name, context, _kind(context))
        self._token = otel.attach(set_span_in_context(self._inner, context))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None and self._inner.is_recording():
            # Neither message nor stack: both may hold what the bank may not tell.
            self._inner.set_attribute("error.type", kind.__name__)
            self._inner.set_status(StatusCode.ERROR, kind.__name__)
        if not self._forgotten:
            self._inner.end()
        if self._token is not None:
            otel.detach(self._token)
            self._token = None

    def note(self, name: str, value: str | int | bool) -> None:  # noqa: FBT001 - as in the port
        if self._inner.is_recording():
            if is_forbidden(name):
                value = MASK
            elif isinstance(value, str):
                value = mask_text(value)
            self._inner.set_attribute(name, value)

    def forget(self) -> None:
        """Never end it: what has not ended is not exported."""
        self._forgotten = True

    @property
    def trace_id(self) -> str | None:
        return _trace_id(self._inner.get_span_context())

    @property
    def traceparent(self) -> str | None:
        return _traceparent(self._inner.get_span_context())


class _UnexportedSpan(Span):
    """The ids of a span that nobody receives: all that logs and audit events need of one."""

    __slots__ = ("_context", "_token")

    def __init__(self) -> None:
        self._context = INVALID_SPAN_CONTEXT
        self._token: Token[Context] | None = None

    def __enter__(self) -> Self:
        context = otel.get_current()
        self._context = _below(context) if context else _beginning()
        self._token = otel.attach(set_span_in_context(NonRecordingSpan(self._context), context))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._token is not None:
            otel.detach(self._token)
            self._token = None

    def note(self, name: str, value: str | int | bool) -> None:  # noqa: FBT001 - as in the port
        """Keep nothing."""

    def forget(self) -> None:
        """Keep nothing."""

    @property
    def trace_id(self) -> str | None:
        return _trace_id(self._context)

    @property
    def traceparent(self) -> str | None:
        return _traceparent(self._context)


class OpenTelemetryTracer(Tracer):
    """Spans by the SDK where somebody receives them; otherwise ids alone, which cost less.

    Without a receiver a caller's flags are handed on as they came: that we do not record is no
    reason for those behind us not to.
    """

    def __init__(
        self,
        book: MetricBook,
        exported: trace.Tracer | None = None,
        beginnings: Beginnings | None = None,
    ) -> None:
        """Take where measurements are kept, and the SDK's tracer if spans are exported."""
        self._book = book
        self._exported = exported
        self._beginnings = beginnings or Beginnings(1.0)

    def span(self, name: str) -> _ExportedSpan | _UnexportedSpan:
        """Open a span when it is entered; it continues the trace that is current then."""
        if self._exported is None:
            return _UnexportedSpan()
        return _ExportedSpan(name, self._exported, self._beginnings)

    def link(self, traceparent: str | None) -> None:
        """Link the current span, if it is recorded."""
        current = trace.get_current_span()
        if traceparent is None or not current.is_recording():
            return
        carrier = {"traceparent": traceparent}
        arrived = _HEADERS.extract(carrier, Context())
        current.add_link(trace.get_current_span(arrived).get_span_context())

    def count(self, name: str, value: int = 1, **labels: str) -> None:
        """Add to a counter; a negative value is passed over."""
        self._book.record(name, InstrumentKind.COUNTER, value, labels)

    def measure(self, name: str, value: float, **labels: str) -> None:
        """Put a value into a histogram; a negative one is passed over."""
        self._book.record(name, InstrumentKind.HISTOGRAM, value, labels)


def _below(context: Context) -> SpanContext:
    parent = trace.get_current_span(context).get_span_context()
    if not parent.is_valid:
        return _beginning()
    return SpanContext(
        parent.trace_id,
        _IDS.generate_span_id(),
        is_remote=False,
        trace_flags=parent.trace_flags,
        trace_state=parent.trace_state,
    )


def _beginning() -> SpanContext:
    return SpanContext(
        _IDS.generate_trace_id(),
        _IDS.generate_span_id(),
        is_remote=False,
        trace_flags=NEW_TRACE,
    )


def _trace_id(context: SpanContext) -> str | None:
    return f"{context.trace_id:032x}" if context.is_valid else None


def _traceparent(context: SpanContext) -> str | None:
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"


def _kind(context: Context) -> SpanKind:
    """The first span of a request serves its caller; every other is our own affair."""
    if not has_arrived(context):
        return SpanKind.INTERNAL
    parent = trace.get_current_span(context).get_span_context()
    return SpanKind.SERVER if parent.is_remote or not parent.is_valid else SpanKind.INTERNAL
