"""The ledger: the one port through which all money moves."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

from bank.application.ports.idempotency import RequestKey
from bank.domain.audit import Actor
from bank.domain.ledger.entries import JournalEntry
from bank.domain.ledger.requests import PostingRequest
from bank.domain.refusals import Kind, Refusal


class LedgerBusy(Refusal):
    """The posting queue is full."""

    code = "ledger_busy"
    title = "The ledger takes no more requests at the moment; repeat the request with the same key."
    kind = Kind.UNAVAILABLE
    retryable = True


class OutcomeUnknown(Refusal):
    """The database was lost in mid-commit and did not come back in time to tell."""

    code = "outcome_unknown"
    title = (
        "Whether it was posted is not known yet: repeat the request with the same key to learn it."
    )
    kind = Kind.UNAVAILABLE
    retryable = True


class Posted(NamedTuple):
    """A request that was posted, under the public id that its entry has (``id``)."""

    id: UUID
    entry: JournalEntry
    replayed: bool = False


class Refused(NamedTuple):
    """A request that was refused."""

    refusal: Refusal
    replayed: bool = False


PostingOutcome = Posted | Refused


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingJob:
    """Requests of one caller, decided one after the other in one database transaction.

    Each on its own.

    ``bulk`` names the object of a bulk, which is one audit event over the digest of its ordered
    outcomes; without it the job is one request. ``key`` is the caller's idempotency key where the
    requests have ids of their own. A ``dry_run`` decides all of it and leaves nothing behind.
    """

    requests: Sequence[PostingRequest]
    act: PostingAct
    key: RequestKey | None = None
    bulk: UUID | None = None
    dry_run: bool = False


class Ledger(Protocol):
    """Posts jobs. Locks the book's head, then the accounts in the order of their rows."""

    @abstractmethod
    async def post(self, job: PostingJob) -> Sequence[PostingOutcome]:
        """Give one outcome for each request, in order, once they are durable.

        Raises ``IdempotencyKeyReused`` for a job whose key stands for another request,
        ``LedgerBusy`` when the queue is full, ``DatabaseUnavailable`` when nothing was posted and
        ``OutcomeUnknown`` when that is not known.
        """
