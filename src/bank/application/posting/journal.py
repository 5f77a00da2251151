"""The journal: where a batch locks, reads and records."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.outbox import DomainEvent
from bank.application.posting.known import Known
from bank.domain.audit import AuditEvent
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.days import ClosedDay, LedgerHead
from bank.domain.ledger.entries import JournalEntry
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.limits import LimitRule
from bank.domain.ledger.requests import LedgerRequest, PostingRequest
from bank.domain.refusals import Refusal


class Wanted(NamedTuple):
    """What a batch looks up and locks.

    Keys and ids; the rows of its accounts, ascending; of the holds that it is about; of the entries
    that it reverses. Under the keys ``taken_for_new`` only what is no entry is looked up: writing
    another entry under one of them fails. What the unit ``may_recall`` from earlier batches, it
    need not read and lock, and may take keys for new: then writing fails if that is not so.
    """

    keys: Collection[UUID]
    accounts: Sequence[RowId]
    holds: Collection[RowId] = ()
    reversed: Collection[RowId] = ()
    taken_for_new: Collection[UUID] = ()
    may_recall: bool = False


class LimitRules(NamedTuple):
    """The rules of limits that may concern a batch: by product and currency, and by account."""

    of_products: Mapping[tuple[str, str], Sequence[LimitRule]]
    of_accounts: Mapping[RowId, Sequence[LimitRule]]


@dataclass(slots=True)
class Loaded:
    """What a batch decides over, locked until the unit ends.

    ``due`` are all active holds of each account on which one may have expired; ``reversed`` are
    those of the wanted entries that are reversed already. ``taken_for_new`` are keys that were not
    looked up, nor their records, beside those that were wanted so.
    """

    head: LedgerHead
    accounts: dict[RowId, LedgerAccount]
    known: dict[UUID, Known]
    holds: dict[RowId, Hold] = field(default_factory=dict)
    due: Mapping[RowId, Sequence[Hold]] = field(default_factory=dict)
    reversed: set[RowId] = field(default_factory=set)
    rules: LimitRules = field(default_factory=lambda: LimitRules({}, {}))
    taken_for_new: Collection[UUID] = ()


class Recorded(NamedTuple):
    """An entry to be written, with the request that it answers and the act that it belongs to."""

    entry: JournalEntry
    request: PostingRequest
    audit_event: UUID


class Closing(NamedTuple):
    """A closed day to be written, with the act that closed it."""

    day: ClosedDay
    audit_event: UUID


@dataclass(slots=True)
class Recording:
    """All that a batch writes.

    ``closings`` were done before everything else in it. ``holds`` are those that changed, as they
    are now; of those among them that are new, ``placed`` has the free text.
    """

    entries: list[Recorded] = field(default_factory=list)
    holds: dict[RowId, Hold] = field(default_factory=dict)
    placed: dict[RowId, str | None] = field(default_factory=dict)
    closings: list[Closing] = field(default_factory=list)
    records: list[IdempotencyRecord] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    messages: list[DomainEvent] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.entries or self.holds or self.closings or self.records or self.events)


class PostingUnit(Protocol):
    """One batch in one database transaction; used once, in the order of its methods."""

    @abstractmethod
    async def load(self, wanted: Wanted, now: datetime) -> Loaded:
        """Lock the book's head, look the keys up, lock the accounts; holds are locked by the head.

        Or recall, where that is wanted, what ``record`` then proves.

        ``now`` tells which holds may have expired. Raises ``TransientFault`` and
        ``DatabaseUnavailable``.
        """

    @abstractmethod
    async def entries_under(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        """Give the entries that stand under keys, for those that were taken for new."""

    @abstractmethod
    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Write everything of the recording, the moved accounts and the head.

        Raises ``TransientFault`` where a balance moved under the lock, where anything is not as it
        was recalled, or where a key stands for an entry already: the batch is repeated, nothing is
        guessed.
        """


class Journal(Protocol):
    """Opens batches."""

    @abstractmethod
    def begin(self) -> AbstractAsyncContextManager[PostingUnit]:
        """Open a unit that commits when it is left, and rolls back when left by an exception.

        Leaving raises ``CommitUnknown`` where the commit's answer was lost, and whatever ``record``
        raises: a unit may hear only then what came of what it recorded.
        """


class CommitUnknown(Exception):
    """The connection was lost in mid-commit: look the keys up to learn what became of the batch."""


class Screening(Protocol):
    """Looks at a batch after its accounts are locked, before it is decided."""

    @abstractmethod
    async def screen(self, requests: Sequence[LedgerRequest]) -> Mapping[UUID, Refusal]:
        """Give the refusals, by the key of the request; the others go on to the decision."""
