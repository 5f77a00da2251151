"""An approval is given, refused or taken back."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.approvals.intents import Intents
from bank.application.approvals.known_approval import ApprovalById, known, resource_of
from bank.application.approvals.stored_approvals import Approvals
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.domain.approvals import ApprovalDecision, ApprovalRequest, ApprovalState

_EVENTS = {
    ApprovalState.APPROVED: "bank.approval.approved.v1",
    ApprovalState.REJECTED: "bank.approval.rejected.v1",
    ApprovalState.WITHDRAWN: "bank.approval.withdrawn.v1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Which approval is refused, and why."""

    id: UUID
    reason: str


@use_case(action="approval.approve", kind=UseCaseKind.COMMAND)
class ApproveAct:
    """Open to everybody whom a rule that the act met names, but never to its maker.

    Refuses, in this order: an approval that the caller may not know of; the maker; other roles than
    the rules'; what is decided; what is over; a second yes of one person; a yes of somebody of whom
    enough have said it, while others are missing. Records the decision; the last one that is needed
    makes the act approved, which is then run by itself.
    """

    def __init__(self, approvals: Approvals) -> None:
        """Take the store."""
        self._approvals = approvals

    @shows(Fact.BRANCH, Fact.MAKER, Fact.AMOUNT)
    async def resource(self, command: ApprovalById) -> Resource:
        """Say who asked for it, and what it moves."""
        return await resource_of(self._approvals, command.id)

    async def __call__(self, command: ApprovalById, act: Act) -> ApprovalRequest:
        """Approve."""
        return await _decide(self._approvals, command.id, act, approved=True)

    async def recall(self, request: UUID, act: Act) -> ApprovalRequest:
        """Give the approval as it stands now."""
        return await known(self._approvals, request, act)


@use_case(action="approval.reject", kind=UseCaseKind.COMMAND)
class RejectAct:
    """Open to everybody whom a rule that the act met names, but never to its maker.

    Refuses, in this order: an approval that the caller may not know of; the maker; other roles than
    the rules'; what is decided; what is over. Records the decision with its reason, one of which is
    enough, and tells the maker.
    """

    def __init__(self, approvals: Approvals, intents: Intents) -> None:
        """Take the store, and who tells the maker."""
        self._approvals = approvals
        self._intents = intents

    @shows(Fact.BRANCH, Fact.MAKER, Fact.AMOUNT)
    async def resource(self, command: Rejection) -> Resource:
        """Say who asked for it, and what it moves."""
        return await resource_of(self._approvals, command.id)

    async def __call__(self, command: Rejection, act: Act) -> ApprovalRequest:
        """Reject."""
        rejected = await _decide(
            self._approvals, command.id, act, approved=False, reason=command.reason
        )
        await self._intents.tell_maker(rejected)
        return rejected

    async def recall(self, request: UUID, act: Act) -> ApprovalRequest:
        """Give the approval as it stands now."""
        return await known(self._approvals, request, act)


@use_case(action="approval.withdraw", kind=UseCaseKind.COMMAND)
class WithdrawAct:
    """Open to the maker of the act.

    Refuses, in this order: an approval that the caller may not know of; anybody but the maker; what
    is decided; what is over. Records that it was withdrawn.
    """

    def __init__(self, approvals: Approvals) -> None:
        """Take the store."""
        self._approvals = approvals

    async def __call__(self, command: ApprovalById, act: Act) -> ApprovalRequest:
        """Withdraw."""
        request = await known(self._approvals, command.id, act, lock=True)
        withdrawn = request.withdrawn(act.actor, act.now)
        await self._approvals.save(withdrawn)
        act.changed(_change(request, withdrawn))
        return withdrawn

    async def recall(self, request: UUID, act: Act) -> ApprovalRequest:
        """Give the approval as it stands now."""
        return await known(self._approvals, request, act)


async def _decide(
    approvals: Approvals, wanted: UUID, act: Act, *, approved: bool, reason: str | None = None
) -> ApprovalRequest:
    request = await known(approvals, wanted, act, lock=True)
    decision = ApprovalDecision(
        checker=act.actor.pseudonym,
        approved=approved,
        at=act.now,
        audit_event=act.audit_event,
        reason=reason,
    )
    decided = request.decided(decision, act.actor)
    await approvals.save(decided, decided.decisions[-1])
    act.changed(_change(request, decided))
    return decided


def _change(before: ApprovalRequest, after: ApprovalRequest) -> Change:
    return Change(
        object_kind="approval",
        object_id=after.id,
        event=_EVENTS.get(after.state),
        before=f"{before.state} {before.version}",
        after=f"{after.state} {after.version}",
    )
