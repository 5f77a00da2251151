"""Business days that are closed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from bank.application.ports.closed_days import ClosedDays, DayTotal
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountKind
from bank.domain.ledger.days import ClosedDay
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.tables import business_day, business_day_total
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_DAY, _TOTAL = business_day.c, business_day_total.c


class SqlClosedDays(ClosedDays):
    """The closed days of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def find(self, day: date) -> ClosedDay | None:
        """Read a day."""
        wanted = select(business_day).where(_DAY.book == self._unit.book, _DAY.day == day)
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        return None if row is None else _closed(row)

    async def listed(self, *, before: date | None, limit: int) -> Sequence[ClosedDay]:
        """Read back from the last day."""
        wanted = select(business_day).where(_DAY.book == self._unit.book)
        if before is not None:
            wanted = wanted.where(_DAY.day < before)
        wanted = wanted.order_by(_DAY.day.desc()).limit(limit)
        with translated():
            return [_closed(row) for row in (await self._unit.connection.execute(wanted)).all()]

    async def totals(self, day: date) -> Sequence[DayTotal]:
        """Read what was frozen."""
        wanted = (
            select(_TOTAL.gl_code, _TOTAL.kind, _TOTAL.currency, _TOTAL.balance_minor)
            .where(_TOTAL.book == self._unit.book, _TOTAL.day == day)
            .order_by(_TOTAL.gl_code, _TOTAL.currency)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [
            DayTotal(
                gl_code=row.gl_code,
                kind=AccountKind(row.kind),
                currency=row.currency,
                balance_minor=row.balance_minor,
            )
            for row in rows
        ]


def _closed(row: Row[Any]) -> ClosedDay:
    return ClosedDay(row.day, RowId(row.last_entry), row.closed_at)
