"""Figures: what was measured in each round, and the ratios between two of them within one run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from rich.table import Table


@dataclass(slots=True)
class Figure:
    """One thing that was measured, round by round."""

    name: str
    unit: str
    rounds: list[float] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """Give the figure as the file has it."""
        return {
            "unit": self.unit,
            "rounds": [round(value, 4) for value in self.rounds],
            "minimum": round(min(self.rounds), 4),
            "median": round(median(self.rounds), 4),
            "maximum": round(max(self.rounds), 4),
        }


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure over another, round by round: what the machine does besides hits both."""

    name: str
    of: str
    to: str
    wanted: float


class Figures:
    """All figures of a run."""

    def __init__(self) -> None:
        """Start with none."""
        self._figures: dict[str, Figure] = {}

    def add(self, name: str, unit: str, value: float) -> None:
        """Note a value of this round."""
        self._figures.setdefault(name, Figure(name, unit)).rounds.append(value)

    def ratios(self, wanted: Sequence[Ratio]) -> dict[str, Figure]:
        """Give the ratios of whatever was measured on both sides."""
        found: dict[str, Figure] = {}
        for ratio in wanted:
            of, to = self._figures.get(ratio.of), self._figures.get(ratio.to)
            if of is not None and to is not None:
                pairs = zip(of.rounds, to.rounds, strict=False)
                rounds = [one / other for one, other in pairs]
                found[ratio.name] = Figure(ratio.name, "ratio", rounds)
        return found

    def shown(self) -> dict[str, Any]:
        """Give the figures as the file has them."""
        return {name: figure.shown() for name, figure in self._figures.items()}


def table(figures: Mapping[str, Any], wanted: Mapping[str, float]) -> Table:
    """Draw figures for people; of a ratio also what is wanted."""
    drawn = Table("figure", "unit", "median", "minimum", "maximum", "wanted")
    for name, figure in figures.items():
        least = wanted.get(name)
        drawn.add_row(
            name,
            figure["unit"],
            *[f"{figure[part]:,.2f}" for part in ("median", "minimum", "maximum")],
            "" if least is None else f"{least:g} or more",
        )
    return drawn
