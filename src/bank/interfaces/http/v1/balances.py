"""What is on accounts over HTTP, now and in the past, and what went in and out of them."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter

from bank.application.accounts.read_balances import (
    BalanceQuestion,
    GetBalance,
    GetTurnover,
    TurnoverQuestion,
)
from bank.application.accounts.read_end_of_day import GetEndOfDay, Version, VersionsOfDay
from bank.domain.ledger.accounts import BALANCE_MINOR_MAX
from bank.domain.ledger.periods import PeriodKind, PeriodReversed, TooManyPeriods
from bank.domain.ledger.positions import (
    Axis,
    BusinessDayNotClosed,
    BusinessDayNotFound,
    DayNotBegun,
    MomentInFuture,
)
from bank.domain.ledger.refusals import AccountNotFound
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import query
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, text_after
from bank.interfaces.http.refusals import AccountNumberInUrl, InvalidCursor, InvalidRequest
from bank.interfaces.http.v1.balance_views import (
    AxisName,
    BalanceView,
    EndOfDayVersion,
    TurnoverView,
    balance_view,
    turnover_view,
    versions_page,
)
from bank.interfaces.http.v1.entry_parameters import FirstDay, LastDay
from bank.interfaces.http.v1.moments import in_utc
from bank.interfaces.http.v1.texts import PathAccount, addressed

_INTEGER = "(0|-?[1-9][0-9]{0,18})"
_VERSION = re.compile(f"{_INTEGER}~{_INTEGER}~{_INTEGER}", re.ASCII)

At = Annotated[
    str | None,
    QueryParameter(
        max_length=40,
        description="When: a moment (RFC 3339) on the recorded axis, a date on the other two.",
    ),
]
OfAxis = Annotated[
    AxisName | None,
    QueryParameter(
        description="By which time: `recorded`, what the books showed at a moment; `booking`, what"
        " stood on the account at the end of a business day; `value`, what counts for interest at"
        " the end of a day, as it is known now. Without it a moment means `recorded`, a date"
        " `booking`."
    ),
]
By = Annotated[Literal["day", "month"], QueryParameter(description="How long a period is.")]


@get(
    "/{account:str}/balance",
    operation_id="getBalance",
    summary="Read an account's balance",
    responses=query(AccountNotFound, AccountNumberInUrl, DayNotBegun, MomentInFuture),
)
async def get_balance(
    request: Asked, account: PathAccount, at: At = None, axis: OfAxis = None
) -> Response[BalanceView]:
    """Read what is on an account, what is held, and what may still go out; or what was on it.

    What the books showed in the last second may still change: whatever is being recorded bears the
    moment at which it was decided.
    """
    order = _question(addressed(account), at, axis)
    done = await ask(request, GetBalance, order)
    return answered(balance_view(done.result), done)


@get(
    "/{account:str}/end-of-day-balances/{day:date}",
    operation_id="listEndOfDayBalances",
    summary="List what a closed day ended with",
    responses=query(
        AccountNotFound,
        AccountNumberInUrl,
        BusinessDayNotClosed,
        BusinessDayNotFound,
        InvalidCursor,
    ),
)
async def list_end_of_day_balances(
    request: Asked,
    account: PathAccount,
    day: FromPath[date],
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[EndOfDayVersion]]:
    """List the balances that an account ended a closed day with, in the order they became known.

    A page may be short and still not the last.
    """
    order = VersionsOfDay(
        account=addressed(account), day=day, after=_version_after(cursor), limit=limit
    )
    done = await ask(request, GetEndOfDay, order)
    return answered(versions_page(done.result), done)


@get(
    "/{account:str}/turnover",
    operation_id="getTurnover",
    summary="Read what went in and out",
    responses=query(
        AccountNotFound, AccountNumberInUrl, DayNotBegun, PeriodReversed, TooManyPeriods
    ),
)
async def get_turnover(
    request: Asked,
    account: PathAccount,
    by: By = "day",
    booked_from: FirstDay = None,
    booked_to: LastDay = None,
) -> Response[TurnoverView]:
    """Read the sums in and out of an account by day or month, at most 400 periods.

    Without `to` up to today, without `from` since the first of the month of `to`. Of the first and
    the last month only the days asked for count.
    """
    order = TurnoverQuestion(
        account=addressed(account),
        by=PeriodKind(by),
        booked_from=booked_from,
        booked_to=booked_to,
    )
    done = await ask(request, GetTurnover, order)
    return answered(turnover_view(done.result, by), done)


def _question(account: str, at: str | None, axis: AxisName | None) -> BalanceQuestion:
    if at is None:
        if axis is not None:
            raise _invalid("Say at which moment or day; without it the balance is today's.")
        return BalanceQuestion(account=account)
    recorded = axis == "recorded" or (axis is None and "T" in at.upper())
    try:
        if recorded:
            moment = in_utc(msgspec.convert(at, datetime), "at")
            return BalanceQuestion(account=account, at=moment, axis=Axis.RECORDED)
        day = msgspec.convert(at, date)
    except msgspec.ValidationError:
        form = "moment such as 2026-11-24T12:00:00Z" if recorded else "date such as 2026-11-24"
        raise _invalid(f"On this axis write a {form}.") from None
    return BalanceQuestion(account=account, at=day, axis=Axis(axis or "booking"))


def _invalid(detail: str) -> InvalidRequest:
    return InvalidRequest(errors=[FieldError("query", "at", detail)])


def _version_after(cursor: str | None) -> Version | None:
    text = text_after(cursor)
    if text is None:
        return None
    parts = _VERSION.fullmatch(text)
    if parts is None:
        raise InvalidCursor
    number, sequence, balance_minor = (int(part) for part in parts.groups())
    in_range = 0 < number < 1 << 62 and 0 <= sequence < 1 << 62
    if not in_range or abs(balance_minor) > 2 * BALANCE_MINOR_MAX:
        raise InvalidCursor
    return Version(number=number, sequence=sequence, balance_minor=balance_minor)


balances = Router(
    "/accounts",
    route_handlers=[get_balance, list_end_of_day_balances, get_turnover],
    tags=["Accounts"],
)
