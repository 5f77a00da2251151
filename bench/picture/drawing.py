"""A picture of bars and flames, as SVG that is light and can be read."""

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from bench.picture.stacks import Node, package_of

WIDTH, ROW, GAP, MARGIN = 1200, 17, 14, 12
_LEAST_SHARE = 0.004
_CHARACTER = 6.3
_COLOURS = {
    "bank.domain": "#f2a65a",
    "bank.application": "#f7c873",
    "bank.infrastructure": "#9bc995",
    "bank.interfaces": "#8fb8de",
    "bank.bootstrap": "#d9c2e9",
    "libraries": "#d5d5d5",
    "waiting": "#f0f0f0",
}
_BARS = ("#8fb8de", "#9bc995", "#f2a65a", "#d9c2e9", "#f7c873", "#d5d5d5")


class Profile(NamedTuple):
    """One load: its name, what a transfer took by stage and by process, and the stacks."""

    title: str
    clock: Mapping[str, float]
    processors: Mapping[str, float]
    stacks: Node


class Drawing:
    """Collects shapes from top to bottom."""

    def __init__(self) -> None:
        """Start at the top."""
        self._parts: list[str] = []
        self._top = MARGIN

    def text(self, text: str, *, bold: bool = False) -> None:
        """Write a line."""
        self._top += ROW
        weight = ' font-weight="bold"' if bold else ""
        self._parts.append(f'<text x="{MARGIN}" y="{self._top - 4}"{weight}>{escape(text)}</text>')

    def bar(self, title: str, parts: Mapping[str, float], unit: str) -> None:
        """Draw one bar of parts that sum to the whole, each with its number beside its name."""
        whole = sum(parts.values()) or 1.0
        self.text(f"{title}: {whole:,.1f} {unit}")
        left, said = float(MARGIN), []
        for (name, value), colour in zip(parts.items(), _BARS * 2, strict=False):
            width = value / whole * (WIDTH - 2 * MARGIN)
            label = f"{name} {value:,.1f}"
            self._box(left, width, colour, label, f"{label} {unit}, {value / whole:.0%}")
            said.append(label)
            left += width
        self._top += ROW
        self.text("   ".join(said))

    def flames(self, root: Node) -> None:
        """Draw the tree of frames, callers above what they called."""
        depth = self._flame(root, float(MARGIN), WIDTH - 2.0 * MARGIN, root.seconds, 0)
        self._top += depth * ROW

    def legend(self) -> None:
        """Say what the colours are."""
        left = float(MARGIN)
        for name, colour in _COLOURS.items():
            width = len(name) * _CHARACTER + 12
            self._box(left, width, colour, name, name)
            left += width + 6
        self._top += ROW

    def gap(self) -> None:
        """Leave some room."""
        self._top += GAP

    def svg(self) -> str:
        """Give the picture."""
        height = self._top + MARGIN
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}" font-family="monospace" font-size="11">'
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        )
        return "\n".join([head, *self._parts, "</svg>\n"])

    def _flame(self, node: Node, left: float, width: float, whole: float, row: int) -> int:
        deepest = row
        for each in sorted(node.below.values(), key=lambda n: n.name):
            share = each.seconds / whole if whole else 0.0
            own = each.seconds / node.seconds * width if node.seconds else 0.0
            if share >= _LEAST_SHARE:
                colour = _COLOURS.get(package_of(each.name), "#d5d5d5")
                title = f"{each.name} {share:.1%}"
                self._box(left, own, colour, _short(each.name), title, row=row)
                deepest = max(deepest, self._flame(each, left, own, whole, row + 1))
            left += own
        return max(deepest, row + bool(node.below))

    def _box(
        self, left: float, width: float, colour: str, label: str, title: str, *, row: int = 0
    ) -> None:
        top = self._top + row * ROW
        room = int((width - 4) / _CHARACTER)
        shown = label if len(label) <= room else label[: max(0, room - 1)] + "…" * (room > 3)  # noqa: PLR2004
        text = ""
        if room > 3:  # noqa: PLR2004 - fewer characters say nothing
            text = f'<text x="{left + 2:.1f}" y="{top + 12}">{escape(shown)}</text>'
        self._parts.append(
            f'<g><title>{escape(title)}</title><rect x="{left:.1f}" y="{top}"'
            f' width="{max(width - 0.5, 0.5):.1f}" height="{ROW - 1}" fill="{colour}"/>{text}</g>'
        )


def drawn(profiles: list[Profile], told: str) -> str:
    """Draw all profiles, one below the other."""
    drawing = Drawing()
    drawing.text("Where a transfer's time goes", bold=True)
    drawing.text(told)
    drawing.gap()
    for profile in profiles:
        drawing.text(profile.title, bold=True)
        drawing.bar("on the clock", profile.clock, "µs a transfer")
        drawing.bar("of the processors", profile.processors, "µs a transfer")
        drawing.gap()
        drawing.text("what the server process did, by its stacks")
        drawing.legend()
        drawing.gap()
        drawing.flames(profile.stacks)
        drawing.gap()
    return drawing.svg()


def _short(name: str) -> str:
    module, _, function = name.partition(":")
    return f"{module.rpartition('.')[2]}.{function}" if function else module
