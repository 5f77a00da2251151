"""Holds over HTTP: `/v1/holds`."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from bank.application.holds.end_hold import CaptureHold, HoldRelease, ReleaseHold
from bank.application.holds.place_hold import PlaceHold
from bank.application.holds.read_holds import GetHold, HoldById, HoldsOfAccount, ListHolds
from bank.application.pipeline.payees import PayeeCannotReceive
from bank.domain.identifiers import RowId
from bank.domain.ledger.holds import (
    CaptureExceedsHold,
    HoldAlreadyCaptured,
    HoldAlreadyReleased,
    HoldExpired,
    HoldExpiryInPast,
    HoldExpiryTooFar,
    HoldNotFound,
    HoldStatus,
)
from bank.domain.ledger.refusals import AccountNotFound, InternalAccount
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask, created
from bank.interfaces.http.documentation import PER_POSTING, QUEUE, command, payment, query
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, number_after, page_of
from bank.interfaces.http.refusals import AccountNumberInUrl, InvalidCursor
from bank.interfaces.http.v1.cash import WOULD_POST, DryRun
from bank.interfaces.http.v1.hold_views import (
    HoldShown,
    HoldState,
    HoldToCapture,
    HoldToPlace,
    capture_order,
    hold_of_receipt,
    hold_of_view,
    hold_order,
    state_of,
)
from bank.interfaces.http.v1.receipts import PostingView, posted
from bank.interfaces.http.v1.texts import addressed

_OVER = (HoldAlreadyCaptured, HoldAlreadyReleased, HoldExpired)


QueryAccount = Annotated[
    str,
    QueryParameter(
        description="Whose holds: the account's id or external reference, never its number.",
        max_length=64,
    ),
]
OfStatus = Annotated[
    Literal["active", "captured", "released", "expired"] | None,
    QueryParameter(description="Only holds that stand so."),
]


@post(
    operation_id="placeHold",
    summary="Set money aside",
    responses=payment(*PER_POSTING, InternalAccount, HoldExpiryInPast, HoldExpiryTooFar, *QUEUE)
    | {
        200: ResponseSpec(
            HoldShown, generate_examples=False, description="What a dry run would hold."
        )
    },
)
async def place_hold(
    request: Asked,
    data: JSONBody[HoldToPlace],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[HoldShown]:
    """Set money aside: it counts against the available balance at once, until it is let go."""
    done = await ask(request, PlaceHold, hold_order(data), dry_run=dry_run)
    if dry_run:
        return answered(hold_of_receipt(done.result, HoldState.WOULD_HOLD, data.reference), done)
    view = hold_of_receipt(done.result, state_of(done.result.hold), data.reference)
    return created(view, done, at=f"/v1/holds/{done.result.id}")


@get(
    "/{hold_id:uuid}",
    operation_id="getHold",
    summary="Read a hold",
    responses=query(HoldNotFound),
)
async def get_hold(request: Asked, hold_id: FromPath[UUID]) -> Response[HoldShown]:
    """Read a hold as it stands now."""
    done = await ask(request, GetHold, HoldById(hold_id))
    return answered(hold_of_view(done.result), done)


@get(
    operation_id="listHolds",
    summary="List an account's holds",
    responses=query(AccountNotFound, AccountNumberInUrl, InvalidCursor),
)
async def list_holds(
    request: Asked,
    account_id: QueryAccount,
    status: OfStatus = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[HoldShown]]:
    """List the holds on an account, newest first."""
    before = number_after(cursor)
    order = HoldsOfAccount(
        account=addressed(account_id, "query", "account_id"),
        status=None if status is None else HoldStatus[status.upper()],
        before=None if before is None else RowId(before),
        limit=limit + 1,
    )
    done = await ask(request, ListHolds, order)
    return answered(page_of(done.result, limit, hold_of_view, lambda view: view.hold.row), done)


@post(
    "/{hold_id:uuid}/capture",
    operation_id="captureHold",
    summary="Capture a hold",
    responses=payment(
        *PER_POSTING,
        InternalAccount,
        HoldNotFound,
        *_OVER,
        CaptureExceedsHold,
        PayeeCannotReceive,
        *QUEUE,
    )
    | WOULD_POST,
)
async def capture_hold(
    request: Asked,
    hold_id: FromPath[UUID],
    data: JSONBody[HoldToCapture],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[PostingView]:
    """Turn a hold, or a part of it, into a posting to an account.

    Several captures may follow each other until one is final or nothing is left.
    """
    done = await ask(request, CaptureHold, capture_order(hold_id, data), dry_run=dry_run)
    return await posted(request, done)


@post(
    "/{hold_id:uuid}/release",
    operation_id="releaseHold",
    summary="Let a hold go",
    status_code=200,
    responses=command(HoldNotFound, *_OVER, *QUEUE),
)
async def release_hold(
    request: Asked,
    hold_id: FromPath[UUID],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[HoldShown]:
    """Let go what is left of a hold. There is nothing to say in a body."""
    await refuse_content(request)
    done = await ask(request, ReleaseHold, HoldRelease(hold_id), dry_run=dry_run)
    state = HoldState.WOULD_RELEASE if dry_run else state_of(done.result.hold)
    return answered(hold_of_receipt(done.result, state), done)


holds = Router(
    "/holds",
    route_handlers=[place_hold, get_hold, list_holds, capture_hold, release_hold],
    tags=["Holds"],
)
