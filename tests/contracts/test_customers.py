"""What every store of customers does."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contracts.accounts import customer
from tests.contracts.backend import Backend, named
from tests.contracts.waiting import ended, waits

from bank.domain.identifiers import public_id
from bank.domain.parties import Customer


async def _committed(backend: Backend, full_name: str = "Ada Lovelace") -> Customer:
    async with backend.unit() as unit:
        added = await customer(unit, full_name=full_name)
        await unit.work.commit()
    return added


async def test_a_customer_is_found_by_the_public_id(backend: Backend) -> None:
    added = await _committed(backend)
    async with backend.unit() as unit:
        assert await unit.customers.find(added.id) == added
        assert await unit.customers.find(named("nobody")) is None


async def test_a_row_without_its_millisecond_names_nobody(backend: Backend) -> None:
    added = await _committed(backend)
    guess = public_id(added.created_at + timedelta(milliseconds=1), added.row)
    async with backend.unit() as unit:
        assert await unit.customers.find(guess) is None
        assert await unit.customers.subjects(guess) == frozenset()


async def test_a_customer_without_a_phone_stays_without(backend: Backend) -> None:
    async with backend.unit() as unit:
        added = replace(await customer(unit), row=await unit.customers.next_row(), phone=None)
        await unit.customers.add(added)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.customers.find(added.id) == added


async def test_every_row_number_is_drawn_once_even_if_its_unit_rolls_back(
    backend: Backend,
) -> None:
    async with backend.unit() as first, backend.unit() as second:
        drawn = [await unit.customers.next_row() for unit in (first, second, first)]
    async with backend.unit() as third:
        drawn += [await third.customers.next_row(), await third.accounts.next_row()]
    assert len(set(drawn)) == 5


async def test_a_branch_is_known_or_not(backend: Backend) -> None:
    async with backend.unit() as unit:
        assert await unit.customers.has_branch("harbour")
        assert not await unit.customers.has_branch("moon")


async def test_a_customer_acts_for_themselves(backend: Backend) -> None:
    added = await _committed(backend)
    async with backend.unit() as unit:
        assert await unit.customers.subjects(added.id) == frozenset({str(added.id)})
        assert await unit.customers.subjects(named("nobody")) == frozenset()


async def test_a_saved_customer_is_read_back(backend: Backend) -> None:
    added = await _committed(backend)
    amended = added.amended(full_name="Ada King", email="king@example.com", phone="+1")
    async with backend.unit() as unit:
        assert await unit.customers.find(added.id, lock=True) == added
        await unit.customers.save(amended)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.customers.find(added.id) == amended


async def test_a_locked_customer_is_changed_by_one_at_a_time(backend: Backend) -> None:
    """Scenario: two units lock one customer to change them.

    Outcome: the second waits, and then sees what the first wrote.
    """
    added = await _committed(backend)
    amended = added.amended(full_name="Ada King")

    async def second() -> Customer | None:
        async with backend.unit() as unit:
            return await unit.customers.find(added.id, lock=True)

    async with backend.unit() as first:
        await first.customers.find(added.id, lock=True)
        await first.customers.save(amended)
        task = asyncio.create_task(second())
        assert await waits(task)
        async with backend.unit() as reader:
            assert await reader.customers.find(added.id) == added
        await first.work.commit()
    assert await ended(task) == amended


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"full_name": "Ada Lovelace"}, ["Ada Lovelace", "ADA  LOVELACE"]),
        ({"full_name": " ada lovelace "}, ["Ada Lovelace", "ADA  LOVELACE"]),
        ({"full_name": "Ada"}, []),
        ({"email": "ADA@example.com"}, ["Ada Lovelace", "ADA  LOVELACE", "Grace Hopper"]),
        ({"full_name": "Grace Hopper", "email": "ada@example.com"}, ["Grace Hopper"]),
        ({"full_name": "Grace Hopper", "phone": "+1"}, []),
    ],
    ids=str,
)
async def test_a_search_finds_equal_values_but_for_case_and_spacing(
    backend: Backend, wanted: dict[str, str], names: list[str]
) -> None:
    for full_name in ("Ada Lovelace", "ADA  LOVELACE", "Grace Hopper"):
        await _committed(backend, full_name)
    given = {"full_name": None, "email": None, "phone": None, **wanted}
    async with backend.unit(read_only=True) as unit:
        found = await unit.customers.search(**given, limit=50)
    assert [each.full_name for each in found] == names


async def test_a_search_finds_no_more_than_its_limit(backend: Backend) -> None:
    for _ in range(3):
        await _committed(backend)
    async with backend.unit(read_only=True) as unit:
        search = unit.customers.search
        assert len(await search(full_name=None, email="ada@example.com", phone=None, limit=2)) == 2
