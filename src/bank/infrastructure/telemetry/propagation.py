"""The trace that a caller is in: W3C ``traceparent``, or Zipkin's B3 headers."""

from collections.abc import Mapping
from contextvars import Token
from types import TracebackType
from typing import Final, Self

from opentelemetry import context as otel
from opentelemetry.context import Context
from opentelemetry.propagators.b3 import B3MultiFormat
from opentelemetry.propagators.composite import CompositePropagator
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_ARRIVED: Final = otel.create_key("bank-request-arrived")
_HEADERS: Final = (
    "traceparent",
    "tracestate",
    "b3",
    "x-b3-traceid",
    "x-b3-spanid",
    "x-b3-sampled",
    "x-b3-flags",
)
# The last that finds something wins: W3C, where a caller sends both. B3's multi-header reader reads
# the single header as well.
_PROPAGATOR: Final = CompositePropagator([B3MultiFormat(), TraceContextTextMapPropagator()])
_NO_TRACE: Final = otel.set_value(_ARRIVED, value=True, context=Context())


class _CallersTrace:
    """Makes the caller's span the current one while it is open."""

    __slots__ = ("_context", "_token")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._token: Token[Context] | None = None

    def __enter__(self) -> Self:
        self._token = otel.attach(self._context)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._token is not None:
            otel.detach(self._token)


def trace_context(headers: Mapping[str, str]) -> _CallersTrace:
    """Continue, while it is open, the trace that a request's headers name.

    Names of headers are in lower case, or the mapping ignores case. Without such headers, or with
    ones that are malformed, the next span begins a trace of its own. The caller's trace id is kept
    whatever its flags say, so that the audit event names it; whether we export is the sampler's
    decision.
    """
    found = {name: value for name in _HEADERS if (value := headers.get(name))}
    if not found:
        return _CallersTrace(_NO_TRACE)
    return _CallersTrace(_PROPAGATOR.extract(found, context=_NO_TRACE))


def has_arrived(context: Context) -> bool:
    """Tell whether a span that opens there is the first of a request from outside."""
    return bool(otel.get_value(_ARRIVED, context))
