"""Puts tracer and metrics together, by settings."""

from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Thread
from typing import Final

from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ALWAYS_ON,
    ParentBased,
    Sampler,
    TraceIdRatioBased,
)

from bank.application.ports.clock import Clock
from bank.infrastructure.telemetry.beginnings import Beginnings
from bank.infrastructure.telemetry.metric_book import MetricBook
from bank.infrastructure.telemetry.metrics_view import MetricsView
from bank.infrastructure.telemetry.opentelemetry_tracer import OpenTelemetryTracer
from bank.infrastructure.telemetry.otlp_metrics import OtlpMetrics

_EXPORT_SECONDS_MAX: Final = 5
_SHUTDOWN_SECONDS_MAX: Final = 3.0
_SPANS_WAITING_MAX: Final = 16_384


class CallersTraces(StrEnum):
    """What becomes of traces that callers began; the trace id is kept in any case."""

    FOLLOW = "follow"
    """The caller's flag decides. Whoever may call us decides then how much we export."""
    RATIO = "ratio"
    """Our own ratio decides, by the trace id, whatever the caller's flag says."""
    ALWAYS = "always"
    """All are exported; callers such as Spring Boot sample one in ten by default."""


@dataclass(frozen=True, slots=True)
class Telemetry:
    """What the composition root hands out, and ends when the process does."""

    tracer: OpenTelemetryTracer
    metrics: MetricsView
    _provider: TracerProvider | None = field(default=None, repr=False)
    _otlp_metrics: OtlpMetrics | None = field(default=None, repr=False)

    def shutdown(self) -> None:
        """Send what has not been sent, for a few seconds at most, and stop the threads."""
        if self._provider is None or self._otlp_metrics is None:
            return
        spans = Thread(target=self._provider.shutdown, name="bank-otlp-shutdown", daemon=True)
        spans.start()
        with suppress(Exception):  # the bank stops all the same
            self._otlp_metrics.stop(_SHUTDOWN_SECONDS_MAX)
        spans.join(_SHUTDOWN_SECONDS_MAX)


def configure_telemetry(
    clock: Clock,
    *,
    version: str,
    otlp_endpoint: str | None = None,
    sample_ratio: float = 1.0,
    callers_traces: CallersTraces = CallersTraces.FOLLOW,
    metrics_interval_seconds: float = 30.0,
    label_values_max: int = 100,
) -> Telemetry:
    """Build tracer and metrics for this process; to be called in a worker, after any fork.

    ``otlp_endpoint`` is a collector's address without a path, such as ``http://collector:4318``;
    with none, nothing leaves. ``sample_ratio`` is the share of the traces that begin here which is
    exported. What else a collector needs (headers, certificates, resource attributes) is read from
    OpenTelemetry's own environment variables.
    """
    book = MetricBook(label_values_max=label_values_max)
    view = MetricsView(book)
    if not otlp_endpoint:
        return Telemetry(OpenTelemetryTracer(book), view)
    resource = Resource.create({"service.name": "bank-server", "service.version": version})
    endpoint = otlp_endpoint.rstrip("/")
    beginnings = Beginnings(sample_ratio)
    provider = TracerProvider(
        sampler=_sampler(sample_ratio, callers_traces),
        resource=resource,
        shutdown_on_exit=False,
        id_generator=beginnings,
    )
    provider.add_span_processor(
        BatchSpanProcessor(
            OTLPSpanExporter(
                f"{endpoint}/v1/traces", timeout=_EXPORT_SECONDS_MAX, compression=Compression.Gzip
            ),
            max_queue_size=_SPANS_WAITING_MAX,
        )
    )
    otlp_metrics = OtlpMetrics(
        book,
        OTLPMetricExporter(
            f"{endpoint}/v1/metrics", timeout=_EXPORT_SECONDS_MAX, compression=Compression.Gzip
        ),
        resource,
        clock,
        metrics_interval_seconds,
    )
    tracer = OpenTelemetryTracer(book, provider.get_tracer("bank", version), beginnings)
    return Telemetry(tracer, view, provider, otlp_metrics)


def _sampler(ratio: float, callers_traces: CallersTraces) -> Sampler:
    own = TraceIdRatioBased(ratio)
    sampled, unsampled = {
        CallersTraces.FOLLOW: (ALWAYS_ON, ALWAYS_OFF),
        CallersTraces.RATIO: (own, own),
        CallersTraces.ALWAYS: (ALWAYS_ON, ALWAYS_ON),
    }[callers_traces]
    return ParentBased(own, remote_parent_sampled=sampled, remote_parent_not_sampled=unsampled)
