"""Sessions: how long somebody who signed in stays let in, and why they no longer are."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.refusals import Kind, Refusal


class SessionNotFound(Refusal):
    """No such session, or not the caller's to know of."""

    code = "session_not_found"
    title = "There is no such session."
    kind = Kind.NOT_FOUND


class SessionOver(Refusal):
    """The session ended, was left unused for too long, reached its last moment, or never was."""

    code = "session_over"
    title = "The session is over: sign in again."
    kind = Kind.UNAUTHENTICATED


class NoSession(Refusal):
    """Whoever asks holds a token that no session stands behind."""

    code = "no_session"
    title = "This token belongs to no session: there is nothing to sign out of."
    kind = Kind.CONFLICT


class NotLetIn(Refusal):
    """Between the proofs of a sign-in and its session the principal was deactivated."""

    code = "not_let_in"
    title = "You are not let in any more."
    kind = Kind.UNAUTHENTICATED


class SessionKind(StrEnum):
    """How a session is carried: by a cookie, or by access and refresh tokens."""

    BROWSER = "browser"
    APP = "app"


class SessionEnd(StrEnum):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    ENDED_BY_OWNER = "ended_by_owner"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason
    FACTORS_CHANGED = "factors_changed"
    DEVICE_REMOVED = "device_removed"
    DEACTIVATED = "deactivated"
    ROLES_CHANGED = "roles_changed"
    REFRESH_REUSED = "refresh_reused"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The root of every access of somebody who signed in.

    ``assurance`` counts the factors that they proved, ``seen_at`` is when they were last there.
    """

    id: UUID
    principal: RowId
    subject: str
    kind: SessionKind
    assurance: int
    created_at: datetime
    seen_at: datetime
    idle_limit: timedelta
    ends_at: datetime
    device: UUID | None = None
    label: str | None = None
    ended_at: datetime | None = None
    end_reason: SessionEnd | None = None

    @property
    def good_until(self) -> datetime:
        """The moment from which on it is over, unless it is seen again before."""
        if self.ended_at is not None:
            return self.ended_at
        return min(self.seen_at + self.idle_limit, self.ends_at)

    def in_force(self, at: datetime) -> bool:
        """Whether it lets anybody in at a moment."""
        return at < self.good_until

    def seen(self, at: datetime) -> "Session":
        """Give the session as it is once it was used at a moment; one that is over stays so."""
        return replace(self, seen_at=max(at, self.seen_at)) if self.in_force(at) else self

    def ended(self, reason: SessionEnd, at: datetime) -> "Session":
        """Give the session as it is once it was ended; the first end counts."""
        if self.ended_at is not None:
            return self
        return replace(self, ended_at=at, end_reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """How long sessions of one kind of people last: unused, and at most."""

    idle: timedelta
    length: timedelta
