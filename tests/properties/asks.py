"""What is asked of a bank in these tests, and what it answers: plain words, numbers and days.

Accounts have names of the tests' own; ``till EUR`` is the main till's cash in euros. Amounts are
minor units. Holds are numbered as they were placed, entries as the bank numbers them.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import NamedTuple
from uuid import UUID

NOBODY = "nobody"
"""A name that no account has."""


@dataclass(frozen=True, kw_only=True)
class Pay:
    """A transfer, a deposit or a withdrawal; ``bold`` is asked by one who may backdate."""

    kind: str
    debit: str
    credit: str
    amount: int
    currency: str
    value_date: date | None = None
    id: UUID | None = None
    bold: bool = True


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """Transfers with ids of their own; ``atomic``: all or none."""

    orders: tuple[Pay, ...]
    atomic: bool


@dataclass(frozen=True, kw_only=True)
class PlaceHold:
    """Money to be set aside."""

    account: str
    amount: int
    currency: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Capture:
    """A hold to be captured; without an amount, all that is left of it and for good."""

    hold: int
    credit: str
    amount: int | None = None
    final: bool = True


@dataclass(frozen=True, kw_only=True)
class Release:
    """A hold to be let go."""

    hold: int


@dataclass(frozen=True, kw_only=True)
class Reverse:
    """An entry to be reversed, whole; ``bold`` is asked by one who may force and backdate."""

    entry: int
    bold: bool = True
    value_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class CloseDay:
    """The open day to be closed; where it is named, only that one."""

    day: date | None = None


Ask = Pay | Bulk | PlaceHold | Capture | Release | Reverse | CloseDay


class Answer(NamedTuple):
    """``what`` begins with how it ended: posted, held, closed, bulk or refused. Then the facts.

    posted: number, recorded time (to the second), booking date, value date, and for each posting
    its account, signed amount (debit positive), shown and available balance after it. held: amount,
    captured amount, status, balance, available. closed: day, last entry. bulk: its answers.
    refused: code.
    """

    what: tuple[object, ...]
    replayed: bool = False

    @property
    def refused(self) -> bool:
        """Whether it was a no."""
        return self.what[0] == "refused"


def refused(code: str) -> Answer:
    """Give a no; whether it was said before is left out."""
    return Answer(("refused", code))


REUSED = refused("idempotency_key_reused")


class Start(NamedTuple):
    """Where the books stood before the first thing was asked."""

    now: datetime
    zone: tzinfo
    by_calendar: bool
    open_day: date
    last_entry: int
    last_recorded_at: datetime
    tills: dict[str, int]
    """What each till has, by name."""
