"""Where traces begin: whether one is exported is known before a span is made for it."""

from typing import Final

from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import SpanContext, TraceFlags

NEW_TRACE: Final = TraceFlags(TraceFlags.RANDOM_TRACE_ID)


class Beginnings(RandomIdGenerator):
    """Chooses the id of a trace, which says whether it is exported; of those it tells the SDK.

    Most traces are not exported where few are sampled, and the SDK takes nearly as long over the
    spans of those as over the others. Its own sampler sees the same id, and decides the same.
    """

    def __init__(self, ratio: float) -> None:
        """Take the share of traces that are exported."""
        self._bound = TraceIdRatioBased.get_bound_for_rate(ratio)
        self._to_export: list[int] = []

    def unexported(self) -> SpanContext | None:
        """Begin a trace that is not exported; nothing, where the next one is."""
        trace_id = super().generate_trace_id()
        if trace_id & TraceIdRatioBased.TRACE_ID_LIMIT < self._bound:
            self._to_export.append(trace_id)
            return None
        return SpanContext(
            trace_id, self.generate_span_id(), is_remote=False, trace_flags=NEW_TRACE
        )

    def generate_trace_id(self) -> int:
        """Give the SDK the id that was chosen, or a new one for a trace that began elsewhere."""
        try:
            return self._to_export.pop()
        except IndexError:
            return super().generate_trace_id()
