"""Races against limits that nobody wins: over real connections, two banks being two processes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, seeded

from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct, SetLimits
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.limits import LimitExceeded, LimitKind
from bank.domain.money import currency
from bank.infrastructure.system.clock import SystemClock

EUR = currency("EUR")
Banks = tuple[OpenBank, OpenBank]


@pytest.fixture
async def banks(tmp_path: Path) -> AsyncIterator[Banks]:
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            yield one, other


async def limited(bank: OpenBank, account: CustomerAccount, amount_minor: int | None) -> None:
    amounts = {LimitKind.DAILY_OUT: amount_minor}
    await bank.run(SetLimits, LimitsOfAccount(account=str(account.id), amounts=amounts))


async def test_two_transfers_do_not_pass_the_daily_limit_together(banks: Banks) -> None:
    """Scenario: two server processes post transfers of 60 under a daily limit of 100.

    Outcome: one is posted, one is refused with what is left, and the ledger holds.
    """
    one, other = banks
    payer, payee = await one.account(funds_minor=1000), await one.account()
    await limited(one, payer, 100)
    results = await asyncio.gather(
        one.transfer(payer, payee, 60), other.transfer(payer, payee, 60), return_exceptions=True
    )
    (refusal,) = [result for result in results if isinstance(result, BaseException)]
    assert isinstance(refusal, LimitExceeded)
    assert refusal.context["left_minor"] == 40
    assert await one.balance(payer) == 940
    assert not await one.findings()


async def test_a_hold_and_a_transfer_do_not_pass_the_daily_limit_together(banks: Banks) -> None:
    """Scenario: one process places a hold of 60 while the other posts a transfer of 60, under 100.

    Outcome: one of the two is done, the other is refused.
    """
    one, other = banks
    payer, payee = await one.account(funds_minor=1000), await one.account()
    await limited(one, payer, 100)
    hold = HoldOrder(
        account=str(payer.id),
        amount_minor=60,
        currency="EUR",
        expires_at=SystemClock().now() + timedelta(hours=1),
    )
    results = await asyncio.gather(
        one.run(PlaceHold, hold), other.transfer(payer, payee, 60), return_exceptions=True
    )
    (refusal,) = [result for result in results if isinstance(result, BaseException)]
    assert isinstance(refusal, LimitExceeded)
    assert not await one.findings()


async def test_nothing_passes_by_a_limit_after_it_was_lowered(banks: Banks) -> None:
    """Scenario: two processes post transfers without end while the daily limit is set to 1.

    Outcome: once the change is committed, not one more is posted at either process.
    """
    one, other = banks
    payer, payee = await one.account(funds_minor=100_000), await one.account()
    set_at_last, late = asyncio.Event(), []

    async def post(bank: OpenBank) -> int:
        posted = 0
        while True:
            begun_after = set_at_last.is_set()
            try:
                await bank.transfer(payer, payee, 1)
            except LimitExceeded:
                return posted
            posted += 1
            if begun_after:
                late.append(posted)

    async def lower() -> None:
        while await one.balance(payee) < 20:
            pass
        await limited(other, payer, 1)
        set_at_last.set()

    posting = [asyncio.create_task(post(bank)) for bank in banks for _ in range(4)]
    await lower()
    posted = await asyncio.gather(*posting)
    assert not late
    assert await one.balance(payee) == sum(posted)
    assert not await one.findings()


async def test_a_products_limit_is_seen_at_once_by_the_other_process(banks: Banks) -> None:
    """Scenario: one process sets a product's limit that the other has read before, ten times over.

    Outcome: the other decides by it from then on.
    """
    one, other = banks
    payer, payee = await one.account(funds_minor=1000), await one.account()
    for amount_minor in range(1, 11):
        amounts = {LimitKind.PER_TRANSFER: amount_minor}
        terms = LimitsOfProduct(product="current", currency=EUR, amounts=amounts)
        await one.run(SetLimits, terms)
        await other.transfer(payer, payee, amount_minor)
        with pytest.raises(LimitExceeded):
            await other.transfer(payer, payee, amount_minor + 1)
    assert await one.balance(payee) == 55


async def test_a_limit_is_set_while_transfers_of_its_account_run_without_deadlock(
    banks: Banks,
) -> None:
    """Scenario: both processes post transfers in both directions while limits of both are set.

    Outcome: all of it is done, in whatever order.
    """
    one, other = banks
    left, right = await one.account(funds_minor=1000), await one.account(funds_minor=1000)
    changes = [
        limited(bank, account, 1_000_000 + n)
        for n in range(5)
        for bank, account in ((one, right), (other, left))
    ]
    transfers = [one.transfer(left, right, 1) for _ in range(40)]
    transfers += [other.transfer(right, left, 1) for _ in range(40)]
    await asyncio.gather(*transfers, *changes)
    assert await one.balance(left) == 1000
    assert not await one.findings()
