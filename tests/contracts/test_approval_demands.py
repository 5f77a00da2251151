"""What every backend keeps of the demands of what waits, and of which of them each yes serves."""

from dataclasses import replace

import pytest
from tests.contracts.backend import NOW, Backend, Unit
from tests.contracts.test_approvals import (
    CHECKER,
    MAKER,
    OTHER,
    a_decision,
    a_request,
    an_actor,
)

from bank.application.approvals.stored_approvals import ApprovalFilter
from bank.domain.approvals import (
    ApprovalDecision,
    ApprovalRequest,
    ApprovalState,
    MakerMayNotApprove,
)
from bank.domain.audit import Actor
from bank.domain.demands import Demand

MANAGERS = Demand(roles=frozenset({"branch_manager"}), needed=2)
OFFICER = Demand(roles=frozenset({"compliance_officer", "auditor"}))
HOLDER = Demand(roles=frozenset({"customer"}))
ANNA = an_actor(CHECKER, "branch_manager")
DUAL = an_actor(OTHER, "branch_manager", "auditor")
BERT = an_actor("d" * 32, "branch_manager")


async def _decide(unit: Unit, request: ApprovalRequest, by: Actor) -> ApprovalRequest:
    """Say yes as the bank does."""
    found = await unit.approvals.find(request.id, lock=True)
    assert found is not None
    decided = found.decided(replace(a_decision(by.pseudonym), serves=frozenset()), by)
    await unit.approvals.save(decided, decided.decisions[-1])
    return decided


async def _kept(backend: Backend, *requests: ApprovalRequest) -> None:
    async with backend.unit() as unit:
        for request in requests:
            await unit.approvals.add(request, "the act")
        await unit.work.commit()


async def test_demands_are_read_in_their_order_with_what_was_served_of_each(
    backend: Backend,
) -> None:
    request = a_request(demands=(MANAGERS, OFFICER, HOLDER))
    other = a_request(2, demands=(HOLDER, OFFICER))
    await _kept(backend, request, other)
    async with backend.unit() as unit:
        await _decide(unit, request, ANNA)
        decided = await _decide(unit, request, DUAL)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        found = await unit.approvals.find(request.id)
        assert found is not None
        assert (found.demands, dict(found.missing)) == ((MANAGERS, OFFICER, HOLDER), {HOLDER: 1})
        assert set(found.decisions) == set(decided.decisions)
        served = {each.checker: each.serves for each in found.decisions}
        assert served == {CHECKER: frozenset({MANAGERS}), OTHER: frozenset({MANAGERS, OFFICER})}
        assert await unit.approvals.find(other.id) == other


async def test_the_last_demand_that_is_met_after_a_load_makes_it_approved(
    backend: Backend,
) -> None:
    request = a_request(demands=(MANAGERS, OFFICER))
    await _kept(backend, request)
    for by, state in (
        (ANNA, ApprovalState.PENDING),
        (DUAL, ApprovalState.APPROVED),
    ):
        async with backend.unit() as unit:
            assert (await _decide(unit, request, by)).state is state
            await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert [each.id for each in await unit.approvals.approved(9)] == [request.id]


async def test_a_no_serves_nothing(backend: Backend) -> None:
    request = a_request(demands=(OFFICER,))
    await _kept(backend, request)
    async with backend.unit() as unit:
        no = ApprovalDecision(
            checker=OTHER, approved=False, at=NOW, audit_event=request.audit_event, reason="No."
        )
        decided = request.decided(no, DUAL)
        await unit.approvals.save(decided, decided.decisions[-1])
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        found = await unit.approvals.find(request.id)
        assert found == decided
        assert dict(found.missing) == {OFFICER: 1}


async def test_the_maker_serves_nothing(backend: Backend) -> None:
    request = a_request(demands=(OFFICER,))
    await _kept(backend, request)
    async with backend.unit() as unit:
        yes = replace(a_decision(MAKER), serves=frozenset({OFFICER}))
        with pytest.raises(MakerMayNotApprove):
            await unit.approvals.save(request, yes)


async def test_what_has_enough_people_like_somebody_waits_for_others(backend: Backend) -> None:
    """Scenario: two of the roles are demanded, one of which is served, and then both."""
    one, both = replace(MANAGERS, needed=1), (replace(MANAGERS, needed=1), HOLDER)
    request = a_request(demands=both, holders=frozenset({BERT.pseudonym}))
    await _kept(backend, request, a_request(2, demands=(one,)))
    holder, stranger = replace(BERT, roles=("customer",)), an_actor("e" * 32, "customer")

    async def waiting(unit: Unit) -> dict[str, list[int]]:
        pages = {
            "anna": await _page(unit, ANNA),
            "bert": await _page(unit, BERT),
            "holder": await _page(unit, holder),
            "bert in both roles": await _page(unit, replace(BERT, roles=("customer", *BERT.roles))),
            "stranger": await _page(unit, stranger),
        }
        return {name: page for name, page in pages.items() if page}

    async with backend.unit() as unit:
        managers = ("anna", "bert", "bert in both roles")
        assert await waiting(unit) == {name: [2, 1] for name in managers} | {"holder": [1]}
        await _decide(unit, request, ANNA)
        assert await waiting(unit) == {
            "anna": [2],
            "bert": [2],
            "holder": [1],
            "bert in both roles": [2, 1],
        }
        await _decide(unit, request, holder)
        assert await waiting(unit) == {name: [2] for name in managers}


async def _page(unit: Unit, to: Actor) -> list[int]:
    found = await unit.approvals.page(ApprovalFilter(at=NOW, to_decide_by=to), before=None, limit=9)
    return [request.id.int >> 64 for request in found]
