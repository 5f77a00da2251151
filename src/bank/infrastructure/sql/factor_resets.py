"""Resets of factors in their table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, insert, not_, or_, select, update

from bank.application.identity.factors.factor_resets import (
    FactorResetFilter,
    FactorResets,
)
from bank.domain.factor_resets import FactorReset, FactorResetState
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE, _OWNER = t.factor_reset.c, t.principal.c


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

    async def page(
        self, wanted: FactorResetFilter, *, before: UUID | None, limit: int
    ) -> Sequence[FactorReset]:
        """Read back from the newest."""
        owner = and_(_OWNER.book == _ONE.book, _OWNER.id == _ONE.principal)
        query = (
            select(t.factor_reset)
            .join(t.principal, owner)
            .where(_ONE.book == self._unit.book)
            .where(_OWNER.kind.in_([each.value for each in wanted.kinds]))
        )
        if before is not None:
            query = query.where(_ONE.id < before)
        if wanted.owner is not None:
            query = query.where(_ONE.owner == wanted.owner)
        if wanted.is_open is not None:
            still = _is_open(wanted.at)
            query = query.where(still if wanted.is_open else not_(still))
        with translated():
            found = await self._unit.connection.execute(query.order_by(_ONE.id.desc()).limit(limit))
            return [_reset(row) for row in found.all()]

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


def _is_open(at: datetime) -> ColumnElement[bool]:
    requested = and_(_ONE.state == FactorResetState.REQUESTED.value, _ONE.due_at > at)
    return or_(_ONE.state == FactorResetState.WAITING.value, requested)


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
