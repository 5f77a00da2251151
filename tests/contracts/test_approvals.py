"""What every backend keeps of approvals, and what it refuses to keep."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.contracts.backend import NOW, Backend, Unit, named
from tests.contracts.postings import event

from bank.application.approvals.approval_tally import Tally
from bank.application.approvals.stored_approvals import ApprovalFilter
from bank.application.ports.audit_trail import AuditFilter
from bank.domain.approvals import (
    ApprovalDecision,
    ApprovalGivenAlready,
    ApprovalRequest,
    ApprovalState,
    MakerMayNotApprove,
)
from bank.domain.audit import Actor
from bank.domain.demands import Demand
from bank.domain.ledger.refusals import InsufficientFunds

HOUR = timedelta(hours=1)
TWO = Demand(roles=frozenset({"branch_manager", "compliance_officer"}), needed=2)
HOLDER = Demand(roles=frozenset({"customer"}))
MAKER, CHECKER, OTHER = "a" * 32, "b" * 32, "c" * 32
TALLY = Tally(maker=MAKER, action="transfer.post", currency="EUR", day=date(2026, 11, 24))


def a_request(number: int = 1, **given: object) -> ApprovalRequest:
    request = ApprovalRequest(
        id=UUID(int=number << 64),
        action="transfer.post",
        maker=MAKER,
        demands=(TWO,),
        holders=frozenset(),
        created_at=NOW,
        expires_at=NOW + HOUR,
        audit_event=named("asked"),
        currency="EUR",
        amount_minor=1_000_000,
    )
    return replace(request, **given)  # type: ignore[arg-type]


def a_decision(
    checker: str = CHECKER, *, approved: bool = True, reason: str | None = None
) -> ApprovalDecision:
    return ApprovalDecision(
        checker=checker,
        approved=approved,
        at=NOW,
        audit_event=named(f"decided by {checker}"),
        reason=reason,
        serves=frozenset({TWO} if approved else ()),
    )


def an_actor(pseudonym: str, *roles: str) -> Actor:
    return Actor(kind="token", subject=pseudonym, pseudonym=pseudonym, roles=roles)


async def _committed(backend: Backend, *requests: ApprovalRequest) -> None:
    async with backend.unit() as unit:
        for request in requests:
            await unit.approvals.add(request, f"the act of {request.id}")
        await unit.work.commit()


async def _page(unit: Unit, wanted: ApprovalFilter, limit: int = 9) -> list[int]:
    found = await unit.approvals.page(wanted, before=None, limit=limit)
    return [request.id.int >> 64 for request in found]


async def test_a_request_is_read_as_it_was_written(backend: Backend) -> None:
    alone = a_request(
        2,
        currency=None,
        amount_minor=None,
        branch="harbour",
        holders=frozenset({CHECKER, OTHER}),
    )
    await _committed(backend, a_request(), alone)
    async with backend.unit(read_only=True) as unit:
        for request in (a_request(), alone):
            assert await unit.approvals.find(request.id) == request
            assert await unit.approvals.intent_of(request) == f"the act of {request.id}"
        assert await unit.approvals.find(named("none")) is None


async def test_decisions_are_kept_with_their_reasons(backend: Backend) -> None:
    await _committed(backend, a_request())
    first, second = a_decision(), a_decision(OTHER, approved=False, reason="Wrong payee.")
    async with backend.unit() as unit:
        found = await unit.approvals.find(a_request().id, lock=True)
        assert found is not None
        found = replace(found, decisions=(first,), version=2)
        await unit.approvals.save(found, first)
        found = replace(found, decisions=(first, second), version=3, state=ApprovalState.REJECTED)
        await unit.approvals.save(found, second)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        kept = await unit.approvals.find(found.id)
    assert kept is not None
    assert set(kept.decisions) == {first, second}
    assert replace(kept, decisions=()) == replace(found, decisions=())


async def test_nobody_decides_about_what_they_asked_for(backend: Backend) -> None:
    await _committed(backend, a_request())
    async with backend.unit() as unit:
        found = await unit.approvals.find(a_request().id, lock=True)
        assert found is not None
        with pytest.raises(MakerMayNotApprove):
            await unit.approvals.save(found, a_decision(MAKER))


async def test_nobody_decides_twice(backend: Backend) -> None:
    await _committed(backend, a_request())
    async with backend.unit() as unit:
        found = await unit.approvals.find(a_request().id, lock=True)
        assert found is not None
        await unit.approvals.save(found, a_decision())
        with pytest.raises(ApprovalGivenAlready):
            await unit.approvals.save(found, a_decision(approved=False))


async def test_what_was_run_keeps_how_it_ended(backend: Backend) -> None:
    approved = a_request(state=ApprovalState.APPROVED)
    await _committed(backend, approved, replace(approved, id=a_request(2).id), a_request(3))
    async with backend.unit() as unit:
        assert [each.id for each in await unit.approvals.approved(9)] == [
            a_request(1).id,
            a_request(2).id,
        ]
        done, failed = approved.done(named("entry")), approved.failed(InsufficientFunds())
        await unit.approvals.save(done)
        await unit.approvals.save(replace(failed, id=a_request(2).id))
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert await unit.approvals.find(done.id) == done
        assert await unit.approvals.find(a_request(2).id) == replace(failed, id=a_request(2).id)
        assert await unit.approvals.approved(9) == []


async def test_lists_are_of_ones_own_or_of_what_one_may_decide(backend: Backend) -> None:
    theirs = frozenset({CHECKER})
    await _committed(
        backend,
        a_request(1),
        a_request(2, maker=CHECKER),
        a_request(3, demands=(HOLDER,), holders=theirs),
        a_request(4, demands=(HOLDER,), holders=frozenset({OTHER})),
        a_request(5, expires_at=NOW),
        a_request(6, state=ApprovalState.DONE),
    )
    manager, customer = an_actor(CHECKER, "branch_manager"), an_actor(CHECKER, "customer")
    async with backend.unit() as unit:
        assert await _page(unit, ApprovalFilter(at=NOW)) == [6, 5, 4, 3, 2, 1]
        assert await _page(unit, ApprovalFilter(at=NOW), limit=2) == [6, 5]
        assert await _page(unit, ApprovalFilter(at=NOW, maker=CHECKER)) == [2]
        assert await _page(unit, ApprovalFilter(at=NOW, to_decide_by=manager)) == [1]
        assert await _page(unit, ApprovalFilter(at=NOW, to_decide_by=customer)) == [3]
        assert await _page(unit, ApprovalFilter(at=NOW, to_decide_by=an_actor(CHECKER))) == []
        found = await unit.approvals.find(a_request(1).id, lock=True)
        assert found is not None
        await unit.approvals.save(found, a_decision())
        assert await _page(unit, ApprovalFilter(at=NOW, to_decide_by=manager)) == []
        after = await unit.approvals.page(ApprovalFilter(at=NOW), before=a_request(3).id, limit=9)
        assert [each.id for each in after] == [a_request(2).id, a_request(1).id]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (ApprovalState.PENDING, [1]),
        (ApprovalState.EXPIRED, [3, 2]),
        (ApprovalState.DONE, [4]),
        (ApprovalState.FAILED, []),
    ],
)
async def test_states_are_those_of_the_moment(
    backend: Backend, state: ApprovalState, found: list[int]
) -> None:
    await _committed(
        backend,
        a_request(1),
        a_request(2, expires_at=NOW),
        a_request(3, state=ApprovalState.EXPIRED),
        a_request(4, state=ApprovalState.DONE),
    )
    async with backend.unit(read_only=True) as unit:
        assert await _page(unit, ApprovalFilter(at=NOW, state=state)) == found
        assert await unit.approvals.overdue(NOW, 9) == [a_request(2).id]


async def test_a_sum_holds_what_was_counted_and_not_given_back(backend: Backend) -> None:
    yen = replace(TALLY, currency="JPY")
    async with backend.unit() as unit:
        assert await unit.tally.lock(TALLY) == 0
        assert await unit.tally.lock(yen) == 0
        await unit.tally.count(TALLY, named("one"), 5)
        await unit.tally.count(TALLY, named("two"), 7)
        await unit.tally.count(yen, named("two"), 9)
        assert await unit.tally.is_counted(named("one"))
        await unit.work.commit()
    async with backend.unit() as unit:
        assert not await unit.tally.is_counted(named("three"))
        await unit.tally.give_back(named("two"))
        await unit.tally.give_back(named("three"))
        assert not await unit.tally.is_counted(named("two"))
        assert (await unit.tally.lock(TALLY), await unit.tally.lock(yen)) == (5, 0)
        assert await unit.tally.lock(replace(TALLY, day=date(2026, 11, 25))) == 0
        assert await unit.tally.lock(replace(TALLY, maker=OTHER)) == 0


async def test_old_sums_are_forgotten_with_what_was_in_them(backend: Backend) -> None:
    async with backend.unit() as unit:
        for day in (TALLY.day, date(2026, 11, 25)):
            await unit.tally.lock(replace(TALLY, day=day))
            await unit.tally.count(replace(TALLY, day=day), named(str(day)), 5)
        assert await unit.tally.forget_before(date(2026, 11, 25)) == 1
        assert not await unit.tally.is_counted(named(str(TALLY.day)))
        assert await unit.tally.is_counted(named("2026-11-25"))


async def test_an_audit_event_names_the_approval_and_who_gave_it(backend: Backend) -> None:
    approved = replace(
        event("approved"),
        approval=named("approval"),
        approved_by=(CHECKER, OTHER),
        intent="ab" * 32,
    )
    async with backend.unit() as unit:
        await unit.trail.append(approved)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert await unit.trail.page(AuditFilter(), after=None, limit=9) == [approved]
