"""Sessions: how long somebody who signed in stays let in, and why they no longer are."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.refusals import Kind, Refusal, Severity

PROOFS_ARE_FRESH = timedelta(minutes=5)
"""For how long somebody who proved who they are may change how that is done, if not said."""


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


class FreshProofNeeded(Refusal):
    """What is asked for is open only to whoever has proved lately who they are."""

    code = "fresh_proof_needed"
    title = (
        "Prove once more that it is you, at POST /v1/sessions/current/proof or by signing in anew;"
        " then send the request again."
    )
    kind = Kind.FORBIDDEN
    settles_key = False


class ProofFailed(Refusal):
    """What was to prove anew who somebody is did not hold, or was not what is asked of them."""

    code = "proof_failed"
    title = "This does not prove that it is you."
    kind = Kind.FORBIDDEN
    severity = Severity.WARNING
    leaves_traces = True


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
    REPLACED = "replaced"
    LOCKED = "locked"
    USER_REMOVED = "user_removed"
    ENDED_BY_BANK = "ended_by_bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The root of every access of somebody who signed in.

    ``assurance`` counts the factors that they proved, ``seen_at`` is when they were last there, and
    ``proved_again_at`` when they last proved anew who they are, since they signed in.
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
    proved_again_at: datetime | None = None

    @property
    def proved_at(self) -> datetime:
        """When somebody last proved who they are: as they signed in, or since."""
        return self.proved_again_at or self.created_at

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

    def proved(self, at: datetime) -> "Session":
        """Give the session as it is once its owner proved anew who they are.

        Refuses with ``SessionOver`` one that is over: no proof opens it again.
        """
        if not self.in_force(at):
            raise SessionOver
        return replace(self.seen(at), proved_again_at=max(at, self.proved_at))

    def ended(self, reason: SessionEnd, at: datetime) -> "Session":
        """Give the session as it is once it was ended; the first end counts."""
        if self.ended_at is not None:
            return self
        return replace(self, ended_at=at, end_reason=reason)

    def cut_off(self, at: datetime | None) -> "Session":
        """Give the session as it is once everybody's were ended at a moment, if ever they were.

        One that was opened later goes on, and one that was over by then is as it was.
        """
        if at is None or at < self.created_at or not self.in_force(at):
            return self
        return self.ended(SessionEnd.ENDED_BY_BANK, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """How long sessions of one kind of people last: unused, and at most."""

    idle: timedelta
    length: timedelta
