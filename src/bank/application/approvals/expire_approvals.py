"""Approvals that nobody decided in time are written off."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bank.application.approvals.approval_tally import ApprovalTally
from bank.application.approvals.intents import Intents
from bank.application.approvals.stored_approvals import Approvals
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case

AT_ONCE = 200
_KEPT = timedelta(days=35)
"""How long a day's sums are kept: longer than the keys by which their acts are known."""


@dataclass(frozen=True, slots=True)
class OverdueApprovals:
    """How many at most."""

    limit: int = AT_ONCE


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """How many approvals were written off; ``id`` is the act's own."""

    id: UUID
    approvals: int


@use_case(action="approval.expire", kind=UseCaseKind.COMMAND)
class ExpireApprovals:
    """Open to the bank's own workers. Refuses nothing. Leaves nothing where nothing is over.

    An approval whose time is over cannot be given any more, whether this has come by or not.
    Records that they are over, tells their makers, and forgets sums of days long past.
    """

    def __init__(self, approvals: Approvals, tally: ApprovalTally, intents: Intents) -> None:
        """Take the stores, and who tells the makers."""
        self._approvals = approvals
        self._tally = tally
        self._intents = intents

    async def __call__(self, command: OverdueApprovals, act: Act) -> WrittenOff:
        """Write off what is over."""
        over: list[UUID] = []
        for each in await self._approvals.overdue(act.now, command.limit):
            request = await self._approvals.find(each, lock=True)
            if request is not None and request.is_overdue(act.now):
                expired = request.expired()
                await self._approvals.save(expired)
                await self._intents.tell_maker(expired)
                over.append(each)
        forgotten = await self._tally.forget_before((act.now - _KEPT).date())
        if over:
            act.changed(
                Change(
                    object_kind="approvals",
                    object_id=act.audit_event,
                    event="bank.approval.expired.v1",
                    subjects=tuple(over),
                )
            )
        elif not forgotten:
            act.found_nothing()
        return WrittenOff(act.audit_event, len(over))

    async def recall(self, round_: UUID, _act: Act) -> WrittenOff:
        """Say that an earlier round with the key did it."""
        return WrittenOff(round_, 0)
