"""What every store of data keys does."""

import asyncio

from tests.contracts.backend import NOW, Backend
from tests.contracts.waiting import ended, waits

from bank.application.ports.data_keys import StoredDataKey


async def _add(backend: Backend, wrapped: bytes, owner: str = "ada") -> StoredDataKey:
    async with backend.unit() as unit:
        stored = await unit.data_keys.add(
            purpose="customer", owner=owner, wrapped=wrapped, created_at=NOW
        )
        await unit.work.commit()
    return stored


async def test_a_key_is_found_as_it_was_added(backend: Backend) -> None:
    stored = await _add(backend, b"first")
    assert (stored.purpose, stored.owner) == ("customer", "ada")
    assert (stored.wrapped, stored.created_at) == (b"first", NOW)
    assert stored.id >= 1
    async with backend.unit() as unit:
        assert await unit.data_keys.find("customer", "ada") == stored
        assert await unit.data_keys.find("reference", "ada") is None
        assert await unit.data_keys.find("customer", "bob") is None


async def test_the_first_key_of_an_owner_stays(backend: Backend) -> None:
    first = await _add(backend, b"first")
    assert await _add(backend, b"second") == first
    assert (await _add(backend, b"third", owner="bob")).id != first.id


async def test_whoever_adds_at_the_same_time_is_given_the_first(backend: Backend) -> None:
    """Scenario: two units add a key for one owner; the first has not ended.

    Outcome: the second waits and is given the first's key.
    """
    async with backend.unit() as unit:
        first = await unit.data_keys.add(
            purpose="customer", owner="ada", wrapped=b"first", created_at=NOW
        )
        second = asyncio.create_task(_add(backend, b"second"))
        assert await waits(second)
        await unit.work.commit()
    assert await ended(second) == first


async def test_a_destroyed_key_is_gone_and_its_number_is_not_used_again(backend: Backend) -> None:
    first = await _add(backend, b"first")
    async with backend.unit() as unit:
        assert await unit.data_keys.destroy("customer", "ada")
        assert not await unit.data_keys.destroy("customer", "bob")
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.data_keys.find("customer", "ada") is None
        assert not await unit.data_keys.destroy("customer", "ada")
    assert (await _add(backend, b"again")).id > first.id


async def test_the_keys_of_months_that_are_over_are_destroyed_and_no_others(
    backend: Backend,
) -> None:
    async with backend.unit() as unit:
        months = [("passing", "2025-12"), ("passing", "2026-10"), ("passing", "2026-11")]
        for purpose, owner in [*months, ("reference", "2025-12"), ("customer", "2025")]:
            await unit.data_keys.add(
                purpose=purpose, owner=owner, wrapped=owner.encode(), created_at=NOW
            )
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.data_keys.destroy_months("passing", over_at=NOW) == 2
        assert await unit.data_keys.destroy_months("passing", over_at=NOW) == 0
        await unit.work.commit()
    async with backend.unit() as unit:
        found = [await unit.data_keys.find(*each) for each in months]
        assert [each is not None for each in found] == [False, False, True]
        assert await unit.data_keys.find("reference", "2025-12") is not None
        assert await unit.data_keys.find("customer", "2025") is not None


async def test_a_month_of_a_thousand_years_ago_is_before_every_other(backend: Backend) -> None:
    """What is kept for ever, as settings can say it: for a thousand years and more."""
    async with backend.unit() as unit:
        await unit.data_keys.add(purpose="reference", owner="2026-11", wrapped=b"w", created_at=NOW)
        for years in (1027, 1927, 2020):
            over_at = NOW.replace(year=NOW.year - years)
            assert await unit.data_keys.destroy_months("reference", over_at=over_at) == 0
