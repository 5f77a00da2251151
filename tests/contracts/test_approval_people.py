"""What every backend knows of makers, and of those who could approve."""

from dataclasses import replace

import pytest
from tests.contracts.backend import NOW, Backend

from bank.domain.approvals import ApprovalState
from bank.domain.audit import Actor
from bank.domain.contacts import Contact
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
            branch="main",
        )
        await unit.principals.add(added)
        if signs_in:
            await unit.password_hashes.put(row, "{hash}kept", NOW)
        await unit.work.commit()
    return added


async def _others(backend: Backend, maker: str, roles: frozenset[str] = ADMINISTRATORS) -> int:
    async with backend.unit() as unit:
        return await unit.people.others(_actor(maker), roles)


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
