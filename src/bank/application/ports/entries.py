"""Reading the journal."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple, Protocol
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
    ``reverses`` and ``reversed_by`` are entries, ``hold`` what a capture captured.
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
    reverses: UUID | None = None
    reversed_by: UUID | None = None
    hold: UUID | None = None


class Direction(Enum):
    """Whether money came to a customer's account or left it."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which of a customer's account's entries.

    A kind; how much moved on the account, from and to (both included, in minor units, whichever
    way); the direction; another account that the entry moved.
    """

    kind: EntryKind | None = None
    amount_from_minor: int | None = None
    amount_to_minor: int | None = None
    direction: Direction | None = None
    counterparty: AccountRef | None = None


class Numbers(NamedTuple):
    """A range of numbers: those greater than ``after`` and up to ``through``, if there is one."""

    after: int = 0
    through: int | None = None

    def up_to(self, last: int) -> int:
        """Give the end of the range where nothing is numbered beyond ``last``."""
        return last if self.through is None else min(self.through, last)

    def before(self, number: int | None) -> "Numbers":
        """Give the part of the range before a number; all of it, where there is none."""
        return self if number is None else Numbers(self.after, self.up_to(number - 1))


Numbered = tuple[int, EntryView]
"""An entry with the number that it is listed by: its sequence on an account, or its own."""


class EntriesPage(NamedTuple):
    """Some entries, and the number before which to go on; ``None`` when there are no more.

    A page may be short, or empty, and still not the last: where few entries are wanted, it ends
    after a bounded search.
    """

    entries: Sequence[Numbered]
    next_before: int | None


class Entries(Protocol):
    """The journal, inside the current read snapshot.

    Ranges are of sequences on the account, or of the entries' own numbers in the book; whatever is
    booked later lies beyond them, so that pages stay as they were. What is read is bounded by the
    page, never by the length of the history.
    """

    @abstractmethod
    async def find(self, entry: UUID) -> EntryView | None:
        """Give the entry of a public id, the bank's own or one that a client chose."""

    @abstractmethod
    async def of_account(
        self, account: AccountRef, wanted: EntryFilter, within: Numbers, *, limit: int
    ) -> EntriesPage:
        """Give a customer's account's entries, newest first."""

    @abstractmethod
    async def of_account_onward(
        self, account: AccountRef, within: Numbers, *, limit: int
    ) -> Sequence[Numbered]:
        """Give all entries of an account, oldest first."""

    @abstractmethod
    async def of_book(self, kind: EntryKind | None, within: Numbers, *, limit: int) -> EntriesPage:
        """Give the book's entries, of one kind where given, newest first."""

    @abstractmethod
    async def of_book_onward(self, within: Numbers, *, limit: int) -> Sequence[Numbered]:
        """Give all entries of the book, oldest first."""
