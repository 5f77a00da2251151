"""Where the books in memory stood, and their closed days."""

from collections.abc import Sequence
from datetime import date, datetime

from bank.application.accounts.restatements import (
    Restated,
    Restatement,
    Restatements,
    RestatementsPage,
)
from bank.application.ports.closed_days import ClosedDays, DayTotal
from bank.application.ports.positions import Positions
from bank.domain.identifiers import RowId
from bank.domain.ledger.days import ClosedDay
from bank.domain.ledger.positions import Position, Tip
from bank.infrastructure.in_memory.entry_links import public_id_of
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryPositions(Positions):
    """Where the unit's bank stood; it walks, for its histories are short."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def tip(self) -> Tip:
        """Read the head."""
        head = self._tables.head[None]
        return Tip(head.last_entry, head.last_recorded_at, head.booking_date)

    async def ends_of(self, days: Sequence[date]) -> Sequence[int]:
        """Look closed days up; whatever is not closed ends with the book."""
        last_entry, _, open_day = await self.tip()
        closed = [closing.day for closing in self._tables.closed_days.values()]
        return [
            max((each.last_entry for each in closed if each.day <= day), default=0)
            if day < open_day
            else last_entry
            for day in days
        ]

    async def recorded_by(self, moment: datetime) -> int:
        """Walk the entries."""
        entries = self._tables.entries.items()
        return max((row for row, each in entries if each.entry.recorded_at <= moment), default=0)

    async def of_account(self, account: RowId, entries: Sequence[int]) -> Sequence[Position]:
        """Walk the account's postings."""
        sequence = self._tables.ledger_accounts[account].sequence
        postings = [self._tables.postings[account, each] for each in range(1, sequence + 1)]
        return [
            max(
                (
                    Position(posting.sequence, posting.balance_minor, posting.debits_minor)
                    for row, posting in postings
                    if row <= entry
                ),
                default=Position(0, 0, 0),
            )
            for entry in entries
        ]


class InMemoryClosedDays(ClosedDays):
    """The closed days of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def find(self, day: date) -> ClosedDay | None:
        """Read a day."""
        closing = self._tables.closed_days.get(day)
        return None if closing is None else closing.day

    async def listed(self, *, before: date | None, limit: int) -> Sequence[ClosedDay]:
        """Read back from the last day."""
        days = sorted(self._tables.closed_days, reverse=True)
        wanted = [day for day in days if before is None or day < before]
        return [self._tables.closed_days[day].day for day in wanted[:limit]]

    async def totals(self, day: date) -> Sequence[DayTotal]:
        """Read what was frozen."""
        accounts = self._tables.ledger_accounts.values()
        kinds = {account.gl_code: account.kind for account in accounts}
        return [
            DayTotal(
                gl_code=gl_code, kind=kinds[gl_code], currency=currency, balance_minor=balance_minor
            )
            for (of, gl_code, currency), balance_minor in sorted(self._tables.day_totals.items())
            if of == day
        ]


class InMemoryRestatements(Restatements):
    """The backdated postings of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def since(self, account: RowId, day: date, sequence: int) -> Restated:
        """Sum them."""
        found = self._backdated(account, day, sequence)
        return Restated(sum(each.amount_minor for each in found), len(found))

    async def listed(
        self, account: RowId, day: date, *, after: int, limit: int
    ) -> RestatementsPage:
        """Walk them."""
        found = self._backdated(account, day, after)
        page = found[:limit]
        end = page[-1].sequence if page else after
        return RestatementsPage(page, end if len(found) > limit else None)

    def _backdated(self, account: RowId, day: date, after: int) -> list[Restatement]:
        sequence = self._tables.ledger_accounts[account].sequence
        found: list[Restatement] = []
        for each in range(after + 1, sequence + 1):
            row, posting = self._tables.postings[account, each]
            entry = self._tables.entries[row].entry
            if entry.backdated and entry.value_date <= day:
                found.append(
                    Restatement(
                        sequence=each,
                        entry=public_id_of(self._tables.entries[row]),
                        kind=entry.kind,
                        booking_date=entry.booking_date,
                        value_date=entry.value_date,
                        recorded_at=entry.recorded_at,
                        amount_minor=posting.amount_minor,
                    )
                )
        return found
