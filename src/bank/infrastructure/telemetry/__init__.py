"""What the bank tells those who watch it: spans, measurements and log lines, without personal data.

Measurements are kept in this process once, in a ``MetricBook``, and shown from there three ways:
as the actuator's metrics, as Prometheus text, over OTLP. The OpenTelemetry SDK could keep them too,
but takes 6 µs a measurement and reader where the book takes 1 µs, knows no bound on label values,
and has no exposition for Prometheus without one more reader and so one more aggregation. What is a
format is left to the libraries: the text to prometheus-client, OTLP and spans to OpenTelemetry.
"""

from bank.infrastructure.telemetry.log_setup import (
    configure_logging,
    log_context,
)
from bank.infrastructure.telemetry.metrics_view import MetricsView, TagIsMalformed
from bank.infrastructure.telemetry.opentelemetry_tracer import OpenTelemetryTracer
from bank.infrastructure.telemetry.propagation import trace_context
from bank.infrastructure.telemetry.telemetry import (
    CallersTraces,
    Telemetry,
    configure_telemetry,
)

__all__ = [
    "CallersTraces",
    "MetricsView",
    "OpenTelemetryTracer",
    "TagIsMalformed",
    "Telemetry",
    "configure_logging",
    "configure_telemetry",
    "log_context",
    "trace_context",
]
