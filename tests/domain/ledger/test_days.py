from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.domain.ledger.scene import DAY, NOW, TODAY, head

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import BEFORE_ALL
from bank.domain.ledger.days import (
    BusinessDayNotBegun,
    BusinessDayNotOpen,
    ClosedDay,
    LedgerHead,
)


@pytest.mark.parametrize(
    ("now", "recorded_at"),
    [
        (NOW + DAY, NOW + DAY),
        (NOW, NOW),
        (NOW - timedelta(microseconds=1), NOW),
        (NOW - 400 * DAY, NOW),
    ],
)
def test_the_head_never_goes_backwards(now: datetime, recorded_at: datetime) -> None:
    tip = head()
    tip.advance(now, UTC)
    assert tip.last_recorded_at == recorded_at
    assert tip.booking_date == recorded_at.date()
    assert tip.last_entry == 10


@pytest.mark.parametrize(
    ("zone", "booking_date"),
    [
        ("UTC", date(2026, 11, 24)),
        ("Europe/Berlin", date(2026, 11, 25)),
        ("Pacific/Kiritimati", date(2026, 11, 25)),
        ("America/New_York", date(2026, 11, 24)),
    ],
)
def test_the_open_day_is_the_one_in_the_banks_zone(zone: str, booking_date: date) -> None:
    tip = LedgerHead(0, datetime(2026, 11, 24, tzinfo=UTC), date(2026, 11, 23))
    tip.advance(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), ZoneInfo(zone))
    assert tip.booking_date == booking_date


def test_a_day_that_was_opened_stays_open_when_the_zone_moves_west() -> None:
    tip = LedgerHead(0, NOW, TODAY + DAY)
    tip.advance(NOW, UTC)
    assert tip.booking_date == TODAY + DAY


def test_the_first_look_at_a_new_book_opens_the_calendars_day_and_closes_none() -> None:
    tip = LedgerHead(0, NOW - 30 * DAY, BEFORE_ALL)
    assert tip.advance(NOW, UTC, by_calendar=False) == []
    assert tip.booking_date == TODAY


def test_every_day_that_ended_is_closed_also_those_that_nobody_saw() -> None:
    tip, now = head(), NOW + 3 * DAY
    closed = tip.advance(now, UTC)
    assert closed == [ClosedDay(TODAY + n * DAY, RowId(10), now) for n in range(3)]
    assert tip.booking_date == TODAY + 3 * DAY
    assert tip.advance(now, UTC) == []


def test_a_day_ends_at_midnight_in_the_banks_zone() -> None:
    berlin, tip = ZoneInfo("Europe/Berlin"), head()
    midnight = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    assert tip.advance(midnight - timedelta(microseconds=1), berlin) == []
    assert [each.day for each in tip.advance(midnight, berlin)] == [TODAY]


def test_a_clock_that_goes_back_closes_nothing_and_opens_nothing_again() -> None:
    tip = head()
    tip.advance(NOW + DAY, UTC)
    assert tip.advance(NOW, UTC) == []
    assert (tip.booking_date, tip.last_recorded_at) == (TODAY + DAY, NOW + DAY)


def test_a_bank_that_closes_its_days_itself_stays_on_its_day_over_midnight() -> None:
    tip = head()
    assert tip.advance(NOW + 2 * DAY, UTC, by_calendar=False) == []
    assert tip.booking_date == TODAY
    assert tip.close(None, UTC) == ClosedDay(TODAY, RowId(10), NOW + 2 * DAY)
    assert tip.booking_date == TODAY + DAY


def test_a_day_can_be_closed_before_it_is_over_but_not_before_it_began() -> None:
    tip = head()
    assert tip.close(TODAY, UTC).day == TODAY
    for day in (None, TODAY + DAY):
        with pytest.raises(BusinessDayNotBegun):
            tip.close(day, UTC)
    assert tip == LedgerHead(10, NOW, TODAY + DAY)
    assert tip.advance(NOW + DAY, UTC) == [], "the calendar has come up with it"
    assert tip.close(None, UTC).day == TODAY + DAY


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY])
def test_another_day_than_the_open_one_is_not_closed(day: date) -> None:
    tip = head()
    with pytest.raises(BusinessDayNotOpen, match="2026-11-24"):
        tip.close(day, UTC)
    assert tip == head()


def test_that_a_day_is_not_open_is_said_before_that_it_has_not_begun() -> None:
    tip = head()
    tip.close(None, UTC)
    with pytest.raises(BusinessDayNotOpen):
        tip.close(TODAY, UTC)
