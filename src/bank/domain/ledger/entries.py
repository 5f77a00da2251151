"""Journal entries and their postings: immutable, and balanced or not at all."""

from collections import defaultdict
from collections.abc import Iterable
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
    CAPTURE = 4
    REVERSAL = 5
    MANUAL = 6
    EXCHANGE = 7

    @property
    def internal_accounts(self) -> int | None:
        """How many of the bank's own accounts such an entry has; ``None`` for any number.

        A transfer has none, cash its till, an exchange the positions of both currencies.
        """
        return _INTERNAL_ACCOUNTS[self]

    @property
    def by_customer(self) -> bool:
        """Whether it is the customer's own doing: limits apply, and the account is in use."""
        return self in _BY_CUSTOMER


_INTERNAL_ACCOUNTS = {
    EntryKind.TRANSFER: 0,
    EntryKind.DEPOSIT: 1,
    EntryKind.WITHDRAWAL: 1,
    EntryKind.CAPTURE: None,
    EntryKind.REVERSAL: None,
    EntryKind.MANUAL: None,
    EntryKind.EXCHANGE: 2,
}
_BY_CUSTOMER = frozenset(
    {EntryKind.TRANSFER, EntryKind.DEPOSIT, EntryKind.WITHDRAWAL, EntryKind.EXCHANGE}
)


class Posting(NamedTuple):
    """One leg of an entry as it stands on its account.

    ``amount_minor`` is signed, debit positive. ``balance_minor`` is the account's signed balance
    after it, ``available_minor`` what was available after it (``None`` on internal accounts) and
    ``debits_minor`` all that was ever debited up to it; ``sequence`` counts the account's postings
    from 1 without gaps.
    """

    account: RowId
    opened_ms: int
    sequence: int
    amount_minor: int
    currency: str
    balance_minor: int
    available_minor: int | None
    debits_minor: int = 0


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
        if not _mirrored(postings):
            sums = [(posting.currency, posting.amount_minor) for posting in postings]
            if not balanced(sums):
                message = f"the postings of an entry must be two or more and sum to zero: {sums}"
                raise UnbalancedEntry(message)
        fields = (row, kind, recorded_at, booking_date, value_date, postings)
        return tuple.__new__(cls, fields)

    @classmethod
    def mirrored(
        cls,
        row: RowId,
        kind: EntryKind,
        recorded_at: datetime,
        day: date,
        debit: Posting,
        credit: Posting,
    ) -> Self:
        """Make the entry of two postings that are known to be each other's opposite."""
        return tuple.__new__(cls, (row, kind, recorded_at, day, day, (debit, credit)))

    @property
    def id(self) -> UUID:
        """The public id of the bank's making."""
        return public_id(self.recorded_at, self.row)

    @property
    def backdated(self) -> bool:
        """Whether it counts from a day before the one that it was booked on."""
        return self.value_date < self.booking_date


def balanced(amounts: Iterable[tuple[str, int]]) -> bool:
    """Whether signed amounts, each with its currency, can be the postings of one entry."""
    sums: defaultdict[str, int] = defaultdict(int)
    count = 0
    for currency, amount_minor in amounts:
        if not amount_minor:
            return False
        sums[currency] += amount_minor
        count += 1
    return count >= 2 and not any(sums.values())  # noqa: PLR2004 - double entry


def _mirrored(postings: tuple[Posting, ...]) -> bool:
    """Whether they are the plain case: two, of which one is the other turned round."""
    if len(postings) != 2:  # noqa: PLR2004
        return False
    one, other = postings
    return one.amount_minor == -other.amount_minor != 0 and one.currency == other.currency
