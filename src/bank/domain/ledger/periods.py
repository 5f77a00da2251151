"""Days and months, and what went in and out of an account in each."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from bank.domain.ledger.positions import Position
from bank.domain.refusals import Kind, Refusal

PERIODS_MAX = 400
_DAY = timedelta(days=1)


class PeriodReversed(Refusal):
    """A period ends before it begins."""

    code = "period_reversed"
    title = "The period must not end before it begins."
    kind = Kind.INVALID


class TooManyPeriods(Refusal):
    """One answer has at most ``PERIODS_MAX`` periods."""

    code = "too_many_periods"
    title = f"That is more than {PERIODS_MAX} periods: ask for a shorter time, or by month."
    kind = Kind.INVALID


class PeriodKind(Enum):
    """How long a period is."""

    DAY = "day"
    MONTH = "month"


class Period(NamedTuple):
    """From the first to the last day, both included."""

    first: date
    last: date


class PeriodTurnover(NamedTuple):
    """What a period did to an account, in minor units on its normal side."""

    period: Period
    opening_minor: int
    in_minor: int
    out_minor: int
    closing_minor: int
    postings: int


def periods(first: date, last: date, by: PeriodKind) -> list[Period]:
    """Divide a time into days, or into months of which the first and the last may be parts.

    Refuses, in this order: a time that ends before it begins; more than ``PERIODS_MAX`` periods.
    """
    if last < first:
        raise PeriodReversed
    found: list[Period] = []
    begin = first
    while True:
        if len(found) == PERIODS_MAX:
            raise TooManyPeriods
        end = begin if by is PeriodKind.DAY else min(_month_end(begin), last)
        found.append(Period(begin, end))
        if end >= last:
            return found
        begin = end + _DAY


def turnovers(
    divided: Sequence[Period], ends: Sequence[Position], sign: int
) -> list[PeriodTurnover]:
    """Tell what each period did from where the account stood before the first and after each.

    ``sign`` turns a balance to the account's normal side; what comes in is on that side.
    """
    return [
        _turnover(period, before, after, sign)
        for period, (before, after) in zip(divided, pairwise(ends), strict=True)
    ]


def _turnover(period: Period, before: Position, after: Position, sign: int) -> PeriodTurnover:
    debits = after.debits_minor - before.debits_minor
    credits_ = debits - (after.balance_minor - before.balance_minor)
    return PeriodTurnover(
        period,
        opening_minor=sign * before.balance_minor,
        in_minor=debits if sign > 0 else credits_,
        out_minor=credits_ if sign > 0 else debits,
        closing_minor=sign * after.balance_minor,
        postings=after.sequence - before.sequence,
    )


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
