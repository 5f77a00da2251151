"""Holds as they are read, within a unit and outside of any."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.holds.stored_holds import HoldDirectory, Holds, HoldView
from bank.application.ports.account_directory import AccountRef
from bank.domain.identifiers import RowId, milliseconds, milliseconds_of, public_id, row_of
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.look import look
from bank.infrastructure.sql.makers import maker_of
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_HOLD, _LEDGER, _CAPTURE, _ENTRY = t.hold.c, t.ledger_account.c, t.hold_capture.c, t.journal_entry.c


class SqlHolds(Holds):
    """The holds of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and what opening free text needs."""
        self._unit = unit
        self._sealing = sealing

    async def find(self, hold: UUID, at: datetime) -> HoldView | None:
        """Read a hold by the row in its id."""
        row = row_of(hold)
        if row is None:
            return None
        views = await self._views(_holds(self._unit.book).where(_HOLD.id == row), at)
        return next((view for view in views if view.hold.id == hold), None)

    async def of_account(
        self,
        account: AccountRef,
        at: datetime,
        *,
        status: HoldStatus | None,
        before: RowId | None,
        limit: int,
    ) -> Sequence[HoldView]:
        """Read back from the newest hold of an account."""
        wanted = (
            _holds(self._unit.book)
            .where(_HOLD.account == account.row, _LEDGER.opened_ms == account.opened_ms)
            .order_by(_HOLD.id.desc())
            .limit(limit)
        )
        if before is not None:
            wanted = wanted.where(_HOLD.id < before)
        if status is not None:
            wanted = wanted.where(_stands_at(status, at))
        return await self._views(wanted, at)

    async def _views(self, wanted: Select[Any], at: datetime) -> list[HoldView]:
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
            captures = await self._captures([row.id for row in rows])
        return [
            HoldView(
                hold=hold_of(row).at(at),
                reference=await self._reference(row),
                captures=tuple(captures.get(row.id, ())),
            )
            for row in rows
        ]

    async def _captures(self, holds: Sequence[int]) -> dict[int, list[UUID]]:
        found: dict[int, list[UUID]] = {}
        if holds:
            wanted = (
                select(_CAPTURE.hold, _ENTRY.id, _ENTRY.recorded_at)
                .join(
                    t.journal_entry, (_ENTRY.book == _CAPTURE.book) & (_ENTRY.id == _CAPTURE.entry)
                )
                .where(_CAPTURE.book == self._unit.book, _CAPTURE.hold.in_(holds))
                .order_by(_ENTRY.id)
            )
            for hold, entry, recorded_at in (await self._unit.connection.execute(wanted)).all():
                found.setdefault(hold, []).append(public_id(recorded_at, entry))
        return found

    async def _reference(self, row: Row[Any]) -> str | None:
        if row.sealed_reference is None:
            return None
        key = await self._sealing.kept_month_key(row.created_at)
        place = ("hold", "sealed_reference", row.id)
        return None if key is None else self._sealing.open(key, row.sealed_reference, place)


class SqlHoldDirectory(HoldDirectory):
    """The holds of a book, read on connections of their own."""

    def __init__(self, engine: AsyncEngine, book: int) -> None:
        """Take the engine that look-ups go to."""
        self._engine = engine
        self._book = book

    async def find(self, hold: UUID) -> Hold | None:
        """Read a hold by the row in its id."""
        row = row_of(hold)
        if row is None:
            return None
        found = await self._read(_holds(self._book).where(_HOLD.id == row))
        return next(
            (one for one in found if milliseconds(one.created_at) == milliseconds_of(hold)), None
        )

    async def overdue(self, at: datetime, limit: int) -> Sequence[Hold]:
        """Read the active holds that are over."""
        wanted = _holds(self._book).where(_HOLD.status == HoldStatus.ACTIVE, _HOLD.expires_at <= at)
        return await self._read(wanted.order_by(_HOLD.expires_at).limit(limit))

    async def maker_of(self, hold: Hold) -> str | None:
        """Read it in the audit event."""
        return await maker_of(self._engine, self._book, hold.audit_event)

    async def _read(self, wanted: Select[Any]) -> list[Hold]:
        async with look(self._engine) as connection:
            return [hold_of(row) for row in (await connection.execute(wanted)).all()]


def hold_of(row: Row[Any]) -> Hold:
    """Give the hold of a row that has its account's ``opened_ms`` and ``currency`` beside it."""
    return Hold(
        row=RowId(row.id),
        created_at=row.created_at,
        account=RowId(row.account),
        opened_ms=row.opened_ms,
        currency=row.currency,
        amount_minor=row.amount_minor,
        captured_minor=row.captured_minor,
        expires_at=row.expires_at,
        status=HoldStatus(row.status),
        ended_at=row.ended_at,
        audit_event=row.audit_event,
    )


def held_at(now: datetime | BindParameter[datetime]) -> ColumnElement[int]:
    """Give what is held on a ledger account of the query.

    Without the holds that have expired and that no batch has tidied yet.
    """
    left = (
        select(func.coalesce(func.sum(_HOLD.amount_minor - _HOLD.captured_minor), 0))
        .where(
            _HOLD.book == _LEDGER.book,
            _HOLD.account == _LEDGER.id,
            _HOLD.status == HoldStatus.ACTIVE,
            _HOLD.expires_at > now,
        )
        .correlate(t.ledger_account)
        .scalar_subquery()
    )
    return case((_LEDGER.holds_expire_at <= now, cast(left, BigInteger)), else_=_LEDGER.held_minor)


def _holds(book: int) -> Select[Any]:
    return (
        select(t.hold, _LEDGER.opened_ms, _LEDGER.currency)
        .join(t.ledger_account, (_LEDGER.book == _HOLD.book) & (_LEDGER.id == _HOLD.account))
        .where(_HOLD.book == book)
    )


def _stands_at(status: HoldStatus, at: datetime) -> Any:
    over = and_(_HOLD.status == HoldStatus.ACTIVE, _HOLD.expires_at <= at)
    if status is HoldStatus.ACTIVE:
        return and_(_HOLD.status == status, _HOLD.expires_at > at)
    if status is HoldStatus.EXPIRED:
        return or_(_HOLD.status == status, over)
    return _HOLD.status == status
