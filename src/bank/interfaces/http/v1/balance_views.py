"""Balances of now and the past, and turnover, as they are shown."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from bank.application.accounts.read_balances import AccountTurnover, BalanceAnswer
from bank.application.accounts.read_end_of_day import EndOfDay, Version
from bank.interfaces.http.paging import Page, cursor_of
from bank.interfaces.http.v1.entries import KINDS, Kind
from bank.interfaces.http.v1.money import Money, money_of

AxisName = Literal["recorded", "booking", "value"]


class BalanceView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is on an account, or was.

    Without `at`, with what is held and what is `available`: `balance` plus overdraft less `held`.
    With it, by which time, and `at` as it was understood; and of a closed day by value date the
    `version`, which counts from 1 what the bank has said of it.
    """

    account_id: UUID
    balance: Money
    held: Money | None = None
    available: Money | None = None
    axis: AxisName | None = None
    at: str | None = None
    version: int | None = None


class RestatingEntry(Struct, frozen=True, kw_only=True):
    """The backdated entry that restated a balance, and by how much: what came in is positive."""

    id: UUID
    kind: Kind
    booking_date: date
    value_date: date
    recorded_at: datetime
    amount: Money


class EndOfDayVersion(Struct, frozen=True, kw_only=True):
    """What the bank said that an account ended a closed day with, by value date.

    The first version as it was frozen when the day was closed, any other with what restated it.
    """

    version: int
    balance: Money
    closed_at: datetime | None
    restated_by: RestatingEntry | None


class TurnoverPeriod(Struct, frozen=True, kw_only=True):
    """What went in and out in a period, gross; booking dates, both included."""

    first_day: date
    last_day: date
    opening_balance: Money
    total_in: Money
    total_out: Money
    closing_balance: Money
    postings: int


class TurnoverView(Struct, frozen=True, kw_only=True):
    """The periods in their order; those in which nothing was booked have zeros."""

    account_id: UUID
    by: Literal["day", "month"]
    periods: list[TurnoverPeriod]


def balance_view(answer: BalanceAnswer) -> BalanceView:
    """Show a balance."""
    account, asked = answer.account, answer.question
    code = account.currency.code
    now = asked.at is None
    return BalanceView(
        account_id=account.id,
        balance=money_of(answer.balance_minor, code),
        held=money_of(account.held_minor, code) if now else None,
        available=money_of(account.available_minor, code) if now else None,
        axis=asked.axis.value if asked.axis else None,
        at=_text(asked.at),
        version=answer.version,
    )


def versions_page(found: EndOfDay) -> Page[EndOfDayVersion]:
    """Show what a day ended with; the cursor says what the version is that the next follows."""
    last = found.following
    mark = None if last is None else f"{last.number}~{last.sequence}~{last.balance_minor}"
    code = found.account.currency.code
    return Page(
        [_version(each, code) for each in found.versions], None if mark is None else cursor_of(mark)
    )


def _version(version: Version, code: str) -> EndOfDayVersion:
    by = version.restatement
    return EndOfDayVersion(
        version=version.number,
        balance=money_of(version.balance_minor, code),
        closed_at=version.closed_at,
        restated_by=None
        if by is None
        else RestatingEntry(
            id=by.entry,
            kind=KINDS[by.kind],
            booking_date=by.booking_date,
            value_date=by.value_date,
            recorded_at=by.recorded_at,
            amount=money_of(-by.amount_minor, code),
        ),
    )


def turnover_view(found: AccountTurnover, by: Literal["day", "month"]) -> TurnoverView:
    """Show what went in and out."""
    code = found.account.currency.code
    return TurnoverView(
        account_id=found.account.id,
        by=by,
        periods=[
            TurnoverPeriod(
                first_day=each.period.first,
                last_day=each.period.last,
                opening_balance=money_of(each.opening_minor, code),
                total_in=money_of(each.in_minor, code),
                total_out=money_of(each.out_minor, code),
                closing_balance=money_of(each.closing_minor, code),
                postings=each.postings,
            )
            for each in found.periods
        ],
    )


def _text(at: datetime | date | None) -> str | None:
    if at is None:
        return None
    return at.isoformat().replace("+00:00", "Z")
