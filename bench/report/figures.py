"""Figures: what was measured in each round, and the ratios between two of them within one round."""

import re
from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from msgspec import Struct

_DIGITS = 6


class Shown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A figure as the file has it; `of` says what a best one was the best of."""

    unit: str
    rounds: list[float]
    minimum: float
    median: float
    maximum: float
    of: str = ""

    @classmethod
    def over(cls, unit: str, rounds: Sequence[float], of: str = "") -> "Shown":
        """Give the figure of these rounds."""
        kept = [float(f"{value:.{_DIGITS}g}") for value in rounds]
        least, middle, most = min(kept), median(kept), max(kept)
        return cls(unit=unit, rounds=kept, minimum=least, median=middle, maximum=most, of=of)


class Ratio(NamedTuple):
    """One figure over another, round by round: what the machine does besides hits both.

    `of` are regular expressions. Where they name several candidates the one with the best median
    is taken, and named. `landed` is what was
    asked for first and `then` what after it; none where there is no such number.
    """

    name: str
    of: tuple[str, ...]
    to: str
    landed: float | None = None
    then: float | None = None


SINGLE = (r"single_64(_processes_\d+)?",)
BULK = (r"bulk_[14](_processes_\d+)?",)
RATIOS = (
    Ratio("bulk_over_pgbench", ("bulk_1",), "pgbench", 8.0, 12.0),
    Ratio("bulk_best_over_pgbench", BULK, "pgbench"),
    Ratio("single_over_pgbench", ("single_64",), "pgbench", 0.9),
    Ratio("single_best_over_pgbench", SINGLE, "pgbench", 0.9, 2.0),
    Ratio("hot_over_spread", ("bulk_hot_1",), "bulk_1", 0.9, 1.0),
    Ratio("grown_over_empty", ("bulk_grown_1",), "bulk_1", 0.6, 0.9),
    Ratio("grown_everywhere_over_empty", ("bulk_grown_everywhere_1",), "bulk_1"),
    Ratio("grown_started_over_empty", ("bulk_grown_started_1",), "bulk_1"),
    Ratio("single_grown_over_empty", ("single_grown_64",), "single_64"),
    Ratio("audit_on_over_off", ("single_64",), "single_64_audit_off"),
    Ratio("bulk_audit_on_over_off", ("bulk_1",), "bulk_1_audit_off"),
)


class Figures:
    """All figures of a run."""

    def __init__(self) -> None:
        """Start with none."""
        self._rounds: dict[str, tuple[str, list[float]]] = {}

    def add(self, name: str, unit: str, value: float) -> None:
        """Note a value of this round."""
        self._rounds.setdefault(name, (unit, []))[1].append(value)

    def shown(self) -> dict[str, Shown]:
        """Give the figures as the file has them."""
        return {name: Shown.over(unit, rounds) for name, (unit, rounds) in self._rounds.items()}


def ratios_of(figures: Mapping[str, Shown], wanted: Sequence[Ratio] = RATIOS) -> dict[str, Shown]:
    """Give the ratios of whatever was measured on both sides, as often on one as on the other."""
    found: dict[str, Shown] = {}
    for ratio in wanted:
        there = [name for name in figures if any(re.fullmatch(each, name) for each in ratio.of)]
        if not there or ratio.to not in figures:
            continue
        best = max(there, key=lambda name: figures[name].median)
        pairs = zip(figures[best].rounds, figures[ratio.to].rounds, strict=True)
        rounds = [one / other for one, other in pairs]
        of = best if ratio.of != (best,) else ""
        found[ratio.name] = Shown.over("ratio", rounds, of)
    return found
