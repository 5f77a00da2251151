"""An approval by its id, for those who may know of it."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.approvals.stored_approvals import Approvals
from bank.application.pipeline.act import Act
from bank.application.ports.authorizer import Resource
from bank.domain.approvals import ApprovalNotFound, ApprovalRequest

READ_ANY = "approval.read_any"
"""The permission to know of approvals that are neither one's own nor one's to decide."""


@dataclass(frozen=True, slots=True)
class ApprovalById:
    """Which approval."""

    id: UUID


async def resource_of(approvals: Approvals, wanted: UUID) -> Resource:
    """Give what conditions look at: who asked for it, in which branch, and what it moves."""
    request = await approvals.find(wanted)
    return Resource(
        holders=frozenset(),
        hidden_by=ApprovalNotFound,
        branch=request.branch if request else None,
        maker=request.maker if request else None,
        amount_minor=request.amount_minor if request else None,
        currency=request.currency if request else None,
    )


async def known(
    approvals: Approvals, wanted: UUID, act: Act, *, lock: bool = False
) -> ApprovalRequest:
    """Give an approval or refuse, with one refusal for none and for one that is hidden."""
    request = await approvals.find(wanted, lock=lock)
    if request is None or not _may_know(request, act):
        raise ApprovalNotFound
    return request


def _may_know(request: ApprovalRequest, act: Act) -> bool:
    actor = act.actor
    return request.maker == actor.pseudonym or request.is_for(actor) or act.may(READ_ANY)
