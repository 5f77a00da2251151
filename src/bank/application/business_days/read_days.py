"""Business days are looked at: the open one, and those that are closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.closed_days import ClosedDays, DayTotal
from bank.application.ports.positions import Positions
from bank.domain.ledger.accounts import BEFORE_ALL
from bank.domain.ledger.positions import BusinessDayNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysPage:
    """Which page of the business days, newest first, before which day."""

    before: date | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class DayByDate:
    """Which business day."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessDay:
    """A business day; open while ``closed_at`` is ``None``.

    ``totals`` are what was frozen at its close, where they were asked for.
    """

    day: date
    closed_at: datetime | None = None
    totals: Sequence[DayTotal] | None = None


@use_case(action="business_day.list", kind=UseCaseKind.QUERY)
class ListBusinessDays:
    """Open to staff, to integrating systems and to whoever runs the machine. Refuses nothing."""

    def __init__(self, days: ClosedDays, positions: Positions) -> None:
        """Take the closed days and the finder of the open one."""
        self._days = days
        self._positions = positions

    async def __call__(self, command: DaysPage, _act: Act) -> Sequence[BusinessDay]:
        """Give the days."""
        found: list[BusinessDay] = []
        open_day = (await self._positions.tip()).open_day
        if open_day != BEFORE_ALL and (command.before is None or open_day < command.before):
            found.append(BusinessDay(day=open_day))
        closed = await self._days.listed(before=command.before, limit=command.limit - len(found))
        return found + [BusinessDay(day=day, closed_at=at) for day, _, at in closed]


@use_case(action="business_day.read", kind=UseCaseKind.QUERY)
class GetBusinessDay:
    """Open to staff, to integrating systems and to whoever runs the machine.

    Refuses a day that was none of the bank's, or that has not begun.
    """

    def __init__(self, days: ClosedDays, positions: Positions) -> None:
        """Take the closed days and the finder of the open one."""
        self._days = days
        self._positions = positions

    async def __call__(self, command: DayByDate, _act: Act) -> BusinessDay:
        """Give the day, with its totals where it is closed."""
        if command.day != BEFORE_ALL and command.day == (await self._positions.tip()).open_day:
            return BusinessDay(day=command.day)
        closed = await self._days.find(command.day)
        if closed is None:
            raise BusinessDayNotFound
        totals = await self._days.totals(command.day)
        return BusinessDay(day=command.day, closed_at=closed.closed_at, totals=totals)
