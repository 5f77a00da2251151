"""What was booked later and counts from an earlier day."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind


class Restated(NamedTuple):
    """What all restatements of a balance come to: signed, debit positive; and how many they are."""

    amount_minor: int
    postings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """A backdated posting that moved a closed day's balance; ``amount_minor`` is debit positive."""

    sequence: int
    entry: UUID
    kind: EntryKind
    booking_date: date
    value_date: date
    recorded_at: datetime
    amount_minor: int


class RestatementsPage(NamedTuple):
    """Some restatements, and the sequence after which to go on; ``None`` when there are no more.

    A page may be short, or empty, and still not the last: it ends after a bounded search.
    """

    restatements: Sequence[Restatement]
    next_after: int | None


class Restatements(Protocol):
    """Backdated postings, inside the current read snapshot."""

    @abstractmethod
    async def since(self, account: RowId, day: date, sequence: int) -> Restated:
        """Sum what moved the value-dated balance of a day.

        ``sequence`` is the account's last one at the end of that day: what was backdated to the day
        or before it by a posting after that one. Never a scan of the backdated postings.
        """

    @abstractmethod
    async def listed(
        self, account: RowId, day: date, *, after: int, limit: int
    ) -> RestatementsPage:
        """Give those postings after a sequence one by one, in their order."""
