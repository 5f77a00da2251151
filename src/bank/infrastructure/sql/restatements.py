"""What was booked later and counts from an earlier day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select

from bank.application.accounts.restatements import (
    Restated,
    Restatement,
    Restatements,
    RestatementsPage,
)
from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind
from bank.infrastructure.sql.entry_links import entry_id
from bank.infrastructure.sql.entry_search import STRETCH, STRETCHES_MAX
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.tables import backdated_day, backdated_posting, journal_entry
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_DAY, _BACKDATED, _ENTRY = backdated_day.c, backdated_posting.c, journal_entry.c


class SqlRestatements(Restatements):
    """The backdated postings of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def since(self, account: RowId, day: date, sequence: int) -> Restated:
        """Take what was backdated by that sequence from all that counts on the day or before it.

        Whatever was backdated by then counts from a day before the one that it was booked on, and
        that was this day or one before it: so all of it is in the sum of the days.
        """
        days = select(
            func.coalesce(func.sum(_DAY.amount_minor), 0), func.coalesce(func.sum(_DAY.postings), 0)
        ).where(_DAY.book == self._unit.book, _DAY.account == account, _DAY.value_date <= day)
        running = self._backdated(account, _BACKDATED.sequence <= sequence)
        running = running.order_by(_BACKDATED.sequence.desc()).limit(1)
        with translated():
            amount_minor, postings = (await self._unit.connection.execute(days)).one()
        for row in await self._read(running):
            amount_minor -= row.running_minor
            postings -= row.running_postings
        return Restated(int(amount_minor), int(postings))

    async def listed(
        self, account: RowId, day: date, *, after: int, limit: int
    ) -> RestatementsPage:
        """Read on in stretches, for of many backdated postings few may concern the day."""
        found: list[Row[Any]] = []
        begun = after
        for _ in range(STRETCHES_MAX):
            stretch = self._backdated(account, _BACKDATED.sequence > after)
            rows = await self._read(stretch.order_by(_BACKDATED.sequence).limit(STRETCH))
            found += [row for row in rows if row.value_date <= day]
            if len(found) > limit:
                found = found[:limit]
                end = found[-1].sequence if found else begun
                return RestatementsPage(await self._restatements(found), end)
            if len(rows) < STRETCH:
                return RestatementsPage(await self._restatements(found), None)
            after = rows[-1].sequence
        return RestatementsPage(await self._restatements(found), after)

    async def _restatements(self, rows: Sequence[Row[Any]]) -> list[Restatement]:
        wanted = select(journal_entry).where(
            _ENTRY.book == self._unit.book, _ENTRY.id.in_([row.entry for row in rows])
        )
        entries = {entry.id: entry for entry in await self._read(wanted)} if rows else {}
        return [
            Restatement(
                sequence=row.sequence,
                entry=entry_id(entries[row.entry]),
                kind=EntryKind(entries[row.entry].kind),
                booking_date=row.booking_date,
                value_date=row.value_date,
                recorded_at=entries[row.entry].recorded_at,
                amount_minor=row.amount_minor,
            )
            for row in rows
        ]

    def _backdated(self, account: RowId, here: Any) -> Select[Any]:
        return select(backdated_posting).where(
            _BACKDATED.book == self._unit.book, _BACKDATED.account == account, here
        )

    async def _read(self, wanted: Select[Any]) -> Sequence[Row[Any]]:
        with translated():
            return (await self._unit.connection.execute(wanted)).all()
