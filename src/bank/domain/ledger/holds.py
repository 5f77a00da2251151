"""Holds: money set aside, to be captured or let go."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Self
from uuid import UUID

from bank.domain.identifiers import RowId, public_id
from bank.domain.refusals import Kind, Refusal


class HoldStatus(IntEnum):
    """Where a hold stands; the number is what the books store."""

    ACTIVE = 1
    CAPTURED = 2
    RELEASED = 3
    EXPIRED = 4


class HoldNotFound(Refusal):
    """No such hold, or not the caller's to know of."""

    code = "hold_not_found"
    title = "There is no such hold."
    kind = Kind.NOT_FOUND


class HoldExpiryInPast(Refusal):
    """A hold expires after it was placed."""

    code = "hold_expiry_in_past"
    title = "A hold must expire in the future."


class HoldExpiryTooFar(Refusal):
    """A hold is for a while."""

    code = "hold_expiry_too_far"
    title = "A hold lasts ten years at most."


class HoldAlreadyCaptured(Refusal):
    """Nothing is left of the hold."""

    code = "hold_already_captured"
    title = "The hold has been captured already."
    kind = Kind.CONFLICT


class HoldAlreadyReleased(Refusal):
    """The hold was let go."""

    code = "hold_already_released"
    title = "The hold has been released already."
    kind = Kind.CONFLICT


class HoldExpired(Refusal):
    """The hold's time is over."""

    code = "hold_expired"
    title = "The hold has expired."
    kind = Kind.CONFLICT


class CaptureExceedsHold(Refusal):
    """More would be captured than is left of the hold."""

    code = "capture_exceeds_hold"
    title = "The amount is more than what is left of the hold."


HOLD_LASTS_MAX = timedelta(days=3653)

_OVER: dict[HoldStatus, type[Refusal]] = {
    HoldStatus.CAPTURED: HoldAlreadyCaptured,
    HoldStatus.RELEASED: HoldAlreadyReleased,
    HoldStatus.EXPIRED: HoldExpired,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Money of an account set aside until ``expires_at``; minor units of ``currency``.

    ``opened_ms`` is the millisecond of the account's public id. ``ended_at`` is when it was
    captured to its end, released, or found expired.
    """

    row: RowId
    created_at: datetime
    account: RowId
    opened_ms: int
    currency: str
    amount_minor: int
    captured_minor: int
    expires_at: datetime
    status: HoldStatus
    ended_at: datetime | None
    audit_event: UUID

    @property
    def id(self) -> UUID:
        """The public id."""
        return public_id(self.created_at, self.row)

    @property
    def active(self) -> bool:
        """Whether it sets money aside."""
        return self.status is HoldStatus.ACTIVE

    @property
    def held_minor(self) -> int:
        """What it still sets aside."""
        if not self.active:
            return 0
        return self.amount_minor - self.captured_minor

    def at(self, moment: datetime) -> Self:
        """Give the hold as it stands at a moment, whether or not a batch has found it expired."""
        over = self.active and self.expires_at <= moment
        return self.expired(self.expires_at) if over else self

    def refuse_unless_active(self) -> None:
        """Refuse a hold that is over, saying how it ended."""
        if not self.active:
            raise _OVER[self.status]

    def refuse_beyond(self, amount_minor: int) -> None:
        """Refuse to capture more than is left."""
        if amount_minor > self.held_minor:
            raise CaptureExceedsHold

    def captured(self, amount_minor: int, *, final: bool, at: datetime) -> Self:
        """Give the hold after a capture; what is left of a final one is let go."""
        captured = self.captured_minor + amount_minor
        if final or captured == self.amount_minor:
            return replace(self, captured_minor=captured, status=HoldStatus.CAPTURED, ended_at=at)
        return replace(self, captured_minor=captured)

    def released(self, at: datetime) -> Self:
        """Give the hold let go."""
        return replace(self, status=HoldStatus.RELEASED, ended_at=at)

    def expired(self, at: datetime) -> Self:
        """Give the hold as it is found after its time."""
        return replace(self, status=HoldStatus.EXPIRED, ended_at=at)
