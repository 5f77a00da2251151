"""The journal: where a batch locks, reads and records."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from uuid import UUID

from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.ledger import Posted, Refused
from bank.domain.audit import AuditEvent
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.decision import LedgerHead
from bank.domain.ledger.entries import JournalEntry
from bank.domain.ledger.requests import PostingRequest
from bank.domain.refusals import Refusal


class Known(NamedTuple):
    """What a key or an id already stands for.

    The digest of its request, its outcome, and the act that made it.

    A key of a bulk has no outcome of its own: its transfers have. ``decided_here`` marks what this
    very batch decided, so that a request that comes twice in it is answered once as a replay.
    """

    digest: bytes
    audit_event: UUID
    outcome: Posted | Refused | None
    decided_here: bool = False


@dataclass(slots=True)
class Loaded:
    """What a batch decides over, locked until the unit ends."""

    head: LedgerHead
    accounts: Mapping[RowId, LedgerAccount]
    known: dict[UUID, Known]


class Recorded(NamedTuple):
    """An entry to be written, with the request that it answers and the act that it belongs to."""

    entry: JournalEntry
    request: PostingRequest
    audit_event: UUID


@dataclass(slots=True)
class Recording:
    """All that a batch writes."""

    entries: list[Recorded] = field(default_factory=list)
    records: list[IdempotencyRecord] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.entries or self.records or self.events)


class PostingUnit(Protocol):
    """One batch in one database transaction; used once, in the order of its methods."""

    @abstractmethod
    async def load(self, keys: Collection[UUID], rows: Sequence[RowId]) -> Loaded:
        """Lock the book's head, look the keys up, lock the accounts (``rows`` ascending).

        Raises ``TransientFault`` and ``DatabaseUnavailable``.
        """

    @abstractmethod
    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Write entries, postings, balances, head, records and events.

        Raises ``TransientFault`` where a balance moved under the lock: the batch is repeated,
        nothing is guessed.
        """


class Journal(Protocol):
    """Opens batches."""

    @abstractmethod
    def begin(self) -> AbstractAsyncContextManager[PostingUnit]:
        """Open a unit that commits when it is left, and rolls back when left by an exception.

        Raises ``CommitUnknown`` on leaving where the commit's answer was lost.
        """


class CommitUnknown(Exception):
    """The connection was lost in mid-commit: look the keys up to learn what became of the batch."""


class Screening(Protocol):
    """Looks at a batch after its accounts are locked, before it is decided."""

    @abstractmethod
    async def screen(self, requests: Sequence[PostingRequest]) -> Mapping[UUID, Refusal]:
        """Give the refusals, by the key of the request; the others go on to the decision."""
