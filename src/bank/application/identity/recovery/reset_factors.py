"""Somebody lost their factors: two members of staff ask, the owner is told, and then they go."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.factors.factor_resets import FactorResets
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.factor_resets import (
    GOOD_FOR,
    FactorReset,
    FactorResetNotFound,
    FactorResetUnderWay,
    SecondPersonNeeded,
)
from bank.domain.principals import PrincipalNotFound


@dataclass(frozen=True, slots=True)
class LostFactors:
    """Whose factors, by the subject that tokens name them by."""

    owner: UUID


@dataclass(frozen=True, slots=True)
class FactorResetById:
    """Which reset."""

    reset: UUID


async def known(resets: FactorResets, wanted: UUID, *, lock: bool = False) -> FactorReset:
    """Give a reset or refuse."""
    found = await resets.find(wanted, lock=lock)
    if found is None:
        raise FactorResetNotFound
    return found


def _resource(reset: FactorReset, digests: KeyedDigests) -> Resource:
    return Resource(
        holders=frozenset({reset.owner}),
        hidden_by=FactorResetNotFound,
        maker=digests.pseudonym(reset.requested_by),
    )


def change_of(reset: FactorReset, event: str) -> Change:
    """Say what became of a reset."""
    return Change(object_kind="factor_reset", object_id=reset.id, event=event, after=reset.state)


@use_case(action="factor_reset.request", kind=UseCaseKind.COMMAND)
class RequestFactorReset:
    """Open to tellers and branch managers, who have seen who it is.

    Refuses, in this order: an unknown principal; oneself; one who has a reset under way. Records
    the request, which leads to nothing before somebody else confirms it, and tells the owner.
    """

    def __init__(self, resets: FactorResets, principals: Principals, notices: Notices) -> None:
        """Take the stores, and what tells the owner."""
        self._resets = resets
        self._principals = principals
        self._notices = notices

    async def __call__(self, command: LostFactors, act: Act) -> FactorReset:
        """Ask for it."""
        owner = await self._principals.find(str(command.owner), lock=True)
        if owner is None:
            raise PrincipalNotFound
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
        act.changed(change_of(reset, "bank.factor-reset.requested.v1"))
        return reset

    async def recall(self, reset: UUID, _act: Act) -> FactorReset:
        """Give the reset as it is now."""
        return await known(self._resets, reset)


@use_case(action="factor_reset.confirm", kind=UseCaseKind.COMMAND)
class ConfirmFactorReset:
    """Open to branch managers.

    Refuses, in this order: an unknown reset; one that is over or confirmed; whoever asked for it.
    Records the confirmation, tells the owner, and begins the wait.
    """

    def __init__(self, resets: FactorResets, notices: Notices, digests: KeyedDigests) -> None:
        """Take the store, what tells the owner, and what hides who asked for it."""
        self._resets = resets
        self._notices = notices
        self._digests = digests

    @shows(Fact.HOLDERS, Fact.MAKER)
    async def resource(self, command: FactorResetById) -> Resource:
        """Say whose it is, and who asked for it."""
        return _resource(await known(self._resets, command.reset), self._digests)

    async def __call__(self, command: FactorResetById, act: Act) -> FactorReset:
        """Confirm it."""
        reset = await known(self._resets, command.reset, lock=True)
        waiting = reset.confirmed(act.actor.subject, act.now)
        await self._resets.save(waiting)
        await self._notices.tell(
            Notice(kind=NoticeKind.FACTOR_RESET_WAITS, principal=reset.principal, everywhere=True)
        )
        act.changed(change_of(waiting, "bank.factor-reset.confirmed.v1"))
        return waiting

    async def recall(self, reset: UUID, _act: Act) -> FactorReset:
        """Give the reset as it is now."""
        return await known(self._resets, reset)


@use_case(action="factor_reset.stop", kind=UseCaseKind.COMMAND)
class StopFactorReset:
    """Open to tellers and branch managers, and to its owner.

    Refuses, in this order: an unknown reset; one that is over. Records that it leads to nothing,
    and tells the owner.
    """

    def __init__(self, resets: FactorResets, notices: Notices, digests: KeyedDigests) -> None:
        """Take the store, what tells the owner, and what hides who asked for it."""
        self._resets = resets
        self._notices = notices
        self._digests = digests

    @shows(Fact.HOLDERS, Fact.MAKER)
    async def resource(self, command: FactorResetById) -> Resource:
        """Say whose it is, and who asked for it."""
        return _resource(await known(self._resets, command.reset), self._digests)

    async def __call__(self, command: FactorResetById, act: Act) -> FactorReset:
        """Stop it."""
        stopped = (await known(self._resets, command.reset, lock=True)).stopped(act.now)
        await self._resets.save(stopped)
        notice = Notice(kind=NoticeKind.FACTOR_RESET_STOPPED, principal=stopped.principal)
        await self._notices.tell(notice)
        act.changed(change_of(stopped, "bank.factor-reset.stopped.v1"))
        return stopped

    async def recall(self, reset: UUID, _act: Act) -> FactorReset:
        """Give the reset as it is now."""
        return await known(self._resets, reset)
