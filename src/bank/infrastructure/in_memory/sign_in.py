"""Attempts to sign in, and the lanes in which failures are counted, in memory."""

from datetime import datetime
from uuid import UUID

from bank.application.identity.sign_in.attempts import SignInAttempt, SignInAttempts
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.domain.identifiers import RowId
from bank.domain.sign_in_guard import Lane
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemorySignInAttempts(SignInAttempts):
    """The attempts of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.sign_in_attempts

    async def add(self, attempt: SignInAttempt) -> None:
        """Write an attempt."""
        self._rows[attempt.id] = attempt

    async def lock(self, attempt: UUID) -> SignInAttempt | None:
        """Lock an attempt and read it."""
        await self._unit.lock("sign-in attempt", attempt)
        return self._rows.get(attempt)

    async def save(self, attempt: SignInAttempt) -> None:
        """Write an attempt anew."""
        self._rows[attempt.id] = attempt

    async def any_failed(self, principal: RowId, begun_after: datetime) -> bool:
        """Look at each."""
        return any(
            each.principal == principal and each.failures and each.created_at > begun_after
            for each in self._rows.values()
        )

    async def forget(self, expired_before: datetime) -> int:
        """Delete what is old."""
        old = [each.id for each in self._rows.values() if each.expires_at < expired_before]
        for attempt in old:
            del self._rows[attempt]
        return len(old)


class InMemorySignInLanes(SignInLanes):
    """The lanes of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.sign_in_lanes

    async def lock(self, lane: bytes) -> Lane:
        """Lock a lane and read it."""
        await self._unit.lock("sign-in lane", lane)
        return self._rows.get(lane, Lane())

    async def save(self, lane: bytes, state: Lane) -> None:
        """Write the count."""
        self._rows[lane] = state

    async def forget(self, failed_before: datetime) -> int:
        """Delete what is old and nobody is in."""
        old = [
            lane
            for lane, state in self._rows.items()
            if (state.failed_at is None or state.failed_at < failed_before)
            and not self._unit.taken("sign-in lane", lane)
        ]
        for lane in old:
            del self._rows[lane]
        return len(old)
