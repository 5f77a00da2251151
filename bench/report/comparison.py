"""Two runs side by side: which differences are beyond what their rounds differ by anyhow."""

from typing import NamedTuple

from rich.table import Table

from bench.report.content import Content
from bench.report.figures import Shown
from bench.report.table import number


class Difference(NamedTuple):
    """A figure before and now; `beyond` where no round of one reaches the other's rounds."""

    name: str
    unit: str
    before: float
    now: float
    beyond: bool

    @property
    def verdict(self) -> str:
        """Say what it means."""
        if not self.beyond:
            return "within the spread"
        return "higher" if self.now > self.before else "lower"

    @property
    def change(self) -> str:
        """Give the change of the median in percent."""
        return f"{(self.now / self.before - 1) * 100:+.1f} %" if self.before else ""


def differences(before: Content, now: Content) -> list[Difference]:
    """Give the differences of all that both have measured."""
    old, new = before.ratios | before.figures, now.ratios | now.figures
    return [
        Difference(name, figure.unit, old[name].median, figure.median, _beyond(old[name], figure))
        for name, figure in new.items()
        if name in old and old[name].unit == figure.unit
    ]


def unlike(before: Content, now: Content) -> list[str]:
    """Give the settings and conditions in which the runs differ, as `name: before → now`."""
    said = []
    for name in ("bench", "conditions"):
        old, new = _flat(getattr(before, name)), _flat(getattr(now, name))
        said += [
            f"{key}: {old.get(key)} → {new.get(key)}"
            for key in sorted(old.keys() | new.keys())
            if old.get(key) != new.get(key)
        ]
    return said


def compared(before: Content, now: Content) -> Table:
    """Draw the differences."""
    drawn = Table("figure", "unit", "before", "now", "change", "verdict")
    for each in differences(before, now):
        style = "bold" if each.beyond else None
        cells = (each.name, each.unit, number(each.before), number(each.now), each.change)
        drawn.add_row(*cells, each.verdict, style=style)
    return drawn


def _beyond(old: Shown, new: Shown) -> bool:
    return new.minimum > old.maximum or new.maximum < old.minimum


def _flat(found: dict[str, object], prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in found.items():
        inner = (
            _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
        )
        flat |= inner
    return flat
