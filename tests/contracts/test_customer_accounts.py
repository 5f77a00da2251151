"""What every store of customers' accounts does, and every directory of their names."""

import asyncio
from datetime import timedelta

import pytest
from tests.contracts.accounts import account, committed_account, customer, ref, till
from tests.contracts.backend import NOW, Backend, named
from tests.contracts.postings import post, request
from tests.contracts.waiting import ended, waits

from bank.application.ports.account_directory import AccountRef
from bank.application.posting.journal import Wanted
from bank.domain.customer_accounts import BlockReason, CustomerAccount, ExternalReferenceTaken
from bank.domain.identifiers import public_id
from bank.domain.ledger.accounts import AccountStatus, Block


async def _read(backend: Backend, wanted: AccountRef) -> CustomerAccount | None:
    async with backend.unit(read_only=True) as unit:
        return await unit.accounts.find(wanted)


async def test_an_account_is_found_as_it_was_opened(backend: Backend) -> None:
    opened = await committed_account(backend, external_reference="shop-1", overdraft_minor=500)
    assert await _read(backend, ref(opened)) == opened


async def test_a_row_without_its_millisecond_names_no_account(backend: Backend) -> None:
    opened = await committed_account(backend)
    row, opened_ms = ref(opened)
    assert await _read(backend, AccountRef(row, opened_ms + 1)) is None


async def test_an_internal_account_is_no_customers_account(backend: Backend) -> None:
    assert await _read(backend, await till(backend)) is None


async def test_an_account_shows_the_balance_on_its_normal_side(backend: Backend) -> None:
    opened = await committed_account(backend)
    await post(backend, request("deposit", await till(backend), ref(opened), amount_minor=1234))
    found = await _read(backend, ref(opened))
    assert found is not None
    assert (found.balance_minor, found.available_minor) == (1234, 1234)


async def test_name_status_and_version_are_saved(backend: Backend) -> None:
    opened = await committed_account(backend)
    changed = opened.renamed("Holidays").closed()
    async with backend.unit() as unit:
        assert await unit.accounts.find(ref(opened), lock=True) == opened
        await unit.accounts.save(changed, NOW)
        await unit.work.commit()
    assert await _read(backend, ref(opened)) == changed
    async with backend.journal.begin() as posting:
        loaded = await posting.load(Wanted([], [opened.row]), NOW)
    assert loaded.accounts[opened.row].status == AccountStatus.CLOSED


async def test_blocks_and_the_last_day_in_use_are_saved_where_postings_look(
    backend: Backend,
) -> None:
    opened = await committed_account(backend)
    day = NOW.date() + timedelta(days=1)
    changed = opened.barred(Block.CREDIT, BlockReason.COURT_ORDER).closed().reopened(day)
    async with backend.unit() as unit:
        await unit.accounts.find(ref(opened), lock=True)
        await unit.accounts.save(changed, NOW)
        await unit.work.commit()
    assert await _read(backend, ref(opened)) == changed
    async with backend.journal.begin() as posting:
        loaded = (await posting.load(Wanted([], [opened.row]), NOW)).accounts[opened.row]
    assert (loaded.blocked, loaded.active_on) == (Block.CREDIT, day)


async def test_whoever_locks_an_account_sees_what_another_saved_meanwhile(backend: Backend) -> None:
    """Scenario: a unit renames an account and blocks a side; another waits for its lock.

    Outcome: the other sees the new name, version and reason, and loses nothing of it.
    """
    opened = await committed_account(backend)
    changed = opened.renamed("Holidays").barred(Block.DEBIT, BlockReason.LOST_CARD)

    async def locked() -> CustomerAccount | None:
        async with backend.unit() as unit:
            return await unit.accounts.find(ref(opened), lock=True)

    async with backend.unit() as unit:
        await unit.accounts.find(ref(opened), lock=True)
        await unit.accounts.save(changed, NOW)
        task = asyncio.create_task(locked())
        assert await waits(task)
        await unit.work.commit()
    assert await ended(task) == changed


async def test_saving_leaves_the_balance_alone(backend: Backend) -> None:
    opened = await committed_account(backend)
    await post(backend, request("deposit", await till(backend), ref(opened), amount_minor=1234))
    async with backend.unit() as unit:
        await unit.accounts.find(ref(opened), lock=True)
        await unit.accounts.save(opened.renamed("Holidays"), NOW)
        await unit.work.commit()
    found = await _read(backend, ref(opened))
    assert found is not None
    assert (found.balance_minor, found.name) == (1234, "Holidays")


async def test_an_external_reference_is_given_once(backend: Backend) -> None:
    await committed_account(backend, external_reference="shop-1")
    with pytest.raises(ExternalReferenceTaken):
        await committed_account(backend, external_reference="shop-1")
    await committed_account(backend, external_reference="shop-2")


async def test_an_external_reference_is_given_once_among_those_who_ask_together(
    backend: Backend,
) -> None:
    """Scenario: two units open accounts with one external reference; the first has not ended.

    Outcome: the second waits and is refused.
    """
    async with backend.unit() as first:
        await account(first, await customer(first), external_reference="shop-1")
        second = asyncio.create_task(committed_account(backend, external_reference="shop-1"))
        assert await waits(second)
        await first.work.commit()
    with pytest.raises(ExternalReferenceTaken):
        await ended(second)


async def test_the_accounts_of_a_customer_come_in_pages_by_row(backend: Backend) -> None:
    await committed_account(backend)
    async with backend.unit() as unit:
        owner = await customer(unit)
        opened = [await account(unit, owner) for _ in range(3)]
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        of_customer = unit.accounts.of_customer
        assert await of_customer(owner.id, after=None, limit=2) == opened[:2]
        assert await of_customer(owner.id, after=opened[1].row, limit=2) == opened[2:]
        assert await of_customer(named("nobody"), after=None, limit=2) == []
        guess = public_id(owner.created_at + timedelta(milliseconds=1), owner.row)
        assert await of_customer(guess, after=None, limit=2) == []


async def test_nothing_posts_to_a_locked_account(backend: Backend) -> None:
    """Scenario: a unit has locked an account to close it; a batch wants to post to it.

    Outcome: the batch waits, and then sees it closed.
    """
    opened = await committed_account(backend)

    async def batch() -> AccountStatus:
        async with backend.journal.begin() as unit:
            loaded = await unit.load(Wanted([], [opened.row]), NOW)
            return AccountStatus(loaded.accounts[opened.row].status)

    async with backend.unit() as unit:
        await unit.accounts.find(ref(opened), lock=True)
        task = asyncio.create_task(batch())
        assert await waits(task)
        await unit.accounts.save(opened.closed(), NOW)
        await unit.work.commit()
    assert await ended(task) is AccountStatus.CLOSED


async def test_whoever_locks_an_account_sees_what_was_posted_meanwhile(backend: Backend) -> None:
    """Scenario: a batch posts to an account; a unit wants to lock it.

    Outcome: the unit waits, and then sees the new balance.
    """
    opened = await committed_account(backend)
    cash = await till(backend)

    async def locked() -> CustomerAccount | None:
        async with backend.unit() as unit:
            return await unit.accounts.find(ref(opened), lock=True)

    async with backend.journal.begin() as posting:
        await posting.load(Wanted([], sorted([cash.row, opened.row])), NOW)
        task = asyncio.create_task(locked())
        assert await waits(task)
    found = await ended(task)
    assert found == opened
