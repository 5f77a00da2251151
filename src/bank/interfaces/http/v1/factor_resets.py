"""Resets of lost factors over HTTP: `/v1/factor-resets`."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from bank.application.identity.recovery.read_resets import (
    FactorResetsWanted,
    GetFactorReset,
    ListFactorResets,
)
from bank.application.identity.recovery.reset_factors import (
    ConfirmFactorReset,
    FactorResetById,
    LostFactors,
    RequestFactorReset,
    StopFactorReset,
)
from bank.domain.factor_resets import (
    FactorReset,
    FactorResetNotFound,
    FactorResetOver,
    FactorResetState,
    FactorResetUnderWay,
    SecondPersonNeeded,
)
from bank.domain.principals import PrincipalNotFound
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask, changed
from bank.interfaces.http.documentation import command, query, would_be
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, id_after, page_of
from bank.interfaces.http.refusals import InvalidCursor
from bank.interfaces.http.v1.cash import DryRun

Open = Annotated[
    bool | None,
    QueryParameter(
        name="open",
        description="Only resets that are requested or waiting; or, if false, only those that are"
        " done, stopped or lapsed.",
    ),
]
OfSubject = Annotated[
    UUID | None, QueryParameter(description="Only resets of the factors of one person.")
]


class FactorResetToRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Who lost their factors, by the subject of their tokens: for customers mostly their id."""

    subject: UUID


class FactorResetView(Struct, frozen=True):
    """A reset. Requested: lapses at `due_at`. Waiting: at `due_at` the factors go.

    Until then staff, and whoever's factors they are, `POST /v1/factor-resets/{id}/stop`.
    """

    id: UUID
    subject: UUID
    state: FactorResetState
    requested_at: datetime
    due_at: datetime


@get(
    operation_id="listFactorResets",
    summary="List resets of lost factors",
    responses=query(InvalidCursor),
)
async def list_factor_resets(
    request: Asked,
    is_open: Open = None,
    subject: OfSubject = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[FactorResetView]]:
    """List the resets that you look after, newest first: customers' at branches, or staff's."""
    wanted = FactorResetsWanted(
        is_open=is_open, owner=subject, before=id_after(cursor), limit=limit + 1
    )
    done = await ask(request, ListFactorResets, wanted)
    return answered(page_of(done.result, limit, factor_reset_view, lambda each: each.id), done)


@get(
    "/{reset_id:uuid}",
    operation_id="getFactorReset",
    summary="Read a reset of lost factors",
    responses=query(FactorResetNotFound),
)
async def get_factor_reset(request: Asked, reset_id: FromPath[UUID]) -> Response[FactorResetView]:
    """Read a reset: yours, or one that you look after."""
    done = await ask(request, GetFactorReset, FactorResetById(reset_id))
    return answered(factor_reset_view(done.result), done)


@post(
    operation_id="requestFactorReset",
    summary="Request a reset of lost factors",
    responses=command(PrincipalNotFound, SecondPersonNeeded, FactorResetUnderWay)
    | would_be(FactorResetView, "The reset that a dry run would request."),
)
async def request_factor_reset(
    request: Asked,
    data: JSONBody[FactorResetToRequest],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[FactorResetView]:
    """Ask for the removal of all factors of somebody who lost them.

    Another member of staff has to confirm it. Then the owner is told, and a day later they go.
    Of customers branches ask for it; of staff administrators do.
    """
    done = await ask(request, RequestFactorReset, LostFactors(data.subject), dry_run=dry_run)
    view = factor_reset_view(done.result)
    return changed(view, done, dry_run=dry_run, at=f"/v1/factor-resets/{view.id}")


@post(
    "/{reset_id:uuid}/confirmation",
    operation_id="confirmFactorReset",
    summary="Confirm a reset of lost factors",
    status_code=200,
    responses=command(FactorResetNotFound, FactorResetOver, SecondPersonNeeded),
)
async def confirm_factor_reset(
    request: Asked,
    reset_id: FromPath[UUID],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[FactorResetView]:
    """Confirm what somebody else has asked for; the wait begins."""
    await refuse_content(request)
    done = await ask(request, ConfirmFactorReset, FactorResetById(reset_id), dry_run=dry_run)
    return changed(factor_reset_view(done.result), done, dry_run=dry_run)


@post(
    "/{reset_id:uuid}/stop",
    operation_id="stopFactorReset",
    summary="Stop a reset of lost factors",
    status_code=200,
    responses=command(FactorResetNotFound, FactorResetOver),
)
async def stop_factor_reset(
    request: Asked,
    reset_id: FromPath[UUID],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[FactorResetView]:
    """Stop a reset: staff may, and whoever's factors they are."""
    await refuse_content(request)
    done = await ask(request, StopFactorReset, FactorResetById(reset_id), dry_run=dry_run)
    return changed(factor_reset_view(done.result), done, dry_run=dry_run)


def factor_reset_view(reset: FactorReset) -> FactorResetView:
    """Show a reset."""
    return FactorResetView(
        id=reset.id,
        subject=UUID(reset.owner),
        state=reset.state,
        requested_at=reset.requested_at,
        due_at=reset.due_at,
    )


factor_resets = Router(
    "/factor-resets",
    route_handlers=[
        list_factor_resets,
        get_factor_reset,
        request_factor_reset,
        confirm_factor_reset,
        stop_factor_reset,
    ],
    tags=["Staff"],
)
