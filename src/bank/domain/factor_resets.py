"""The reset of the factors of somebody who lost them: by two members of staff, after a wait.

The wait is for the owner, who is told at once and can stop what a thief has asked for.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.refusals import Kind, Refusal, Severity

WAIT: Final = timedelta(hours=24)
GOOD_FOR: Final = timedelta(days=7)
"""How long a request waits for the second member of staff."""

INVITED_WITHIN: Final = timedelta(days=7)
"""How long after a reset its owner can be invited past a password that they forgot as well."""


class FactorResetNotFound(Refusal):
    """No such reset, or not the caller's to know of."""

    code = "factor_reset_not_found"
    title = "There is no such reset of factors."
    kind = Kind.NOT_FOUND


class FactorResetOver(Refusal):
    """It was done, was stopped, or waited for too long."""

    code = "factor_reset_over"
    title = "This reset is over, or confirmed already."
    kind = Kind.CONFLICT


class FactorResetUnderWay(Refusal):
    """One is under way for the same person."""

    code = "factor_reset_under_way"
    title = "A reset of their factors is under way already."
    kind = Kind.CONFLICT


class SecondPersonNeeded(Refusal):
    """Whoever asked for it cannot confirm it, nor can its owner do either."""

    code = "second_person_needed"
    title = "Another member of staff has to do this."
    kind = Kind.FORBIDDEN
    severity = Severity.WARNING


class FactorResetState(StrEnum):
    """How far a reset is."""

    REQUESTED = "requested"
    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorReset:
    """A reset; ``requested_by`` and ``confirmed_by`` are the subjects of two members of staff.

    ``due_at`` is when the factors go, once it is confirmed; until then, when the request lapses.
    """

    id: UUID
    principal: RowId
    owner: str
    requested_by: str
    requested_at: datetime
    due_at: datetime
    state: FactorResetState = FactorResetState.REQUESTED
    confirmed_by: str | None = None
    ended_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it still leads to anything."""
        if self.state is FactorResetState.REQUESTED:
            return now < self.due_at
        return self.state is FactorResetState.WAITING

    def confirmed(self, by: str, now: datetime) -> "FactorReset":
        """Begin the wait. Refuses, in this order: one that is over; the same person again."""
        if self.state is not FactorResetState.REQUESTED or not self.is_open(now):
            raise FactorResetOver
        if by in {self.requested_by, self.owner}:
            raise SecondPersonNeeded
        return replace(self, state=FactorResetState.WAITING, confirmed_by=by, due_at=now + WAIT)

    def stopped(self, now: datetime) -> "FactorReset":
        """Stop it. Refuses one that is over."""
        if not self.is_open(now):
            raise FactorResetOver
        return replace(self, state=FactorResetState.STOPPED, ended_at=now)

    def opens_invitation(self, at: datetime) -> bool:
        """Whether its owner can be invited anew: it was done, and not long ago."""
        if self.state is not FactorResetState.DONE or self.ended_at is None:
            return False
        return self.ended_at <= at < self.ended_at + INVITED_WITHIN

    def done(self, now: datetime) -> "FactorReset":
        """Say that the factors are gone. Refuses one whose wait is not over."""
        if self.state is not FactorResetState.WAITING or now < self.due_at:
            raise FactorResetOver
        return replace(self, state=FactorResetState.DONE, ended_at=now)
