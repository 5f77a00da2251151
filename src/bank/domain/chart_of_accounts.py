"""The chart of accounts: the bank's own ledger accounts, seeded for each currency."""

from collections.abc import Iterator
from dataclasses import dataclass

from bank.domain.ledger.accounts import AccountKind
from bank.domain.refusals import Kind, Refusal


class TillNotFound(Refusal):
    """The bank has no till of that name in that currency."""

    code = "till_not_found"
    title = "The bank has no till of that name in this currency."
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """One general-ledger code.

    ``positions`` are the internal accounts kept under it, for each currency, each of them as many
    times over as it has ``stripes``, so that no one row is in every entry. A code without positions
    is for customers' accounts, which products name.
    """

    gl_code: str
    name: str
    kind: AccountKind
    positions: tuple[str, ...] = ()
    stripes: int = 1


@dataclass(frozen=True, slots=True)
class ChartOfAccounts:
    """All the general-ledger codes of the bank."""

    lines: tuple[ChartLine, ...]

    def line(self, gl_code: str) -> ChartLine:
        """Give the line of a code; raises ``KeyError`` where the chart has none."""
        for line in self.lines:
            if line.gl_code == gl_code:
                return line
        raise KeyError(gl_code)

    def positions(self) -> Iterator[tuple[ChartLine, str]]:
        """Give every internal position with its line, stripe by stripe."""
        for line in self.lines:
            for position in line.positions:
                for number in range(1, line.stripes + 1):
                    yield line, stripe_of(position, number)


STRIPE = "#"
"""Stands between a position's name and the number of one of its stripes, from the second on."""


def stripe_of(position: str, number: int) -> str:
    """Give the name of a position's stripe; the first, 1, has the position's own."""
    return position if number == 1 else f"{position}{STRIPE}{number}"


def till_position(till: str) -> str:
    """Give the name of a till's cash position."""
    return f"cash/{till}"
