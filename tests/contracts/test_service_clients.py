"""What every store of service clients and of their used assertions does."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contracts.backend import NOW, Backend, Unit, named
from tests.contracts.waiting import ended, waits

from bank.application.identity.tokens.client_assertions import ClientAssertionReplayed
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.domain.service_clients import ServiceClient

MINUTE = timedelta(minutes=1)


async def _client(unit: Unit, client_id: str = "payments") -> ServiceClient:
    principal = Principal(
        row=await unit.principals.next_row(),
        subject=client_id,
        kind=PrincipalKind.SERVICE,
        state=PrincipalState.ACTIVE,
        roles=("auditor", "teller"),
        created_at=NOW,
    )
    added = ServiceClient(principal=principal, keys='{"keys":[]}', session=named(client_id))
    await unit.clients.add(added)
    return added


async def _committed(backend: Backend, *client_ids: str) -> list[ServiceClient]:
    async with backend.unit() as unit:
        added = [await _client(unit, each) for each in client_ids]
        await unit.work.commit()
    return added


async def test_a_client_is_found_by_its_id_and_by_what_it_calls_itself(backend: Backend) -> None:
    (added,) = await _committed(backend, "payments")
    async with backend.unit(read_only=True) as unit:
        assert await unit.clients.find(added.id) == added
        assert await unit.clients.named("payments") == added
        assert await unit.clients.named("Payments") is None
        assert await unit.clients.find(named("nobody")) is None
        assert await unit.principals.find("payments") == added.principal


async def test_a_person_is_no_client(backend: Backend) -> None:
    async with backend.unit() as unit:
        (added,) = await _committed(backend, "payments")
        person = replace(added.principal, row=await unit.principals.next_row(), subject="p")
        await unit.principals.add(person)
        assert await unit.clients.find(replace(added, principal=person).id) is None
        assert await unit.clients.named("p") is None


async def test_a_client_is_saved_with_its_principal(backend: Backend) -> None:
    (added,) = await _committed(backend, "payments")
    changed = replace(added.with_keys("{}", named("new session")).deactivated(), keys="{ }")
    async with backend.unit() as unit:
        assert await unit.clients.find(added.id, lock=True) == added
        await unit.clients.save(changed)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert await unit.clients.find(added.id) == changed
        assert not changed.principal.is_let_in


async def test_a_client_that_is_locked_is_waited_for(backend: Backend) -> None:
    (added,) = await _committed(backend, "payments")

    async def lock() -> ServiceClient | None:
        async with backend.unit() as unit:
            return await unit.clients.find(added.id, lock=True)

    async with backend.unit() as first:
        await first.clients.find(added.id, lock=True)
        second = asyncio.create_task(lock())
        assert await waits(second)
        await first.clients.save(added.deactivated())
        await first.work.commit()
    assert await ended(second) == added.deactivated()


async def test_clients_are_listed_page_by_page(backend: Backend) -> None:
    added = await _committed(backend, "a-client", "b-client", "c-client")
    async with backend.unit(read_only=True) as unit:
        first = await unit.clients.page(after=RowId(0), limit=2)
        assert list(first) == added[:2]
        rest = await unit.clients.page(after=first[-1].principal.row, limit=2)
        assert list(rest) == added[2:]


async def test_an_assertion_is_taken_once_by_each_client(backend: Backend) -> None:
    one, other = await _committed(backend, "a-client", "b-client")
    async with backend.unit() as unit:
        await unit.used_assertions.use(one.principal.row, "jti-1", NOW + MINUTE)
        await unit.used_assertions.use(other.principal.row, "jti-1", NOW + MINUTE)
        await unit.used_assertions.use(one.principal.row, "jti-2", NOW + MINUTE)
        await unit.work.commit()
    async with backend.unit() as unit:
        with pytest.raises(ClientAssertionReplayed):
            await unit.used_assertions.use(one.principal.row, "jti-1", NOW + MINUTE)


async def test_an_assertion_of_a_unit_that_is_rolled_back_was_not_taken(backend: Backend) -> None:
    (client,) = await _committed(backend, "payments")
    for _ in range(2):
        async with backend.unit() as unit:
            await unit.used_assertions.use(client.principal.row, "jti-1", NOW + MINUTE)


async def test_of_two_units_that_take_an_assertion_one_waits_and_is_refused(
    backend: Backend,
) -> None:
    (client,) = await _committed(backend, "payments")

    async def use() -> None:
        async with backend.unit() as unit:
            await unit.used_assertions.use(client.principal.row, "jti-1", NOW + MINUTE)

    async with backend.unit() as first:
        await first.used_assertions.use(client.principal.row, "jti-1", NOW + MINUTE)
        second = asyncio.create_task(use())
        assert await waits(second)
        await first.work.commit()
    with pytest.raises(ClientAssertionReplayed):
        await ended(second)


async def test_expired_assertions_are_forgotten_and_others_are_not(backend: Backend) -> None:
    (client,) = await _committed(backend, "payments")
    async with backend.unit() as unit:
        await unit.used_assertions.use(client.principal.row, "old", NOW + MINUTE)
        await unit.used_assertions.use(client.principal.row, "new", NOW + 2 * MINUTE)
        assert await unit.used_assertions.forget_before(NOW + MINUTE) == 1
        await unit.work.commit()
    async with backend.unit() as unit:
        await unit.used_assertions.use(client.principal.row, "old", NOW + MINUTE)
        with pytest.raises(ClientAssertionReplayed):
            await unit.used_assertions.use(client.principal.row, "new", NOW + MINUTE)
