"""Resets of factors in their table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from bank.application.identity.factors.factor_resets import FactorResets
from bank.domain.factor_resets import FactorReset, FactorResetState
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE = t.factor_reset.c


class SqlFactorResets(FactorResets):
    """The resets of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def add(self, reset: FactorReset) -> None:
        """Insert a row."""
        row = insert(t.factor_reset).values(
            book=self._unit.book,
            id=reset.id,
            principal=reset.principal,
            owner=reset.owner,
            requested_by=reset.requested_by,
            requested_at=reset.requested_at,
            due_at=reset.due_at,
            state=reset.state.value,
        )
        with translated():
            await self._unit.connection.execute(row)

    async def find(self, reset: UUID, *, lock: bool = False) -> FactorReset | None:
        """Read a row, and lock it if asked to."""
        wanted = select(t.factor_reset).where(_ONE.book == self._unit.book, _ONE.id == reset)
        if lock:
            wanted = wanted.with_for_update()
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        return None if row is None else _reset(row)

    async def save(self, reset: FactorReset) -> None:
        """Update a row."""
        change = (
            update(t.factor_reset)
            .where(_ONE.book == self._unit.book, _ONE.id == reset.id)
            .values(
                state=reset.state.value,
                due_at=reset.due_at,
                confirmed_by=reset.confirmed_by,
                ended_at=reset.ended_at,
            )
        )
        with translated():
            await self._unit.connection.execute(change)

    async def of(self, principal: RowId) -> Sequence[FactorReset]:
        """Read a principal's rows."""
        wanted = (
            select(t.factor_reset)
            .where(_ONE.book == self._unit.book, _ONE.principal == principal)
            .order_by(_ONE.requested_at.desc(), _ONE.id.desc())
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [_reset(row) for row in rows]

    async def due(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Read the ids of those that wait no longer."""
        wanted = (
            select(_ONE.id)
            .where(
                _ONE.book == self._unit.book,
                _ONE.state == FactorResetState.WAITING.value,
                _ONE.due_at <= now,
            )
            .order_by(_ONE.due_at, _ONE.id)
            .limit(limit)
        )
        with translated():
            return (await self._unit.connection.scalars(wanted)).all()


def _reset(row: Row[Any]) -> FactorReset:
    return FactorReset(
        id=row.id,
        principal=RowId(row.principal),
        owner=row.owner,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        due_at=row.due_at,
        state=FactorResetState(row.state),
        confirmed_by=row.confirmed_by,
        ended_at=row.ended_at,
    )
