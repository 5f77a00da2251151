"""The table on the terminal."""

from collections.abc import Mapping

from rich.table import Table

from bench.report.content import Content
from bench.report.figures import RATIOS, Shown

WANTED = {ratio.name: (ratio.landed, ratio.then) for ratio in RATIOS}


def table(content: Content) -> Table:
    """Draw ratios and figures for people."""
    drawn = Table("figure", "unit", "median", "minimum", "maximum", "wanted")
    for part in (content.ratios, content.figures):
        for cells in rows(part):
            drawn.add_row(*cells)
        drawn.add_section()
    return drawn


def rows(figures: Mapping[str, Shown]) -> list[tuple[str, ...]]:
    """Give the cells of each figure: name, unit, median, minimum, maximum, what is wanted."""
    return [
        (
            f"{name} ({figure.of})" if figure.of else name,
            figure.unit,
            *[number(value) for value in (figure.median, figure.minimum, figure.maximum)],
            wanted(name),
        )
        for name, figure in figures.items()
    ]


def number(value: float) -> str:
    """Give a number with three digits that count."""
    if abs(value) >= 100:  # noqa: PLR2004 - three digits
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"  # noqa: PLR2004


def wanted(name: str) -> str:
    """Say what is wanted of a ratio."""
    landed, then = WANTED.get(name, (None, None))
    said = "" if landed is None else f"≥ {landed:g}"
    return said if then is None else f"{said}, then {then:g}"
