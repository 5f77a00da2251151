"""Where measurements are kept: one series for each metric and combination of label values."""

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from threading import Lock
from time import monotonic
from typing import Final

from bank.infrastructure.telemetry.instruments import (
    CATALOGUE,
    Instrument,
    InstrumentKind,
    undeclared,
)
from bank.infrastructure.telemetry.masking import mask_text

OTHER: Final = "other"
_METRICS_MAX: Final = 200
_SERIES_MAX: Final = 2_000
_REMEMBERED_MAX: Final = 5_000
_WINDOW_SECONDS: Final = 60.0
_METRIC_NAME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z0-9_]+)*")
_LABEL_LENGTH_MAX: Final = 120


class Series(ABC):
    """What is known of one combination of label values; safe in threads."""

    __slots__ = ("_lock", "count", "labels", "total")

    def __init__(self, labels: tuple[str, ...]) -> None:
        """Take the values of the instrument's labels, in its order."""
        self.labels = labels
        self.count = 0
        self.total: float = 0
        self._lock = Lock()

    @abstractmethod
    def record(self, value: float) -> None:
        """Take one value, not negative."""


class CounterSeries(Series):
    """A sum."""

    __slots__ = ()

    def record(self, value: float) -> None:
        """Add the value."""
        with self._lock:
            self.count += 1
            self.total += value


class HistogramSeries(Series):
    """A distribution, the extremes since the start, and the greatest of the last minute or two."""

    __slots__ = ("_bounds", "_window_ends", "_window_greatest", "buckets", "greatest", "least")

    def __init__(self, labels: tuple[str, ...], bounds: tuple[float, ...]) -> None:
        """Take also the upper ends of the buckets; one more bucket has none."""
        super().__init__(labels)
        self.buckets = [0] * (len(bounds) + 1)
        self.least = float("inf")
        self.greatest = 0.0
        self._bounds = bounds
        self._window_ends = 0.0
        self._window_greatest = (0.0, 0.0)

    def record(self, value: float) -> None:
        """Put the value into its bucket."""
        with self._lock:
            self.count += 1
            self.total += value
            self.buckets[bisect_left(self._bounds, value)] += 1
            self.least = min(self.least, value)
            self.greatest = max(self.greatest, value)
            self._turn_window()
            if value > self._window_greatest[0]:
                self._window_greatest = (value, self._window_greatest[1])

    def greatest_lately(self) -> float:
        """Give the greatest value of this window and the one before it."""
        with self._lock:
            self._turn_window()
            return max(self._window_greatest)

    def _turn_window(self) -> None:
        now = monotonic()
        late = now - self._window_ends
        if late >= 0:
            before = self._window_greatest[0] if late < _WINDOW_SECONDS else 0.0
            self._window_greatest = (0.0, before)
            self._window_ends = now + _WINDOW_SECONDS


class _Metric:
    """An instrument with its series; folds what would make them too many into "other"."""

    def __init__(self, instrument: Instrument, label_values_max: int) -> None:
        self.instrument = instrument
        self.series: dict[tuple[str, ...], Series] = {}
        self._label_values_max = label_values_max
        self._seen: tuple[set[str], ...] = tuple(set() for _ in instrument.labels)

    def series_of(self, labels: Mapping[str, str]) -> Series:
        values = tuple(
            self._bounded(labels.get(label, ""), seen)
            for label, seen in zip(self.instrument.labels, self._seen, strict=True)
        )
        if values not in self.series and len(self.series) >= _SERIES_MAX:
            values = (OTHER,) * len(values)
        found = self.series.get(values)
        if found is None:
            found = self.series[values] = self._new(values)
        return found

    def _bounded(self, value: str, seen: set[str]) -> str:
        shown = mask_text(str(value)[:_LABEL_LENGTH_MAX])
        if shown not in seen:
            if len(seen) >= self._label_values_max:
                return OTHER
            seen.add(shown)
        return shown

    def _new(self, values: tuple[str, ...]) -> Series:
        if self.instrument.kind is InstrumentKind.COUNTER:
            return CounterSeries(values)
        return HistogramSeries(values, self.instrument.bounds)


class MetricBook:
    """Every metric of this process. Labels beyond the bounds become "other"; nothing raises.

    A metric in the catalogue keeps the labels that are declared there and no others; any other
    metric those of its first use. A name that is no name, one metric too many and values below
    zero are passed over.
    """

    def __init__(self, *, label_values_max: int = 100) -> None:
        """Take how many values a label may have before the rest becomes "other"."""
        self._label_values_max = label_values_max
        self._metrics: dict[str, _Metric] = {}
        self._remembered: dict[tuple[object, ...], Series] = {}
        self._lock = Lock()

    def record(
        self, name: str, kind: InstrumentKind, value: float, labels: Mapping[str, str]
    ) -> None:
        """Put a value where it belongs, or nowhere."""
        if not value >= 0:  # a NaN as well
            return
        key = (name, *labels.items())
        series = self._remembered.get(key) or self._find(key, name, kind, labels)
        if series is not None:
            series.record(value)

    def contents(self) -> Iterator[tuple[Instrument, list[Series]]]:
        """Give every metric that has been used with its series, by name."""
        with self._lock:
            held = [
                (each.instrument, list(each.series.values())) for each in self._metrics.values()
            ]
        return iter(sorted(held, key=lambda pair: pair[0].name))

    def _find(
        self,
        key: tuple[object, ...],
        name: str,
        kind: InstrumentKind,
        labels: Mapping[str, str],
    ) -> Series | None:
        with self._lock:
            metric = self._metrics.get(name)
            if metric is None:
                if len(self._metrics) >= _METRICS_MAX or not _METRIC_NAME.fullmatch(name):
                    return None
                instrument = CATALOGUE.get(name) or undeclared(name, kind, tuple(labels))
                metric = self._metrics[name] = _Metric(instrument, self._label_values_max)
            series = metric.series_of(labels)
            if len(self._remembered) < _REMEMBERED_MAX and _are_short(labels):
                self._remembered[key] = series
            return series


def _are_short(labels: Mapping[str, str]) -> bool:
    """Tell whether labels are worth keeping as they came: long ones are somebody's invention."""
    return all(len(str(value)) <= _LABEL_LENGTH_MAX for value in labels.values())
