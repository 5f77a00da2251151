"""Journal entries and their postings: immutable, and balanced or not at all."""

from collections import defaultdict
from datetime import date, datetime
from enum import IntEnum
from typing import NamedTuple, Self
from uuid import UUID

from bank.domain.identifiers import RowId, public_id


class EntryKind(IntEnum):
    """What an entry was made for; the number is what the books store."""

    TRANSFER = 1
    DEPOSIT = 2
    WITHDRAWAL = 3

    @property
    def internal_accounts(self) -> int:
        """How many of the bank's own accounts such an entry has: the till of cash, and no other."""
        return 0 if self is EntryKind.TRANSFER else 1


class Posting(NamedTuple):
    """One leg of an entry as it stands on its account.

    ``amount_minor`` is signed, debit positive. ``balance_minor`` is the account's signed balance
    after it and ``available_minor`` what was available after it (``None`` on internal accounts);
    ``sequence`` counts the account's postings from 1 without gaps.
    """

    account: RowId
    opened_ms: int
    sequence: int
    amount_minor: int
    currency: str
    balance_minor: int
    available_minor: int | None


class UnbalancedEntry(ValueError):
    """A programming error: postings that do not sum to zero for every currency."""


class _Entry(NamedTuple):
    row: RowId
    kind: EntryKind
    recorded_at: datetime
    booking_date: date
    value_date: date
    postings: tuple[Posting, ...]


class JournalEntry(_Entry):
    """Two or more postings that sum to zero for every currency.

    Corrected only by a reversing entry.
    """

    __slots__ = ()

    def __new__(
        cls,
        row: RowId,
        kind: EntryKind,
        recorded_at: datetime,
        booking_date: date,
        value_date: date,
        postings: tuple[Posting, ...],
    ) -> Self:
        """Make the entry; raises ``UnbalancedEntry`` for what is none."""
        if len(postings) != 2 or not _mirrored(*postings):  # noqa: PLR2004 - the plain case, fast
            _refuse_unless_balanced(postings)
        return super().__new__(cls, row, kind, recorded_at, booking_date, value_date, postings)

    @property
    def id(self) -> UUID:
        """The public id of the bank's making."""
        return public_id(self.recorded_at, self.row)

    @property
    def backdated(self) -> bool:
        """Whether it counts from a day before the one that it was booked on."""
        return self.value_date < self.booking_date


def _mirrored(one: Posting, other: Posting) -> bool:
    return one.amount_minor == -other.amount_minor != 0 and one.currency == other.currency


def _refuse_unless_balanced(postings: tuple[Posting, ...]) -> None:
    sums: defaultdict[str, int] = defaultdict(int)
    for posting in postings:
        sums[posting.currency] += posting.amount_minor
    if len(postings) < 2 or any(sums.values()) or any(not p.amount_minor for p in postings):  # noqa: PLR2004
        message = f"the postings of an entry must be two or more and sum to zero: {dict(sums)}"
        raise UnbalancedEntry(message)
