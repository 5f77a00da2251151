"""Reading the journal."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from bank.application.ports.account_directory import AccountRef
from bank.domain.ledger.entries import EntryKind, Posting
from bank.domain.refusals import Kind, Refusal


class EntryNotFound(Refusal):
    """No such entry, or not the caller's to know of."""

    code = "entry_not_found"
    title = "There is no such entry."
    kind = Kind.NOT_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A journal entry as it is read: with its public id and its free text in the clear.

    ``reference`` is ``None`` where there was none and where the month's key has been destroyed.
    """

    id: UUID
    kind: EntryKind
    recorded_at: datetime
    booking_date: date
    value_date: date
    reference: str | None
    postings: tuple[Posting, ...]
    audit_event: UUID
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which of an account's entries: booking dates from and to (both included), and a kind."""

    booked_from: date | None = None
    booked_to: date | None = None
    kind: EntryKind | None = None


class Entries(Protocol):
    """The journal, inside the current read snapshot."""

    @abstractmethod
    async def find(self, entry: UUID) -> EntryView | None:
        """Give the entry of a public id, the bank's own or one that a client chose."""

    @abstractmethod
    async def of_account(
        self, account: AccountRef, wanted: EntryFilter, *, before: int | None, limit: int
    ) -> Sequence[tuple[int, EntryView]]:
        """Give an account's entries, newest first, each with its sequence.

        Those before a sequence where given.
        """
