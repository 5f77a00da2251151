"""How approvals are shown."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from bank.application.approvals.read_approvals import ApprovalShown
from bank.domain.approvals import ApprovalDecision, ApprovalRequest
from bank.interfaces.http.v1.money import Money, money_of
from bank.interfaces.http.v1.texts import Reference

State = Literal["pending", "approved", "rejected", "withdrawn", "expired", "done", "failed"]


class RejectionToGive(Struct, frozen=True, forbid_unknown_fields=True):
    """Why not; the maker reads it."""

    reason: Reference


class DecisionView(Struct, frozen=True, kw_only=True):
    """What one person, known by pseudonym, decided."""

    checker: str
    decision: Literal["approved", "rejected"]
    at: datetime
    reason: str | None


class DemandView(Struct, frozen=True, kw_only=True):
    """How many people, each with one of these roles, must approve, and how many are `missing`."""

    roles: list[str]
    needed: int
    missing: int


class ApprovalView(Struct, frozen=True, kw_only=True):
    """An act that waits, or waited, for others.

    `maker` is the pseudonym of whoever asked for it. It is approved when nobody of its `demands` is
    missing; whoever has roles of several counts once for each. `roles` are those of all of them,
    `needed` is how many people it takes at least. `amount` is what it moves, where that is known
    and in one currency. When it was `done`, `object_id` says what came of it; when it `failed`,
    `code` and `detail` say why. Take a `status` that you do not know for pending.
    """

    id: UUID
    status: State
    action: str
    amount: Money | None
    maker: str
    demands: list[DemandView]
    roles: list[str]
    needed: int
    created_at: datetime
    expires_at: datetime
    decisions: list[DecisionView]
    object_id: UUID | None
    code: str | None
    detail: str | None


class ApprovalDetail(ApprovalView, frozen=True, kw_only=True):
    """An approval with the act as its maker asked for it: what you approve is exactly this.

    `command` is null once it cannot be read any more. `maker_roles` are those of when it was asked
    for; it is run with those that the maker has then.
    """

    maker_roles: list[str]
    command: dict[str, Any] | None


def approval_view(request: ApprovalRequest) -> ApprovalView:
    """Show an approval."""
    return ApprovalView(**_fields(request))


def approval_detail(shown: ApprovalShown) -> ApprovalDetail:
    """Show an approval with its act."""
    command = None if shown.command is None else dict(shown.command)
    return ApprovalDetail(
        **_fields(shown.request), maker_roles=list(shown.maker_roles), command=command
    )


def _fields(request: ApprovalRequest) -> dict[str, Any]:
    amount = None
    if request.amount_minor is not None and request.currency is not None:
        amount = money_of(request.amount_minor, request.currency)
    return {
        "id": request.id,
        "status": request.state.value,
        "action": request.action,
        "amount": amount,
        "maker": request.maker,
        "demands": [
            DemandView(
                roles=sorted(each.roles),
                needed=each.needed,
                missing=request.missing.get(each, 0),
            )
            for each in request.demands
        ],
        "roles": sorted({role for each in request.demands for role in each.roles}),
        "needed": max(each.needed for each in request.demands),
        "created_at": request.created_at,
        "expires_at": request.expires_at,
        "decisions": [_decision(each) for each in request.decisions],
        "object_id": request.object_id,
        "code": request.code,
        "detail": request.detail,
    }


def _decision(decision: ApprovalDecision) -> DecisionView:
    return DecisionView(
        checker=decision.checker,
        decision="approved" if decision.approved else "rejected",
        at=decision.at,
        reason=decision.reason,
    )
