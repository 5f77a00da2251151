"""What every backend knows of makers, and of those who could approve."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.contracts.backend import NOW, Backend

from bank.application.approvals.approval_people import CHECKERS_TOLD
from bank.domain.approvals import ApprovalRequest, ApprovalState
from bank.domain.audit import Actor
from bank.domain.contacts import Contact
from bank.domain.demands import Demand
from bank.domain.principals import Principal, PrincipalKind, PrincipalState

ADMINISTRATORS = frozenset({"administrator"})


def _actor(subject: str) -> Actor:
    return Actor(kind="session", subject=subject, pseudonym=f"of {subject}", roles=())


async def _member(
    backend: Backend,
    subject: str,
    *roles: str,
    state: PrincipalState = PrincipalState.ACTIVE,
    signs_in: bool = True,
    is_reached: bool = False,
    branch: str | None = "main",
) -> Principal:
    async with backend.unit() as unit:
        row = await unit.principals.next_row()
        added = Principal(
            row=row,
            subject=subject,
            kind=PrincipalKind.STAFF,
            state=state,
            roles=roles,
            created_at=NOW,
            branch=branch,
        )
        await unit.principals.add(added)
        if is_reached:
            await unit.contacts.put(added, Contact.email(f"{subject}@bank.example"), NOW)
        if signs_in:
            await unit.password_hashes.put(row, "{hash}kept", NOW)
        await unit.work.commit()
    return added


async def _others(backend: Backend, maker: str, roles: frozenset[str] = ADMINISTRATORS) -> int:
    async with backend.unit() as unit:
        (found,) = await unit.people.others(_actor(maker), [roles])
        return found


async def test_others_are_those_who_could_approve(backend: Backend) -> None:
    assert await _others(backend, "anna") == 0
    anna = await _member(backend, "anna", "administrator", "teller")
    assert (await _others(backend, "anna"), await _others(backend, "nobody")) == (0, 1)
    await _member(backend, "bert", "administrator")
    await _member(backend, "carl", "teller")
    await _member(backend, "dora", "administrator", state=PrincipalState.DEACTIVATED)
    await _member(backend, "emil", "administrator", signs_in=False)
    assert await _others(backend, "anna") == 1
    assert await _others(backend, "anna", ADMINISTRATORS | {"teller"}) == 2
    assert await _others(backend, "bert", ADMINISTRATORS | {"teller"}) == 2
    async with backend.unit() as unit:
        await unit.principals.save(anna.changed(roles=("auditor",)))
        await unit.work.commit()
    assert await _others(backend, "bert") == 0


async def test_whoever_proved_an_address_counts_without_a_password(backend: Backend) -> None:
    await _member(backend, "anna", "administrator", signs_in=False, is_reached=True)
    assert await _others(backend, "bert") == 1


async def test_others_are_counted_for_each_set_of_roles(backend: Backend) -> None:
    await _member(backend, "anna", "administrator")
    await _member(backend, "bert", "administrator", "teller")
    await _member(backend, "carl", "teller")
    tellers = frozenset({"teller"})
    async with backend.unit() as unit:
        of = [ADMINISTRATORS, tellers, ADMINISTRATORS | tellers, frozenset({"auditor"})]
        assert await unit.people.others(_actor("anna"), of) == [1, 2, 2, 0]


async def test_a_maker_is_known_as_they_are_now(backend: Backend) -> None:
    anna = await _member(backend, "anna", "administrator")
    async with backend.unit() as unit:
        await unit.principals.save(anna.changed(state=PrincipalState.DEACTIVATED))
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        known = await unit.people.known(_actor("anna"))
        assert known == replace(anna, state=PrincipalState.DEACTIVATED, version=2)
        assert await unit.people.known(_actor("keycloak|anna")) is None


@pytest.mark.parametrize(
    "how",
    [
        ApprovalState.DONE,
        ApprovalState.FAILED,
        ApprovalState.REJECTED,
        ApprovalState.EXPIRED,
    ],
)
async def test_a_maker_with_an_address_is_told(backend: Backend, how: ApprovalState) -> None:
    anna = await _member(backend, "anna", "administrator")
    async with backend.unit() as unit:
        await unit.people.tell(_actor("anna"), how)
        await unit.people.tell(_actor("keycloak|anna"), how)
        assert await unit.stored_notices.claim(NOW, limit=9) == []
        await unit.contacts.put(anna, Contact.email("anna@bank.example"), NOW)
        await unit.people.tell(_actor("anna"), how)
        (notice,) = await unit.stored_notices.claim(NOW, limit=9)
    assert (notice.kind, notice.to) == (f"approval_{how}", Contact.email("anna@bank.example"))


def _request(*roles: str, besides: tuple[Demand, ...] = ()) -> ApprovalRequest:
    return ApprovalRequest(
        id=UUID(int=1),
        action="staff.change",
        maker="of anna",
        demands=(Demand(roles=frozenset(roles)), *besides),
        holders=frozenset(),
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
        audit_event=UUID(int=2),
    )


async def _asked(
    backend: Backend, request: ApprovalRequest, maker: Actor, *holders: str
) -> list[str]:
    """Say who is told, by the first part of their address, and what of."""
    async with backend.unit() as unit:
        await unit.people.ask(request, maker, frozenset(holders))
        told = await unit.stored_notices.claim(NOW, limit=CHECKERS_TOLD + 1)
    until = f"{request.expires_at:%Y-%m-%d %H:%M} UTC"
    for each in told:
        assert each.kind == "approval_waits"
        assert each.about == f"staff.change, {request.id}, until {until}"
    return [each.to.value.partition("@")[0] for each in told]


async def test_those_who_could_decide_are_asked_and_never_the_maker(backend: Backend) -> None:
    await _member(backend, "anna", "administrator", is_reached=True)
    await _member(backend, "bert", "administrator", "teller", is_reached=True)
    await _member(backend, "carl", "teller", is_reached=True)
    await _member(
        backend, "dora", "administrator", state=PrincipalState.DEACTIVATED, is_reached=True
    )
    await _member(backend, "emil", "administrator")
    assert await _asked(backend, _request("administrator"), _actor("anna")) == ["bert"]
    both = _request("administrator", "teller")
    assert await _asked(backend, both, _actor("anna")) == ["bert", "carl"]
    assert await _asked(backend, both, _actor("keycloak|anna")) == ["anna", "bert", "carl"]


async def test_who_is_about_to_be_told_gets_no_other_notice(backend: Backend) -> None:
    await _member(backend, "bert", "administrator", is_reached=True)
    request = _request("administrator")
    async with backend.unit() as unit:
        for _ in range(2):
            await unit.people.ask(request, _actor("anna"), frozenset())
        assert len(await unit.stored_notices.claim(NOW, limit=9)) == 1
        await unit.people.ask(request, _actor("anna"), frozenset())
        assert len(await unit.stored_notices.claim(NOW, limit=9)) == 1


async def test_of_customers_those_are_asked_who_hold_the_object(backend: Backend) -> None:
    for subject in ("anna", "bert", "carl"):
        await _member(backend, subject, "customer", is_reached=True)
    await _member(backend, "dora", "branch_manager", is_reached=True)
    theirs = _request("customer")
    assert await _asked(backend, theirs, _actor("anna"), "anna", "bert", "dora") == ["bert"]
    assert await _asked(backend, theirs, _actor("anna")) == []
    either = _request("customer", "branch_manager")
    assert await _asked(backend, either, _actor("anna"), "bert") == ["bert", "dora"]


async def test_so_many_are_asked_at_most_and_those_who_are_near_first(backend: Backend) -> None:
    for number in range(CHECKERS_TOLD + 1):
        await _member(backend, f"m{number}", "branch_manager", is_reached=True, branch=None)
    await _member(backend, "near", "branch_manager", is_reached=True)
    maker = replace(_actor("anna"), branch="main")
    asked = await _asked(backend, _request("branch_manager"), maker)
    assert asked[0] == "near"
    assert len(asked) == CHECKERS_TOLD
    assert len(await _asked(backend, _request("branch_manager"), _actor("anna"))) == CHECKERS_TOLD


async def test_those_who_serve_any_demand_are_asked_once(backend: Backend) -> None:
    await _member(backend, "anna", "branch_manager", "auditor", is_reached=True)
    await _member(backend, "bert", "auditor", is_reached=True)
    await _member(backend, "carl", "customer", is_reached=True)
    await _member(backend, "dora", "customer", is_reached=True)
    besides = (Demand(roles=frozenset({"auditor"})), Demand(roles=frozenset({"customer"})))
    request = _request("branch_manager", besides=besides)
    asked = await _asked(backend, request, _actor("emil"), "dora")
    assert asked == ["anna", "bert", "dora"]


async def test_people_of_one_demand_do_not_take_the_place_of_those_of_another(
    backend: Backend,
) -> None:
    for number in range(CHECKERS_TOLD + 1):
        await _member(backend, f"m{number}", "branch_manager", is_reached=True)
    await _member(backend, "bert", "auditor", is_reached=True, branch=None)
    besides = (Demand(roles=frozenset({"auditor"})),)
    request, maker = _request("branch_manager", besides=besides), _actor("anna")
    asked = await _asked(backend, request, replace(maker, branch="main"))
    assert (len(asked), asked[-1]) == (CHECKERS_TOLD + 1, "bert")
