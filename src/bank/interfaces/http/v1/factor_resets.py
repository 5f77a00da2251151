"""Resets of lost factors over HTTP: `/v1/factor-resets`."""

from datetime import datetime
from uuid import UUID

from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

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
from bank.interfaces.http.calls import Asked, ask, changed
from bank.interfaces.http.documentation import command, would_be
from bank.interfaces.http.v1.cash import DryRun


class FactorResetToRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Who lost their factors, by the subject of their tokens: for customers mostly their id."""

    subject: UUID


class FactorResetView(Struct, frozen=True):
    """A reset. Requested: lapses at `due_at`. Waiting: at `due_at` the factors go."""

    id: UUID
    subject: UUID
    state: FactorResetState
    requested_at: datetime
    due_at: datetime


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
    """
    done = await ask(request, RequestFactorReset, LostFactors(data.subject), dry_run=dry_run)
    view = _view(done.result)
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
    return changed(_view(done.result), done, dry_run=dry_run)


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
    return changed(_view(done.result), done, dry_run=dry_run)


def _view(reset: FactorReset) -> FactorResetView:
    return FactorResetView(
        id=reset.id,
        subject=UUID(reset.owner),
        state=reset.state,
        requested_at=reset.requested_at,
        due_at=reset.due_at,
    )


factor_resets = Router(
    "/factor-resets",
    route_handlers=[request_factor_reset, confirm_factor_reset, stop_factor_reset],
    tags=["Staff"],
)
