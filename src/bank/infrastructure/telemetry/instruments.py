"""The catalogue of what is counted and measured, with labels whose values are few by design."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SECONDS: Final = "seconds"
_DURATION_BOUNDS: Final = (
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0, 10.0,
)  # fmt: skip
_SIZE_BOUNDS: Final = (0.0, *(float(1 << power) for power in range(15)))


class InstrumentKind(StrEnum):
    """What becomes of values: a sum, or a distribution."""

    COUNTER = "counter"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One metric: ``labels`` are all that it keeps, ``bounds`` the upper ends of its buckets."""

    name: str
    kind: InstrumentKind
    description: str | None = None
    unit: str | None = None
    labels: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


def _counter(name: str, description: str, *labels: str) -> Instrument:
    return Instrument(
        name=name, kind=InstrumentKind.COUNTER, description=description, labels=labels
    )


def _sizes(name: str, description: str, *labels: str) -> Instrument:
    return Instrument(
        name=name,
        kind=InstrumentKind.HISTOGRAM,
        description=description,
        labels=labels,
        bounds=_SIZE_BOUNDS,
    )


def _durations(name: str, description: str, *labels: str) -> Instrument:
    return Instrument(
        name=name,
        kind=InstrumentKind.HISTOGRAM,
        description=description,
        unit=SECONDS,
        labels=labels,
        bounds=_DURATION_BOUNDS,
    )


CATALOGUE: Final[Mapping[str, Instrument]] = {
    each.name: each
    for each in (
        _sizes("bank.posting.queue.depth", "Requests waiting when a batch had been recorded."),
        _sizes("bank.posting.batch.size", "Requests in a posting batch."),
        _durations("bank.posting.batch.duration", "One attempt at a posting batch."),
        _durations("bank.posting.stage.duration", "One stage of a posting batch.", "stage"),
        _counter("bank.refusals", "Refused use cases.", "code", "action"),
        _counter("bank.refusals.unrecorded", "Refusals that could not be recorded.", "code"),
        _durations(
            "http.server.requests", "Answered requests.", "method", "uri", "status", "outcome"
        ),
    )
}


def undeclared(name: str, kind: InstrumentKind, labels: tuple[str, ...]) -> Instrument:
    """Describe a metric that the catalogue lacks, a plugin's say, by its name and first use."""
    if kind is InstrumentKind.COUNTER:
        return Instrument(name=name, kind=kind, labels=labels)
    timed = name.endswith((".duration", ".time", ".latency"))
    return Instrument(
        name=name,
        kind=kind,
        unit=SECONDS if timed else None,
        labels=labels,
        bounds=_DURATION_BOUNDS if timed else _SIZE_BOUNDS,
    )
