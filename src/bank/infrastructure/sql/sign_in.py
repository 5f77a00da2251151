"""Attempts to sign in, and the lanes in which failures are counted, in their tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bank.application.identity.sign_in.attempts import SignInAttempt, SignInAttempts
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.domain.identifiers import RowId
from bank.domain.sessions import SessionKind
from bank.domain.sign_in_guard import Lane
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_FORGOTTEN_AT_ONCE = 1000
_ATTEMPT, _LANE = t.sign_in_attempt.c, t.sign_in_lane.c


class SqlSignInAttempts(SignInAttempts):
    """The attempts of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def add(self, attempt: SignInAttempt) -> None:
        """Write an attempt."""
        row = insert(t.sign_in_attempt).values(
            book=self._unit.book,
            id=attempt.id,
            principal=attempt.principal,
            lane=attempt.lane,
            session_kind=attempt.session_kind.value,
            device=attempt.device,
            created_at=attempt.created_at,
            expires_at=attempt.expires_at,
            spent_at=attempt.spent_at,
            failures=attempt.failures,
            password_mark=attempt.password_mark,
        )
        with translated():
            await self._unit.connection.execute(row)

    async def lock(self, attempt: UUID) -> SignInAttempt | None:
        """Read an attempt's row and lock it."""
        wanted = select(t.sign_in_attempt).where(
            _ATTEMPT.book == self._unit.book, _ATTEMPT.id == attempt
        )
        with translated():
            found = await self._unit.connection.execute(wanted.with_for_update())
            row = found.one_or_none()
        if row is None:
            return None
        return SignInAttempt(
            id=row.id,
            session_kind=SessionKind(row.session_kind),
            created_at=row.created_at,
            expires_at=row.expires_at,
            principal=None if row.principal is None else RowId(row.principal),
            lane=row.lane,
            device=row.device,
            spent_at=row.spent_at,
            failures=row.failures,
            password_mark=row.password_mark,
        )

    async def save(self, attempt: SignInAttempt) -> None:
        """Write what may change."""
        change = (
            update(t.sign_in_attempt)
            .where(_ATTEMPT.book == self._unit.book, _ATTEMPT.id == attempt.id)
            .values(spent_at=attempt.spent_at, failures=attempt.failures)
        )
        with translated():
            await self._unit.connection.execute(change)

    async def any_failed(self, principal: RowId, begun_after: datetime) -> bool:
        """Look by the index on expiry, which is after the beginning."""
        wanted = (
            select(_ATTEMPT.id)
            .where(
                _ATTEMPT.book == self._unit.book,
                _ATTEMPT.expires_at > begun_after,
                _ATTEMPT.created_at > begun_after,
                _ATTEMPT.principal == principal,
                _ATTEMPT.failures > 0,
            )
            .limit(1)
        )
        with translated():
            return (await self._unit.connection.execute(wanted)).first() is not None

    async def forget(self, expired_before: datetime) -> int:
        """Delete by the index on expiry."""
        unwanted = delete(t.sign_in_attempt).where(
            _ATTEMPT.book == self._unit.book, _ATTEMPT.expires_at < expired_before
        )
        with translated():
            return (await self._unit.connection.execute(unwanted)).rowcount


class SqlSignInLanes(SignInLanes):
    """The lanes of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def lock(self, lane: bytes) -> Lane:
        """Lock the row, or write it, or lock the one that somebody else wrote first."""
        while (known := await self._locked(lane)) is None:
            row = insert(t.sign_in_lane).values(book=self._unit.book, lane=lane, failures=0)
            with translated():
                try:
                    async with self._unit.connection.begin_nested():
                        await self._unit.connection.execute(row)
                except IntegrityError:
                    continue
            return Lane()
        return known

    async def save(self, lane: bytes, state: Lane) -> None:
        """Write the count."""
        change = (
            update(t.sign_in_lane)
            .where(_LANE.book == self._unit.book, _LANE.lane == lane)
            .values(failures=state.failures, failed_at=state.failed_at)
        )
        with translated():
            await self._unit.connection.execute(change)

    async def forget(self, failed_before: datetime) -> int:
        """Delete the rows that can be locked at once."""
        old = or_(_LANE.failed_at.is_(None), _LANE.failed_at < failed_before)
        wanted = (
            select(_LANE.lane)
            .where(_LANE.book == self._unit.book, old)
            .limit(_FORGOTTEN_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        with translated():
            lanes = (await self._unit.connection.scalars(wanted)).all()
            unwanted = delete(t.sign_in_lane).where(
                _LANE.book == self._unit.book, _LANE.lane.in_(lanes)
            )
            await self._unit.connection.execute(unwanted)
        return len(lanes)

    async def _locked(self, lane: bytes) -> Lane | None:
        wanted = select(_LANE.failures, _LANE.failed_at).where(
            _LANE.book == self._unit.book, _LANE.lane == lane
        )
        with translated():
            found = await self._unit.connection.execute(wanted.with_for_update())
            row = found.one_or_none()
        return None if row is None else Lane(row.failures, row.failed_at)
