"""Somebody lost their factors: two members of staff ask, the owner is told, and then they go."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.factors.factor_resets import FactorResets
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.recovery.confirmers import Confirmers
from bank.application.identity.recovery.known_resets import KnownResets
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.domain.factor_resets import (
    GOOD_FOR,
    FactorReset,
    FactorResetUnderWay,
    SecondPersonNeeded,
)


@dataclass(frozen=True, slots=True)
class LostFactors:
    """Whose factors, by the subject that tokens name them by."""

    owner: UUID


@dataclass(frozen=True, slots=True)
class FactorResetById:
    """Which reset."""

    reset: UUID


def change_of(reset: FactorReset, event: str) -> Change:
    """Say what became of a reset."""
    return Change(object_kind="factor_reset", object_id=reset.id, event=event, after=reset.state)


@use_case(action="factor_reset.request", kind=UseCaseKind.COMMAND)
class RequestFactorReset:
    """Open to tellers and branch managers, who have seen who it is; for staff to administrators.

    Refuses, in this order: whoever is unknown, or not the caller's to look after; oneself; one who
    has a reset under way. Records the request, which leads to nothing before somebody else confirms
    it, and tells the owner, and those who may confirm it.
    """

    def __init__(
        self,
        resets: FactorResets,
        known: KnownResets,
        notices: Notices,
        confirmers: Confirmers,
    ) -> None:
        """Take the store, what finds whose factors they are, and what tells whom."""
        self._resets = resets
        self._known = known
        self._notices = notices
        self._confirmers = confirmers

    async def __call__(self, command: LostFactors, act: Act) -> FactorReset:
        """Ask for it."""
        owner = await self._known.whose(command.owner, act)
        if owner.subject == act.actor.subject:
            raise SecondPersonNeeded
        if any(each.is_open(act.now) for each in await self._resets.of(owner.row)):
            raise FactorResetUnderWay
        reset = FactorReset(
            id=act.audit_event,
            principal=owner.row,
            owner=owner.subject,
            requested_by=act.actor.subject,
            requested_at=act.now,
            due_at=act.now + GOOD_FOR,
        )
        await self._resets.add(reset)
        notice = Notice(kind=NoticeKind.FACTOR_RESET_ASKED, principal=owner.row, everywhere=True)
        await self._notices.tell(notice)
        await self._confirmers.tell(reset, owner, act)
        act.changed(change_of(reset, "bank.factor-reset.requested.v1"))
        return reset

    async def recall(self, reset: UUID, _act: Act) -> FactorReset:
        """Give the reset as it is now."""
        return await self._known.again(reset)


@use_case(action="factor_reset.confirm", kind=UseCaseKind.COMMAND)
class ConfirmFactorReset:
    """Open to branch managers, and for staff to administrators.

    Refuses, in this order: an unknown reset; one that is over or confirmed; whoever asked for it.
    Records the confirmation, tells the owner, and begins the wait.
    """

    def __init__(self, resets: FactorResets, known: KnownResets, notices: Notices) -> None:
        """Take the store, what finds a reset, and what tells the owner."""
        self._resets = resets
        self._known = known
        self._notices = notices

    @shows(Fact.HOLDERS, Fact.MAKER)
    async def resource(self, command: FactorResetById) -> Resource:
        """Say whose it is, and who asked for it."""
        return await self._known.resource(command.reset)

    async def __call__(self, command: FactorResetById, act: Act) -> FactorReset:
        """Confirm it."""
        reset = await self._known.one(command.reset, act, lock=True)
        waiting = reset.confirmed(act.actor.subject, act.now)
        await self._resets.save(waiting)
        await self._notices.tell(
            Notice(kind=NoticeKind.FACTOR_RESET_WAITS, principal=reset.principal, everywhere=True)
        )
        act.changed(change_of(waiting, "bank.factor-reset.confirmed.v1"))
        return waiting

    async def recall(self, reset: UUID, _act: Act) -> FactorReset:
        """Give the reset as it is now."""
        return await self._known.again(reset)


@use_case(action="factor_reset.stop", kind=UseCaseKind.COMMAND)
class StopFactorReset:
    """Open to tellers and branch managers, for staff to administrators, and to its owner.

    Refuses, in this order: an unknown reset; one that is over. Records that it leads to nothing,
    and tells the owner.
    """

    def __init__(self, resets: FactorResets, known: KnownResets, notices: Notices) -> None:
        """Take the store, what finds a reset, and what tells the owner."""
        self._resets = resets
        self._known = known
        self._notices = notices

    @shows(Fact.HOLDERS, Fact.MAKER)
    async def resource(self, command: FactorResetById) -> Resource:
        """Say whose it is, and who asked for it."""
        return await self._known.resource(command.reset)

    async def __call__(self, command: FactorResetById, act: Act) -> FactorReset:
        """Stop it."""
        stopped = (await self._known.one(command.reset, act, lock=True)).stopped(act.now)
        await self._resets.save(stopped)
        notice = Notice(kind=NoticeKind.FACTOR_RESET_STOPPED, principal=stopped.principal)
        await self._notices.tell(notice)
        act.changed(change_of(stopped, "bank.factor-reset.stopped.v1"))
        return stopped

    async def recall(self, reset: UUID, _act: Act) -> FactorReset:
        """Give the reset as it is now."""
        return await self._known.again(reset)
