"""What every store does of holders, idle accounts and open obligations."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.contracts.accounts import committed_account, customer, holders, ref, till
from tests.contracts.backend import EUR, JPY, NOW, TODAY, Backend, Unit, named
from tests.contracts.postings import post, request
from tests.contracts.waiting import ended, waits

from bank.application.ports.account_directory import AccountRef, Holding
from bank.application.posting.journal import Wanted
from bank.domain.account_holders import AccountHolder, AccountHolders
from bank.domain.customer_accounts import CustomerAccount, Obligation
from bank.domain.exchange import Quote
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.money import Money
from bank.domain.parties import ACTING, Customer, HolderRole

HOUR = timedelta(hours=1)
IDLE: Mapping[tuple[str, int], date] = {("current", 1): TODAY + timedelta(days=1)}
"""Whatever was not used since the account was opened."""


async def _held(
    backend: Backend, opened: CustomerAccount, role: HolderRole
) -> tuple[Customer, AccountHolder]:
    """Add a holder in a role."""
    async with backend.unit() as unit:
        other = await customer(unit, full_name="Grace Hopper")
        holder = AccountHolder(customer=other.row, customer_id=other.id, role=role)
        await unit.holders.put(opened, holder)
        await unit.work.commit()
    return other, holder


async def _holders(backend: Backend, of: CustomerAccount) -> AccountHolders:
    async with backend.unit(read_only=True) as unit:
        return await unit.holders.of_account(of)


async def _accounts(backend: Backend, of: Customer, **given: object) -> list[RowId]:
    async with backend.unit(read_only=True) as unit:
        found = await unit.accounts.of_customer(of.id, after=None, limit=9, **given)  # type: ignore[arg-type]
        return [each.row for each in found]


async def test_an_account_is_held_by_its_owner_to_begin_with(backend: Backend) -> None:
    opened = await committed_account(backend)
    owner = AccountHolder(customer=opened.owner, customer_id=opened.owner_id, role=HolderRole.OWNER)
    expected = AccountHolders(id=opened.id, owner=opened.owner, all=(owner,))
    assert await _holders(backend, opened) == expected


@pytest.mark.parametrize("role", list(HolderRole)[1:])
async def test_a_holder_counts_until_the_role_ends_and_after_it_is_given_anew(
    backend: Backend, role: HolderRole
) -> None:
    opened = await committed_account(backend)
    other, holder = await _held(backend, opened, role)
    subjects = {str(opened.owner_id)} | ({str(other.id)} if role in ACTING else set())
    owners = {str(opened.owner_id)} | ({str(other.id)} if role is HolderRole.JOINT else set())
    beneficiaries = {str(other.id)} - subjects

    async def put(as_it_is: AccountHolder) -> None:
        async with backend.unit() as unit:
            await unit.holders.put(opened, as_it_is)
            await unit.work.commit()
        assert holder.customer in {each.customer for each in (await _holders(backend, opened)).all}
        assert as_it_is in (await _holders(backend, opened)).all

    for _ in range(2):
        assert await holders(backend, ref(opened)) == subjects
        held = await backend.directory.holding(ref(opened))
        assert set(held.owners) == owners
        assert set(held.beneficiaries) == beneficiaries
        assert await _accounts(backend, other) == [opened.row]
        assert await _accounts(backend, other, roles=[role]) == [opened.row]
        assert await _accounts(backend, other, roles=[HolderRole.OWNER]) == []
        await put(replace(holder, ended_at=NOW))
        alone = frozenset({str(opened.owner_id)})
        ended = await backend.directory.holding(ref(opened))
        assert ended == Holding(holders=alone, owners=alone, branch="main")
        assert await _accounts(backend, other) == []
        await put(holder)


async def _mark(
    unit: Unit, *, after: int = 0, limit: int = 9, idle: Mapping[tuple[str, int], date] = IDLE
) -> list[AccountRef]:
    return list(await unit.idle_accounts.mark_dormant(idle, after=RowId(after), limit=limit))


async def _status(backend: Backend, opened: CustomerAccount) -> AccountStatus:
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], [opened.row]), NOW)
        return AccountStatus(loaded.accounts[opened.row].status)


async def test_idle_accounts_are_marked_in_portions_by_their_rows(backend: Backend) -> None:
    opened = [await committed_account(backend) for _ in range(3)]
    async with backend.unit() as unit:
        assert await _mark(unit, limit=2) == [ref(each) for each in opened[:2]]
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await _mark(unit, after=opened[1].row, limit=2) == [ref(opened[2])]
        assert await _mark(unit) == [], "none is marked twice"
        await unit.work.commit()
    assert {await _status(backend, each) for each in opened} == {AccountStatus.DORMANT}
    async with backend.unit(read_only=True) as unit:
        found = await unit.accounts.find(ref(opened[0]))
    assert found == replace(opened[0], status=AccountStatus.DORMANT, version=2)


async def test_what_no_product_lets_sleep_is_left_alone(backend: Backend) -> None:
    opened = await committed_account(backend)
    async with backend.unit() as unit:
        for idle in ({}, {("current", 2): TODAY + timedelta(days=1)}, {("current", 1): TODAY}):
            assert await _mark(unit, idle=idle) == []
        await unit.work.commit()
    assert await _status(backend, opened) is AccountStatus.OPEN


async def test_a_payment_that_is_faster_keeps_its_account_open(backend: Backend) -> None:
    """Scenario: an account is being paid into by its customer when idle ones are marked.

    Outcome: the marking waits, looks again, and leaves the account alone; it marks the other.
    """
    used, idle = await committed_account(backend), await committed_account(backend)
    cash = await till(backend)
    tomorrow = NOW + timedelta(days=1)

    async def mark() -> list[AccountRef]:
        async with backend.unit() as unit:
            marked = await _mark(unit)
            await unit.work.commit()
            return marked

    async with backend.unit() as unit:
        found = await unit.accounts.find(ref(used), lock=True)
        assert found is not None
        await unit.accounts.save(replace(found, active_on=tomorrow.date()), tomorrow)
        task = asyncio.create_task(mark())
        assert await waits(task)
        await unit.work.commit()
    assert await ended(task) == [ref(idle)]
    assert await _status(backend, used) is AccountStatus.OPEN
    await post(backend, request("late", cash, ref(used)), now=tomorrow)


async def test_an_exchange_quote_is_an_obligation_of_the_account_that_pays_until_it_has_expired(
    backend: Backend,
) -> None:
    debit, credit = await committed_account(backend), await committed_account(backend)
    other = await committed_account(backend)
    quote = Quote(
        id=named("quote"),
        created_at=NOW,
        expires_at=NOW + HOUR,
        debit_account=debit.row,
        debit_opened_ms=ref(debit).opened_ms,
        credit_account=credit.row,
        credit_opened_ms=ref(credit).opened_ms,
        debit=Money(100, EUR),
        credit=Money(16_000, JPY),
        rate=Decimal(160),
    )
    async with backend.unit() as unit:
        await unit.quotes.add(quote)
        against = unit.obligations.against
        assert await against(debit.row, NOW) == {Obligation.EXCHANGE_QUOTE}
        assert not await against(debit.row, NOW + HOUR)
        for each in (credit, other):
            assert not await against(each.row, NOW)
