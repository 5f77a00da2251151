"""The sums of makers' days in their table."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bank.application.approvals.approval_tally import ApprovalTally, Tally
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_TALLY, _COUNTED = t.approval_tally.c, t.approval_counted.c


class SqlApprovalTally(ApprovalTally):
    """The sums of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def lock(self, tally: Tally) -> int:
        """Lock the row, made now if there is none."""
        wanted = select(_TALLY.amount_minor).where(self._here(tally)).with_for_update()
        connection = self._unit.connection
        with translated():
            found: int | None = (await connection.execute(wanted)).scalar()
            if found is not None:
                return found
            try:
                async with connection.begin_nested():
                    row = self._row(tally) | {"amount_minor": 0}
                    await connection.execute(insert(t.approval_tally).values(row))
            except IntegrityError:
                return int((await connection.execute(wanted)).scalar_one())
            return 0

    async def is_counted(self, key: UUID) -> bool:
        """Look the key up."""
        wanted = select(_COUNTED.key).where(_COUNTED.book == self._unit.book, _COUNTED.key == key)
        with translated():
            return (await self._unit.connection.execute(wanted.limit(1))).first() is not None

    async def count(self, tally: Tally, key: UUID, amount_minor: int) -> None:
        """Add to the row, and insert one of the key."""
        row = self._row(tally) | {"key": key, "amount_minor": amount_minor}
        with translated():
            await self._unit.connection.execute(insert(t.approval_counted).values(row))
        await self._add(self._here(tally), amount_minor)

    async def give_back(self, key: UUID) -> None:
        """Take from the rows, and delete those of the key."""
        here = and_(_COUNTED.book == self._unit.book, _COUNTED.key == key)
        wanted = select(t.approval_counted).where(here).order_by(_COUNTED.currency)
        with translated():
            rows = (await self._unit.connection.execute(wanted.with_for_update())).all()
        for row in rows:
            tally = Tally(maker=row.maker, action=row.action, currency=row.currency, day=row.day)
            await self._add(self._here(tally), -row.amount_minor)
        with translated():
            await self._unit.connection.execute(delete(t.approval_counted).where(here))

    async def forget_before(self, day: date) -> int:
        """Delete old rows."""
        await self._delete(t.approval_counted, day)
        return await self._delete(t.approval_tally, day)

    async def _add(self, here: ColumnElement[bool], amount_minor: int) -> None:
        added = {"amount_minor": _TALLY.amount_minor + amount_minor}
        with translated():
            await self._unit.connection.execute(update(t.approval_tally).where(here).values(added))

    async def _delete(self, table: Table, day: date) -> int:
        old = delete(table).where(table.c.book == self._unit.book, table.c.day < day)
        with translated():
            return (await self._unit.connection.execute(old)).rowcount

    def _here(self, tally: Tally) -> ColumnElement[bool]:
        return and_(*[_TALLY[name] == value for name, value in self._row(tally).items()])

    def _row(self, tally: Tally) -> dict[str, Any]:
        return {
            "book": self._unit.book,
            "maker": tally.maker,
            "action": tally.action,
            "currency": tally.currency,
            "day": tally.day,
        }
