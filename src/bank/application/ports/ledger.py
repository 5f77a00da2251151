"""The ledger: the one port through which all money moves."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

from bank.application.ports.idempotency import RequestKey
from bank.domain.approvals import Approved
from bank.domain.audit import Actor
from bank.domain.identifiers import RowId
from bank.domain.ledger.days import ClosedDay
from bank.domain.ledger.entries import JournalEntry
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.requests import LedgerRequest
from bank.domain.refusals import Kind, Refusal


class LedgerBusy(Refusal):
    """The posting queue is full."""

    code = "ledger_busy"
    title = "The ledger takes no more requests at the moment; repeat the request with the same key."
    kind = Kind.UNAVAILABLE
    retryable = True


class Posted(NamedTuple):
    """A request that was posted, under the public id that its entry has (``id``)."""

    id: UUID
    entry: JournalEntry
    replayed: bool = False


class Held(NamedTuple):
    """A hold as a request left it: placed, or let go.

    ``balance_minor`` and ``available_minor`` are its account's after that, on the normal side.
    """

    hold: Hold
    balance_minor: int
    available_minor: int
    replayed: bool = False

    @property
    def id(self) -> UUID:
        """The hold's public id."""
        return self.hold.id


class DayClosed(NamedTuple):
    """A business day that a request closed; ``id`` is the act's audit event."""

    id: UUID
    day: ClosedDay
    replayed: bool = False


class Refused(NamedTuple):
    """A request that was refused."""

    refusal: Refusal
    replayed: bool = False


PostingOutcome = Posted | Refused
"""How a request for an entry ends."""

LedgerOutcome = Posted | Held | DayClosed | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingAct:
    """Who asks and under which names it is recorded.

    What the audit event of a posting is made from.
    """

    audit_event: UUID
    actor: Actor
    action: str
    request_id: str | None
    trace_id: str | None
    traceparent: str | None = None
    approved: Approved | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingJob:
    """Requests of one caller, decided one after the other in one database transaction.

    Each on its own.

    ``bulk`` names the object of a bulk, which is one audit event over the digest of its ordered
    outcomes; without it the job is one request. The requests of an ``atomic`` bulk are posted all
    or none; ``spoilt`` says that one of it was refused before it came here: then none. ``touches``
    are further accounts to look at, so that what time has brought about on them is recorded.
    ``key`` is the caller's idempotency key where the requests have ids of their own. A ``dry_run``
    decides all of it and leaves nothing behind.
    """

    requests: Sequence[LedgerRequest]
    act: PostingAct
    key: RequestKey | None = None
    bulk: UUID | None = None
    atomic: bool = False
    spoilt: bool = False
    touches: Sequence[RowId] = ()
    dry_run: bool = False


class Ledger(Protocol):
    """Posts jobs, each over the books as they are when it is recorded.

    Locks the book's head, then the accounts in the order of their rows, or proves what it recalled.
    """

    @abstractmethod
    async def post(self, job: PostingJob) -> Sequence[LedgerOutcome]:
        """Give one outcome for each request, in order, once they are durable.

        Raises ``IdempotencyKeyReused`` for a job whose key stands for another request,
        ``LedgerBusy`` when the queue is full, ``DatabaseUnavailable`` when nothing was posted and
        ``OutcomeUnknown`` when that is not known.
        """


class LedgerInUnit(Ledger):
    """The ledger inside the current unit of work, for commands that write other rows as well.

    It decides and records as the ledger does; what it did stands and falls with the unit. Ask it
    before any account is locked: it locks the head first.
    """
