from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.domain.ledger.periods import (
    PERIODS_MAX,
    PeriodKind,
    PeriodReversed,
    PeriodTurnover,
    TooManyPeriods,
    periods,
    turnovers,
)
from bank.domain.ledger.positions import Position

DAY = timedelta(days=1)


@given(
    first=st.dates(date(1999, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, PERIODS_MAX - 1),
    by=st.sampled_from(PeriodKind),
)
def test_periods_follow_one_another_without_gaps(first: date, length: int, by: PeriodKind) -> None:
    last = first + length * DAY
    divided = periods(first, last, by)
    assert (divided[0].first, divided[-1].last) == (first, last)
    for before, after in pairwise(divided):
        assert after.first == before.last + DAY
    for period in divided:
        assert period.first <= period.last
        if by is PeriodKind.DAY:
            assert period.first == period.last
        else:
            assert period.first.strftime("%Y-%m") == period.last.strftime("%Y-%m")
    if by is PeriodKind.MONTH:
        months = {(first + n * DAY).strftime("%Y-%m") for n in range(length + 1)}
        assert len(divided) == len(months)


def test_a_time_must_not_end_before_it_begins_nor_be_too_long() -> None:
    today = date(2026, 11, 24)
    for by in PeriodKind:
        with pytest.raises(PeriodReversed):
            periods(today, today - DAY, by)
        with pytest.raises(TooManyPeriods):
            periods(date(1900, 1, 1), today, by)
    assert len(periods(today - (PERIODS_MAX - 1) * DAY, today, PeriodKind.DAY)) == PERIODS_MAX
    with pytest.raises(TooManyPeriods):
        periods(today - PERIODS_MAX * DAY, today, PeriodKind.DAY)


def test_periods_reach_to_the_ends_of_the_calendar() -> None:
    assert periods(date.max, date.max, PeriodKind.MONTH)[0].last == date.max
    assert periods(date.min, date.min, PeriodKind.DAY)[0].first == date.min


@pytest.mark.parametrize(
    ("sign", "told"),
    [(-1, (-30, 70, 20, 20, 2)), (1, (30, 20, 70, -20, 2))],
)
def test_a_turnover_is_a_difference(sign: int, told: tuple[int, ...]) -> None:
    (period,) = periods(date(2026, 11, 1), date(2026, 11, 24), PeriodKind.MONTH)
    ends = [Position(4, 30, 100), Position(6, -20, 120)]
    assert turnovers([period], ends, sign) == [PeriodTurnover(period, *told)]
