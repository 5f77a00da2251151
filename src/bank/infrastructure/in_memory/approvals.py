"""Requests for approval, and the sums of makers' days, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from bank.application.approvals.approval_people import CHECKERS_TOLD, ApprovalPeople, about
from bank.application.approvals.approval_tally import ApprovalTally, Tally
from bank.application.approvals.stored_approvals import ApprovalFilter, Approvals
from bank.application.identity.notices.notices import Notice, NoticeKind
from bank.domain.approvals import (
    ApprovalDecision,
    ApprovalGivenAlready,
    ApprovalRequest,
    ApprovalState,
    MakerMayNotApprove,
)
from bank.domain.audit import Actor
from bank.domain.demands import Demand
from bank.domain.principals import Principal
from bank.infrastructure.in_memory.notices import InMemoryNotices
from bank.infrastructure.in_memory.principals import InMemoryPrincipals
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryApprovals(Approvals):
    """The requests as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.approvals

    async def add(self, request: ApprovalRequest, intent: str) -> None:
        """Keep both."""
        self._rows[request.id] = (request, intent)

    async def find(self, request: UUID, *, lock: bool = False) -> ApprovalRequest | None:
        """Look the id up, behind the lock where it is wanted."""
        if lock:
            await self._unit.lock("approval", request)
        row = self._rows.get(request)
        return None if row is None else row[0]

    async def intent_of(self, request: ApprovalRequest) -> str | None:
        """Give what was kept."""
        return self._rows[request.id][1]

    async def save(
        self, request: ApprovalRequest, decision: ApprovalDecision | None = None
    ) -> None:
        """Keep it as it is now, with the decisions that were there before and the new one."""
        before, intent = self._rows[request.id]
        decisions = before.decisions
        if decision is not None:
            if decision.checker == before.maker:
                raise MakerMayNotApprove
            if decision.checker in {each.checker for each in decisions}:
                raise ApprovalGivenAlready
            decisions = (*decisions, decision)
        self._rows[request.id] = (replace(request, decisions=decisions), intent)

    async def page(
        self, wanted: ApprovalFilter, *, before: UUID | None, limit: int
    ) -> Sequence[ApprovalRequest]:
        """Give those that match, newest first."""
        newest = sorted((row[0] for row in self._rows.values()), key=_id, reverse=True)
        return [
            request
            for request in newest
            if (before is None or request.id < before) and _matches(request, wanted)
        ][:limit]

    async def approved(self, limit: int) -> Sequence[ApprovalRequest]:
        """Give those that are approved."""
        requests = sorted((row[0] for row in self._rows.values()), key=_id)
        return [each for each in requests if each.state is ApprovalState.APPROVED][:limit]

    async def overdue(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Give those whose time is over."""
        requests = sorted((row[0] for row in self._rows.values()), key=_id)
        return [each.id for each in requests if each.is_overdue(at)][:limit]


class InMemoryApprovalTally(ApprovalTally):
    """The sums as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._sums = unit.tables.approval_tallies
        self._counted = unit.tables.approval_counted

    async def lock(self, tally: Tally) -> int:
        """Lock the sum."""
        await self._unit.lock("approval tally", tally)
        return self._sums.get(tally, 0)

    async def is_counted(self, key: UUID) -> bool:
        """Look the key up."""
        return any(counted == key for counted, _ in self._counted)

    async def count(self, tally: Tally, key: UUID, amount_minor: int) -> None:
        """Add to the sum."""
        self._sums[tally] = self._sums.get(tally, 0) + amount_minor
        self._counted[key, tally.currency] = (tally, amount_minor)

    async def give_back(self, key: UUID) -> None:
        """Take from the sums."""
        for place in sorted(place for place in self._counted if place[0] == key):
            tally, amount_minor = self._counted[place]
            self._sums[tally] = await self.lock(tally) - amount_minor
            del self._counted[place]

    async def forget_before(self, day: date) -> int:
        """Delete old sums."""
        for place in [place for place, (tally, _) in self._counted.items() if tally.day < day]:
            del self._counted[place]
        old = [tally for tally in self._sums if tally.day < day]
        for tally in old:
            del self._sums[tally]
        return len(old)


class InMemoryApprovalPeople(ApprovalPeople):
    """The principals as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._principals = InMemoryPrincipals(unit)

    async def others(self, maker: Actor, of: Sequence[frozenset[str]]) -> Sequence[int]:
        """Lock those with a role, then count."""
        tables, any_of = self._unit.tables, frozenset[str]().union(*of)
        rows = [row for row, each in tables.principals.items() if any_of.intersection(each.roles)]
        found = [await self._principals.find(row, lock=True) for row in sorted(rows)]
        signing_in = {*tables.password_hashes, *(principal for principal, _ in tables.contacts)}
        could = [
            each
            for each in found
            if each is not None
            and each.is_let_in
            and each.subject != maker.subject
            and each.row in signing_in
        ]
        return [sum(not roles.isdisjoint(each.roles) for each in could) for roles in of]

    async def known(self, maker: Actor) -> Principal | None:
        """Look them up."""
        return await self._principals.find(maker.subject)

    async def ask(self, request: ApprovalRequest, maker: Actor, holders: frozenset[str]) -> None:
        """Go through all of them."""
        reached = {principal for principal, _ in self._unit.tables.contacts}
        could = [
            each
            for each in self._unit.tables.principals.values()
            if each.is_let_in and each.subject != maker.subject and each.row in reached
        ]
        could.sort(key=lambda each: (not _is_near(each, maker), each.row))
        kind, notices = NoticeKind.APPROVAL_WAITS, InMemoryNotices(self._unit)
        told = set(await notices.about_to_be_told(kind, [each.row for each in could]))
        for demand in request.missing:
            for each in [each for each in could if _serves(each, demand, holders)][:CHECKERS_TOLD]:
                if each.row not in told:
                    waits = Notice(kind=kind, principal=each.row, about=about(request))
                    await notices.tell(waits)
                    told.add(each.row)

    async def tell(self, maker: Actor, how: ApprovalState) -> None:
        """Leave a notice."""
        principal = await self.known(maker)
        if principal is not None:
            kind = NoticeKind(f"approval_{how}")
            await InMemoryNotices(self._unit).tell(Notice(kind=kind, principal=principal.row))


def _serves(each: Principal, demand: Demand, holders: frozenset[str]) -> bool:
    return demand.is_served_by(each.roles, holds=each.subject in holders)


def _is_near(each: Principal, maker: Actor) -> bool:
    return maker.branch is not None and each.branch == maker.branch


def _id(request: ApprovalRequest) -> UUID:
    return request.id


def _matches(request: ApprovalRequest, wanted: ApprovalFilter) -> bool:
    stands = request.at(wanted.at)
    if wanted.maker is not None and request.maker != wanted.maker:
        return False
    if wanted.to_decide_by is not None and not _to_decide(stands, wanted.to_decide_by):
        return False
    return wanted.state is None or stands.state is wanted.state


def _to_decide(request: ApprovalRequest, by: Actor) -> bool:
    decided = by.pseudonym in {each.checker for each in request.decisions}
    others = request.maker != by.pseudonym and not decided
    waits = request.state is ApprovalState.PENDING
    return others and waits and not request.served_by(by).isdisjoint(request.missing)
