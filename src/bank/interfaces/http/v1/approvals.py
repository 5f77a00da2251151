"""Approvals over HTTP: `/v1/approvals`."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from bank.application.approvals.decide_approval import (
    ApproveAct,
    RejectAct,
    Rejection,
    WithdrawAct,
)
from bank.application.approvals.known_approval import ApprovalById
from bank.application.approvals.read_approvals import (
    ApprovalsWanted,
    GetApproval,
    ListApprovals,
    Whose,
)
from bank.domain.approvals import (
    ApprovalExpired,
    ApprovalGivenAlready,
    ApprovalNotFound,
    ApprovalNotPending,
    ApprovalState,
    ApprovedActUnreadable,
    ApproverLacksRole,
    MakerMayNotApprove,
    OnlyTheMakerWithdraws,
    OthersHaveToApprove,
)
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import command, query
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, id_after, page_of
from bank.interfaces.http.refusals import InvalidCursor
from bank.interfaces.http.services import services_of
from bank.interfaces.http.v1.approval_views import (
    ApprovalDetail,
    ApprovalView,
    RejectionToGive,
    State,
    approval_detail,
    approval_view,
)

_OVER = (ApprovalNotFound, ApprovalNotPending, ApprovalExpired)
Which = Annotated[
    Literal["mine", "to_decide", "all"],
    QueryParameter(description="Those that you asked for, that wait for your yes or no, or all."),
]
OfStatus = Annotated[State | None, QueryParameter(description="Only approvals that stand so.")]


@get(
    operation_id="listApprovals",
    summary="List approvals",
    responses=query(InvalidCursor),
)
async def list_approvals(
    request: Asked,
    whose: Which = "mine",
    status: OfStatus = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[ApprovalView]]:
    """List approvals, newest first; all of them only for whoever may know of any."""
    wanted = ApprovalsWanted(
        whose=Whose(whose),
        state=None if status is None else ApprovalState(status),
        before=id_after(cursor),
        limit=limit + 1,
    )
    done = await ask(request, ListApprovals, wanted)
    return answered(page_of(done.result, limit, approval_view, lambda each: each.id), done)


@get(
    "/{approval_id:uuid}",
    operation_id="getApproval",
    summary="Read an approval",
    responses=query(ApprovalNotFound),
)
async def get_approval(request: Asked, approval_id: FromPath[UUID]) -> Response[ApprovalDetail]:
    """Read an approval with the act that it is about; that you read it is recorded."""
    done = await ask(request, GetApproval, ApprovalById(approval_id))
    return answered(approval_detail(done.result), done)


@post(
    "/{approval_id:uuid}/approve",
    operation_id="approveAct",
    summary="Approve an act",
    status_code=200,
    responses=command(
        *_OVER,
        MakerMayNotApprove,
        ApproverLacksRole,
        ApprovalGivenAlready,
        OthersHaveToApprove,
        ApprovedActUnreadable,
    ),
)
async def approve_act(request: Asked, approval_id: FromPath[UUID]) -> Response[ApprovalView]:
    """Approve an act. With the last approval that it needs it is done at once, as its maker's.

    Of whose roles enough people have approved, their yes is refused as long as others' is missing.
    Where it is refused then, the approval is `failed`, and says why. There is nothing to say in a
    body.
    """
    await refuse_content(request)
    done = await ask(request, ApproveAct, ApprovalById(approval_id))
    finished = await services_of(request).approved_runs.finish(done.result)
    return answered(approval_view(finished), done)


@post(
    "/{approval_id:uuid}/reject",
    operation_id="rejectAct",
    summary="Reject an act",
    status_code=200,
    responses=command(*_OVER, MakerMayNotApprove, ApproverLacksRole),
)
async def reject_act(
    request: Asked, approval_id: FromPath[UUID], data: JSONBody[RejectionToGive]
) -> Response[ApprovalView]:
    """Reject an act and say why; one no of anybody who could have approved is enough."""
    done = await ask(request, RejectAct, Rejection(id=approval_id, reason=data.reason))
    return answered(approval_view(done.result), done)


@post(
    "/{approval_id:uuid}/withdraw",
    operation_id="withdrawAct",
    summary="Withdraw an act",
    status_code=200,
    responses=command(*_OVER, OnlyTheMakerWithdraws),
)
async def withdraw_act(request: Asked, approval_id: FromPath[UUID]) -> Response[ApprovalView]:
    """Take back what you asked for, before it is decided. There is nothing to say in a body."""
    await refuse_content(request)
    done = await ask(request, WithdrawAct, ApprovalById(approval_id))
    return answered(approval_view(done.result), done)


approvals = Router(
    "/approvals",
    route_handlers=[list_approvals, get_approval, approve_act, reject_act, withdraw_act],
    tags=["Approvals"],
)
