"""Attempts to sign in that wait for a second factor, or for a passkey alone."""

from abc import abstractmethod
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.refusals import Kind, Refusal
from bank.domain.sessions import SessionKind

LIFETIME = timedelta(minutes=5)
FAILURES_MAX = 5
TOLD_AGAIN_AFTER = timedelta(minutes=15)
"""For so long an owner is told once that second factors fail behind their password."""


class SignInAttemptOver(Refusal):
    """There is no such attempt, or not any more: spent, failed too often, too old."""

    code = "sign_in_attempt_over"
    title = "This attempt to sign in is over: begin again."
    kind = Kind.NOT_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """One attempt.

    ``principal`` and ``lane`` are unknown where a passkey is to say whose it is. ``device`` is the
    known one that it comes from, ``password_mark`` tells by which password it was begun.
    """

    id: UUID
    session_kind: SessionKind
    created_at: datetime
    expires_at: datetime
    principal: RowId | None = None
    lane: bytes | None = None
    device: UUID | None = None
    spent_at: datetime | None = None
    failures: int = 0
    password_mark: bytes | None = field(default=None, repr=False)

    def refuse_unless_begun_by(self, password_mark: bytes | None) -> None:
        """Refuse with ``SignInAttemptOver`` what another password than the present one began."""
        if self.principal is not None and self.password_mark != password_mark:
            raise SignInAttemptOver

    def refuse_unless_open(self, now: datetime) -> None:
        """Refuse with ``SignInAttemptOver`` what is spent, void or too old."""
        if self.spent_at is not None or self.failures >= FAILURES_MAX or now >= self.expires_at:
            raise SignInAttemptOver

    def failed(self) -> "SignInAttempt":
        """Give the attempt after a proof that did not hold."""
        return replace(self, failures=self.failures + 1)

    def spent(self, now: datetime) -> "SignInAttempt":
        """Give the attempt that led to a session."""
        return replace(self, spent_at=now)


class SignInAttempts(Protocol):
    """The attempts, inside the current unit of work."""

    @abstractmethod
    async def add(self, attempt: SignInAttempt) -> None:
        """Add an attempt."""

    @abstractmethod
    async def lock(self, attempt: UUID) -> SignInAttempt | None:
        """Give an attempt that nobody else goes on with until the unit ends."""

    @abstractmethod
    async def save(self, attempt: SignInAttempt) -> None:
        """Write failures and spending of an attempt that was locked."""

    @abstractmethod
    async def any_failed(self, principal: RowId, begun_after: datetime) -> bool:
        """Whether a proof failed in an attempt of a principal that was begun after a moment."""

    @abstractmethod
    async def forget(self, expired_before: datetime) -> int:
        """Delete the attempts that expired before a moment, and say how many there were."""
