"""The store of requests for approval, and of what was decided about them."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.domain.approvals import ApprovalDecision, ApprovalRequest, ApprovalState
from bank.domain.audit import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a maker asked for, as it is kept sealed: who they were then, and the command."""

    maker: Actor
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFilter:
    """Which requests, as they stand at a moment: a maker's, those that wait for an actor, all.

    What an actor has decided waits for them no more, nor does what has enough people like them.
    """

    at: datetime
    maker: str | None = None
    to_decide_by: Actor | None = None
    state: ApprovalState | None = None


class Approvals(Protocol):
    """Requests for approval, inside the current unit of work."""

    @abstractmethod
    async def add(self, request: ApprovalRequest, intent: str) -> None:
        """Keep a new request, and sealed beside it what was asked for."""

    @abstractmethod
    async def find(self, request: UUID, *, lock: bool = False) -> ApprovalRequest | None:
        """Give a request with its decisions; with ``lock`` nobody else changes it meanwhile."""

    @abstractmethod
    async def intent_of(self, request: ApprovalRequest) -> str | None:
        """Open what was asked for; nothing once its key has been destroyed."""

    @abstractmethod
    async def save(
        self, request: ApprovalRequest, decision: ApprovalDecision | None = None
    ) -> None:
        """Write how a request that was locked stands now, and a new decision about it.

        The decision is the request's last, which says what it serves. The database refuses a
        decision of the maker, and a second one of the same checker.
        """

    @abstractmethod
    async def page(
        self, wanted: ApprovalFilter, *, before: UUID | None, limit: int
    ) -> Sequence[ApprovalRequest]:
        """Give requests, newest first, from the one before ``before``."""

    @abstractmethod
    async def approved(self, limit: int) -> Sequence[ApprovalRequest]:
        """Give those that are approved and not run yet, oldest first."""

    @abstractmethod
    async def overdue(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Give those that are pending although their time is over, oldest first."""
