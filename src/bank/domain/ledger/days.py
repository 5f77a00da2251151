"""The book's tip: the last entry, and the open business day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import BEFORE_ALL
from bank.domain.refusals import Kind, Refusal

_DAY = timedelta(days=1)


class BusinessDayNotOpen(Refusal):
    """The day that was to be closed is not the one that is open."""

    code = "business_day_not_open"
    title = "That is not the open business day."
    kind = Kind.CONFLICT


class BusinessDayNotBegun(Refusal):
    """The open business day is ahead of the calendar."""

    code = "business_day_not_begun"
    title = "The open business day has not begun by the calendar: it cannot be closed yet."
    kind = Kind.CONFLICT


class ClosedDay(NamedTuple):
    """A business day that is closed, the last entry booked on it or before, and when that was."""

    day: date
    last_entry: RowId
    closed_at: datetime


@dataclass(slots=True)
class LedgerHead:
    """The book's tip, locked while a batch is decided.

    The last entry's number and time, and the open day.

    Whoever holds it hands out the next numbers, so that entries are numbered in the order of their
    commits and ``recorded_at`` never falls, whatever the clock does. ``limits_version`` counts the
    changes of products' limits.
    """

    last_entry: int
    last_recorded_at: datetime
    booking_date: date
    last_hold: int = 0
    limits_version: int = 0

    def advance(self, now: datetime, zone: tzinfo, *, by_calendar: bool = True) -> list[ClosedDay]:
        """Move the tip to ``now`` (UTC), never backwards, and give the days that ended by it.

        The first look at a new book opens the calendar's day. After that a day ends when it is
        closed, and, ``by_calendar``, when the bank's zone has another date.
        """
        self.last_recorded_at = max(self.last_recorded_at, now)
        today = self.last_recorded_at.astimezone(zone).date()
        if self.booking_date == BEFORE_ALL:
            self.booking_date = today
        closed: list[ClosedDay] = []
        while by_calendar and self.booking_date < today:
            closed.append(self._close())
        return closed

    def close(self, day: date | None, zone: tzinfo) -> ClosedDay:
        """Close the open day and open the next.

        Refuses a ``day`` that is not the open one, then one that has not begun by the calendar.
        """
        if day is not None and day != self.booking_date:
            raise BusinessDayNotOpen(f"The open business day is {self.booking_date.isoformat()}.")
        if self.booking_date > self.last_recorded_at.astimezone(zone).date():
            raise BusinessDayNotBegun
        return self._close()

    def _close(self) -> ClosedDay:
        closed = ClosedDay(self.booking_date, RowId(self.last_entry), self.last_recorded_at)
        self.booking_date += _DAY
        return closed
