"""Where the books stood at a moment or at the end of a day, on each of the three axes of time."""

from datetime import date, datetime, tzinfo
from enum import Enum
from typing import NamedTuple

from bank.domain.refusals import Kind, Refusal


class Axis(Enum):
    """By which of an entry's three times a balance is told."""

    RECORDED = "recorded"
    """By when the bank knew: what the books showed at a moment."""

    BOOKING = "booking"
    """By booking date: what stood on an account at the end of a business day."""

    VALUE = "value"
    """By value date: what counts for interest at the end of a day, as it is known today."""


class DayNotBegun(Refusal):
    """Nothing can be said of a day to come."""

    code = "day_not_begun"
    title = "That day is in the future: ask for today or a day before it."
    kind = Kind.INVALID


class MomentInFuture(Refusal):
    """Nothing can be said of a moment to come."""

    code = "moment_in_future"
    title = "That moment is in the future: ask for one that has passed."
    kind = Kind.INVALID


class BusinessDayNotFound(Refusal):
    """The bank had no such business day: it is before the first one, or has not begun."""

    code = "business_day_not_found"
    title = "There is no such business day."
    kind = Kind.NOT_FOUND


class BusinessDayNotClosed(Refusal):
    """What a day ends with is frozen when it is closed, and not before."""

    code = "business_day_not_closed"
    title = "The business day is not closed: it has no end-of-day balances yet."
    kind = Kind.CONFLICT


class Position(NamedTuple):
    """Where an account stood after one of its postings; all zero before the first.

    ``balance_minor`` is signed, debit positive; ``debits_minor`` is all that was ever debited.
    """

    sequence: int
    balance_minor: int
    debits_minor: int


class Tip(NamedTuple):
    """Where the book ends: its last entry, when that was, and the open business day."""

    last_entry: int
    last_recorded_at: datetime
    open_day: date

    def latest_day(self, now: datetime, zone: tzinfo) -> date:
        """Give the last day that can be asked for.

        The open business day, or the calendar's where nothing has been booked on that yet.
        """
        return max(self.open_day, now.astimezone(zone).date())

    def refuse_later_day(self, day: date, now: datetime, zone: tzinfo) -> None:
        """Refuse a day to come."""
        latest = self.latest_day(now, zone)
        if day > latest:
            raise DayNotBegun(f"The last day that can be asked for is {latest.isoformat()}.")

    def refuse_later_moment(self, moment: datetime, now: datetime) -> None:
        """Refuse a moment to come; the clock of another server may have run ahead of this one's."""
        if moment > max(now, self.last_recorded_at):
            raise MomentInFuture

    def refuse_unless_closed(self, day: date) -> None:
        """Refuse a day that has not been closed."""
        if day >= self.open_day:
            raise BusinessDayNotClosed(f"The open business day is {self.open_day.isoformat()}.")
