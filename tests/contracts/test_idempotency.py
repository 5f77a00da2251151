"""What every store of idempotency records does."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, Backend, named
from tests.contracts.postings import post, request
from tests.contracts.waiting import ended, waits

from bank.application.ports.idempotency import IdempotencyRecord, RequestInFlight
from bank.application.posting.journal import Wanted
from bank.domain.audit import Outcome


def _record(key: str = "key", *, at: datetime = NOW) -> IdempotencyRecord:
    return IdempotencyRecord(
        key=named(key),
        digest=b"0123456789abcdef",
        outcome=Outcome.DONE,
        created_at=at,
        audit_event=named("event"),
    )


async def _claimed(backend: Backend, record: IdempotencyRecord) -> None:
    async with backend.unit() as unit:
        await unit.records.claim(record)
        await unit.work.commit()


async def test_an_unknown_key_stands_for_nothing(backend: Backend) -> None:
    async with backend.unit() as unit:
        assert await unit.records.find(named("key")) is None


async def test_a_record_is_found_as_it_was_settled(backend: Backend) -> None:
    async with backend.unit() as unit:
        await unit.records.claim(_record())
        await unit.records.settle(named("key"), named("object"))
        await unit.work.commit()
    async with backend.unit() as unit:
        found = await unit.records.find(named("key"))
    assert found == replace(_record(), object_id=named("object"))


async def test_a_refusal_is_found_with_all_that_it_says(backend: Backend) -> None:
    refused = replace(
        _record(),
        outcome=Outcome.REFUSED,
        code="insufficient_funds",
        detail="The available balance does not cover the amount.",
        context={"row": 7, "holder": "x"},
    )
    await _claimed(backend, refused)
    async with backend.unit() as unit:
        assert await unit.records.find(named("key")) == refused


async def test_a_key_is_claimed_once(backend: Backend) -> None:
    await _claimed(backend, _record())
    with pytest.raises(RequestInFlight):
        await _claimed(backend, _record())


async def test_a_key_whose_unit_has_not_ended_is_in_flight(backend: Backend) -> None:
    """Scenario: two units claim one key at a time, and the first has not ended.

    Outcome: the second is refused within a moment; after the first rolls back, a third gets it.
    """
    async with backend.unit() as first:
        await first.records.claim(_record())
        with pytest.raises(RequestInFlight):
            await ended(asyncio.create_task(_claimed(backend, _record())))
    await _claimed(backend, _record())


async def test_other_keys_are_not_in_flight(backend: Backend) -> None:
    async with backend.unit() as first:
        await first.records.claim(_record())
        await _claimed(backend, _record("another"))


async def test_old_records_are_forgotten_and_their_keys_are_free_again(backend: Backend) -> None:
    await _claimed(backend, _record("old", at=NOW - timedelta(days=31)))
    await _claimed(backend, _record("young", at=NOW - timedelta(days=30)))
    async with backend.unit() as unit:
        assert await unit.records.forget_before(NOW - timedelta(days=30)) == 1
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.records.find(named("young")) is not None
    await _claimed(backend, _record("old"))


async def test_the_key_of_a_posting_is_taken_and_the_id_of_one_is_not(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    by_key, by_id = (
        request("key", cash, ref(opened)),
        request("id", cash, ref(opened), key_is_id=True),
    )
    await post(backend, by_key, by_id)
    async with backend.unit(read_only=True) as unit:
        found = await unit.records.find(by_key.key)
        assert found is not None
        assert (found.digest, found.outcome, found.object_id) == (by_key.digest, Outcome.DONE, None)
        assert await unit.records.find(by_id.key) is None


async def _looks_up(backend: Backend, key: UUID) -> bool:
    async with backend.journal.begin() as batch:
        return key in (await batch.load(Wanted([key], []), NOW)).known


async def test_postings_that_are_held_up_find_what_was_claimed_meanwhile(backend: Backend) -> None:
    """Scenario: a unit holds postings up and finds nothing under a key; a batch wants the same key.

    Outcome: it waits for the unit, and finds what that has claimed.
    """
    async with backend.unit() as unit:
        await unit.records.hold_up_postings()
        batch = asyncio.create_task(_looks_up(backend, named("key")))
        assert await waits(batch)
        assert await unit.records.find(named("key")) is None
        await unit.records.claim(_record())
        await unit.work.commit()
    assert await ended(batch)


async def test_postings_under_way_are_held_up_by_nobody(backend: Backend) -> None:
    async with backend.journal.begin() as batch, backend.unit() as unit:
        await batch.load(Wanted([named("key")], []), NOW)
        with pytest.raises(RequestInFlight):
            await unit.records.hold_up_postings()
    async with backend.unit() as unit:
        await unit.records.hold_up_postings()
