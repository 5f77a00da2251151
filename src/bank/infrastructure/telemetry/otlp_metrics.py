"""Sends the metrics to a collector, again and again."""

import logging
from datetime import datetime
from threading import Event, Thread
from typing import Final

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricsData,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

from bank.application.ports.clock import Clock
from bank.infrastructure.telemetry.instruments import SECONDS, Instrument, InstrumentKind
from bank.infrastructure.telemetry.metric_book import HistogramSeries, MetricBook, Series

_logger = logging.getLogger(__name__)
_UNITS: Final = {SECONDS: "s"}


class OtlpMetrics:
    """Exports the whole book at an interval, and once more when it is stopped.

    A collector that does not answer costs a warning and this interval's numbers' freshness; the
    sums are cumulative, so that the next export makes up for it.
    """

    def __init__(
        self,
        book: MetricBook,
        exporter: OTLPMetricExporter,
        resource: Resource,
        clock: Clock,
        interval_seconds: float,
    ) -> None:
        """Start exporting, in a thread of its own."""
        self._book = book
        self._exporter = exporter
        self._resource = resource
        self._clock = clock
        self._interval_seconds = interval_seconds
        self._began = _nanoseconds(clock.now())
        self._stopping = Event()
        self._thread = Thread(target=self._repeat, name="bank-otlp-metrics", daemon=True)
        self._thread.start()

    def stop(self, timeout_seconds: float) -> None:
        """Export once more, within the time given, and end."""
        self._stopping.set()
        # Ends the exporter's own pauses between attempts, if it is in one.
        self._thread.join(timeout_seconds)
        self._exporter.shutdown()
        self._thread.join(timeout_seconds)

    def _repeat(self) -> None:
        while not self._stopping.wait(self._interval_seconds):
            self._export()
        self._export()

    def _export(self) -> None:
        try:
            self._exporter.export(self._data())
        except Exception as fault:  # noqa: BLE001 - watching the bank must never disturb it
            _logger.warning("Metrics could not be exported: %s.", type(fault).__name__)

    def _data(self) -> MetricsData:
        now = _nanoseconds(self._clock.now())
        metrics = [
            _metric(instrument, series, self._began, now)
            for instrument, series in self._book.contents()
        ]
        scope = ScopeMetrics(InstrumentationScope("bank"), metrics, schema_url="")
        return MetricsData([ResourceMetrics(self._resource, [scope], schema_url="")])


def _metric(instrument: Instrument, series: list[Series], began: int, now: int) -> Metric:
    data: Sum | Histogram
    if instrument.kind is InstrumentKind.COUNTER:
        data = Sum(
            [
                NumberDataPoint(_attributes(instrument, each), began, now, each.total)
                for each in series
            ],
            AggregationTemporality.CUMULATIVE,
            is_monotonic=True,
        )
    else:
        data = Histogram(
            [
                _distribution(instrument, each, began, now)
                for each in series
                if isinstance(each, HistogramSeries)
            ],
            AggregationTemporality.CUMULATIVE,
        )
    unit = _UNITS.get(instrument.unit or "", "1")
    return Metric(instrument.name, instrument.description, unit, data)


def _distribution(
    instrument: Instrument, series: HistogramSeries, began: int, now: int
) -> HistogramDataPoint:
    buckets = list(series.buckets)
    return HistogramDataPoint(
        attributes=_attributes(instrument, series),
        start_time_unix_nano=began,
        time_unix_nano=now,
        count=sum(buckets),
        sum=series.total,
        bucket_counts=buckets,
        explicit_bounds=instrument.bounds,
        min=series.least,
        max=series.greatest,
    )


def _attributes(instrument: Instrument, series: Series) -> dict[str, str]:
    return dict(zip(instrument.labels, series.labels, strict=True))


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000) * 1_000
