"""Idempotency records: what a key already stands for."""

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from bank.domain.audit import Outcome
from bank.domain.refusals import Kind, Refusal


class RequestInFlight(Refusal):
    """Another request with this key has not ended yet."""

    code = "request_in_flight"
    title = "A request with this idempotency key is still in progress; repeat it in a second."
    kind = Kind.CONFLICT
    retryable = True


class IdempotencyKeyMissing(Refusal):
    """Whatever changes something names its key."""

    code = "idempotency_key_missing"
    title = (
        "A request that changes something needs an Idempotency-Key: 1 to 255 visible characters."
    )
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A key as it is stored.

    The keyed digest of principal and key, and of the request (16 bytes each).
    """

    key: UUID
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyRecord:
    """A key with its outcome: for ``DONE`` the object's id, for ``REFUSED`` the refusal.

    Nothing personal is in it.
    """

    key: UUID
    digest: bytes
    outcome: Outcome
    created_at: datetime
    audit_event: UUID
    object_id: UUID | None = None
    code: str | None = None
    detail: str | None = None
    context: dict[str, Any] = field(default_factory=dict)


class IdempotencyRecords(Protocol):
    """The records, inside the current unit of work."""

    @abstractmethod
    async def find(self, key: UUID) -> IdempotencyRecord | None:
        """Give the committed record of a key.

        A key under which an entry was posted has a record too: done, and without an object.
        """

    @abstractmethod
    async def hold_up_postings(self) -> None:
        """Let the batch of postings under way end, and none begin before the unit has ended.

        What is found then stays so: nothing is posted under a key between the look and the claim.
        Refuses with ``RequestInFlight`` where the batch takes longer than a moment.
        """

    @abstractmethod
    async def claim(self, record: IdempotencyRecord) -> None:
        """Write the record.

        Refusing with ``RequestInFlight`` while or if another unit holds the key.

        Locks the key until the unit ends; waits for nobody longer than a moment.
        """

    @abstractmethod
    async def settle(self, key: UUID, object_id: UUID | None) -> None:
        """Name the object that the claimed request brought about."""

    @abstractmethod
    async def forget_before(self, moment: datetime) -> int:
        """Delete the records made before a moment; gives their number."""
