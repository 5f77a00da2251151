"""The metrics as others read them: Spring Boot's actuator, and Prometheus."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from bank.infrastructure.telemetry.instruments import SECONDS, Instrument, InstrumentKind
from bank.infrastructure.telemetry.metric_book import HistogramSeries, MetricBook, Series

PROMETHEUS_CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4


class TagIsMalformed(ValueError):
    """A tag to filter by is not ``name:value``."""


class MetricsView:
    """Reads the book; one process's measurements, so that each worker has its own."""

    def __init__(self, book: MetricBook) -> None:
        """Take the book, and add what the operating system knows of the process."""
        self._book = book
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(_BookCollector(book))
        ProcessCollector(registry=self._registry)

    def names(self) -> list[str]:
        """Give the names of the metrics that have been used, sorted."""
        return [instrument.name for instrument, _ in self._book.contents()]

    def metric(self, name: str, tags: Sequence[str] = ()) -> dict[str, Any] | None:
        """Give one metric as the actuator shows it, or nothing where none has name and tags.

        ``tags`` are ``name:value`` each. Raises ``TagIsMalformed``.
        """
        wanted = dict(_divided(tag) for tag in tags)
        for instrument, series in self._book.contents():
            if instrument.name == name:
                chosen = [each for each in series if _matches(instrument, each, wanted)]
                return _shown(instrument, chosen, wanted) if chosen else None
        return None

    def prometheus(self) -> bytes:
        """Give everything as Prometheus text, to be sent as ``PROMETHEUS_CONTENT_TYPE``."""
        return generate_latest(self._registry)


class _BookCollector(Collector):
    """Names as Micrometer makes them: dots become underscores, and the unit is appended."""

    def __init__(self, book: MetricBook) -> None:
        self._book = book

    def collect(self) -> Iterable[Metric]:
        for instrument, series in self._book.contents():
            name = instrument.name.replace(".", "_")
            text = instrument.description or instrument.name
            if instrument.kind is InstrumentKind.COUNTER:
                counter = CounterMetricFamily(name, text, labels=instrument.labels)
                for each in series:
                    counter.add_metric(each.labels, each.total)
                yield counter
            else:
                yield _histogram(name, text, instrument, series)


def _histogram(
    name: str, text: str, instrument: Instrument, series: list[Series]
) -> HistogramMetricFamily:
    if instrument.unit and not name.endswith(f"_{instrument.unit}"):
        name = f"{name}_{instrument.unit}"
    family = HistogramMetricFamily(name, text, labels=instrument.labels)
    ends = [*(str(bound) for bound in instrument.bounds), "+Inf"]
    for each in series:
        if isinstance(each, HistogramSeries):
            below, buckets = 0, []
            for end, count in zip(ends, list(each.buckets), strict=True):
                below += count
                buckets.append((end, below))
            family.add_metric(each.labels, buckets, each.total)
    return family


def _shown(instrument: Instrument, series: list[Series], wanted: dict[str, str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": instrument.name}
    if instrument.description:
        shown["description"] = instrument.description
    if instrument.unit:
        shown["baseUnit"] = instrument.unit
    shown["measurements"] = [
        {"statistic": statistic, "value": float(value)}
        for statistic, value in _measurements(instrument, series)
    ]
    shown["availableTags"] = [
        {"tag": label, "values": sorted({each.labels[place] for each in series})}
        for place, label in enumerate(instrument.labels)
        if label not in wanted
    ]
    return shown


def _measurements(instrument: Instrument, series: list[Series]) -> Iterable[tuple[str, float]]:
    total = sum(each.total for each in series)
    if instrument.kind is InstrumentKind.COUNTER:
        yield "COUNT", total
        return
    yield "COUNT", sum(each.count for each in series)
    yield "TOTAL_TIME" if instrument.unit == SECONDS else "TOTAL", total
    histograms = [each for each in series if isinstance(each, HistogramSeries)]
    yield "MAX", max((each.greatest_lately() for each in histograms), default=0.0)


def _matches(instrument: Instrument, series: Series, wanted: dict[str, str]) -> bool:
    labels = dict(zip(instrument.labels, series.labels, strict=True))
    return all(labels.get(tag) == value for tag, value in wanted.items())


def _divided(tag: str) -> tuple[str, str]:
    name, colon, value = tag.partition(":")
    if not colon or not name:
        raise TagIsMalformed("A tag is name:value.")
    return name, value
