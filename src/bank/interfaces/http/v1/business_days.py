"""Business days over HTTP: `/v1/business-days`."""

from datetime import date, datetime
from typing import Annotated, Literal

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.business_days.close_day import CloseBusinessDay, DayReceipt, DayToClose
from bank.application.business_days.read_days import (
    BusinessDay,
    DayByDate,
    DaysPage,
    GetBusinessDay,
    ListBusinessDays,
)
from bank.application.ports.closed_days import DayTotal
from bank.domain.ledger.days import BusinessDayNotBegun, BusinessDayNotOpen
from bank.domain.ledger.positions import BusinessDayNotFound
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import QUEUE, command, query
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, page_of, text_after
from bank.interfaces.http.refusals import InvalidCursor
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.ledger import LedgerAccountKind
from bank.interfaces.http.v1.money import Money, money_of


class DayToBeClosed(Struct, frozen=True, forbid_unknown_fields=True):
    """The business day that you take for the open one; without it, whichever is."""

    day: Annotated[date | None, Meta(description="Refused unless it is the open day.")] = None


class DayClosedView(Struct, frozen=True):
    """A day that was closed, when, and the day that is open since."""

    day: date
    closed_at: datetime
    opened: date


class BusinessDayView(Struct, frozen=True, kw_only=True):
    """A business day: open, or closed for ever."""

    day: date
    status: Literal["open", "closed"]
    closed_at: datetime | None


class DayTotalView(Struct, frozen=True, kw_only=True):
    """What all accounts under one general-ledger code in one currency stood at.

    One of the two sides is zero.
    """

    gl_code: str
    kind: LedgerAccountKind
    debit: Money
    credit: Money


class BusinessDayWithTotals(Struct, frozen=True, kw_only=True):
    """A business day with what was frozen at its close; `totals` are null while it is open."""

    day: date
    status: Literal["open", "closed"]
    closed_at: datetime | None
    totals: list[DayTotalView] | None


@get(
    operation_id="listBusinessDays",
    summary="List business days",
    responses=query(InvalidCursor),
)
async def list_business_days(
    request: Asked, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> Response[Page[BusinessDayView]]:
    """List the business days, newest first: the open one, then those that are closed."""
    order = DaysPage(before=_day_after(cursor), limit=limit + 1)
    done = await ask(request, ListBusinessDays, order)
    return answered(page_of(done.result, limit, _listed, _mark), done)


@get(
    "/{day:date}",
    operation_id="getBusinessDay",
    summary="Read a business day",
    responses=query(BusinessDayNotFound),
)
async def get_business_day(request: Asked, day: FromPath[date]) -> Response[BusinessDayWithTotals]:
    """Read a business day with the totals by general-ledger code and currency at its close."""
    done = await ask(request, GetBusinessDay, DayByDate(day))
    return answered(_read(done.result), done)


@post(
    "/close",
    operation_id="closeBusinessDay",
    summary="Close the business day",
    status_code=200,
    responses=command(BusinessDayNotOpen, BusinessDayNotBegun, *QUEUE),
)
async def close_business_day(
    request: Asked,
    data: JSONBody[DayToBeClosed],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[DayClosedView]:
    """Close the open business day and open the next.

    Nothing is booked on the closed day any more, and what the books stood at is kept.
    """
    done = await ask(request, CloseBusinessDay, DayToClose(data.day), dry_run=dry_run)
    return answered(_view(done.result), done)


def _view(receipt: DayReceipt) -> DayClosedView:
    return DayClosedView(receipt.closed.day, receipt.closed.closed_at, receipt.opened)


def _day_after(cursor: str | None) -> date | None:
    text = text_after(cursor)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidCursor from None
    if day.isoformat() != text:
        raise InvalidCursor
    return day


def _mark(day: BusinessDay) -> str:
    return day.day.isoformat()


def _status(day: BusinessDay) -> Literal["open", "closed"]:
    return "open" if day.closed_at is None else "closed"


def _listed(day: BusinessDay) -> BusinessDayView:
    return BusinessDayView(day=day.day, status=_status(day), closed_at=day.closed_at)


def _read(day: BusinessDay) -> BusinessDayWithTotals:
    return BusinessDayWithTotals(
        day=day.day,
        status=_status(day),
        closed_at=day.closed_at,
        totals=None if day.totals is None else [_total(total) for total in day.totals],
    )


def _total(total: DayTotal) -> DayTotalView:
    return DayTotalView(
        gl_code=total.gl_code,
        kind=LedgerAccountKind[total.kind.name],
        debit=money_of(max(total.balance_minor, 0), total.currency),
        credit=money_of(max(-total.balance_minor, 0), total.currency),
    )


business_days = Router(
    "/business-days",
    route_handlers=[close_business_day, list_business_days, get_business_day],
    tags=["Business days"],
)
