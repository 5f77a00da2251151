"""Races of corrections that nobody wins: two banks over one database being two processes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import pytest
from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, seeded

from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.ledger.read_ledger import EntryById, GetEntry
from bank.application.ports.ledger import Posted
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.refusals import EntryAlreadyReversed

Banks = tuple[OpenBank, OpenBank]


@pytest.fixture
async def banks(tmp_path: Path) -> AsyncIterator[Banks]:
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            yield one, other


async def test_an_entry_is_reversed_once_by_whomever(banks: Banks) -> None:
    """Scenario: two server processes reverse one entry at once.

    Outcome: one does, the other is refused; the entry and its reversal name each other.
    """
    one, other = banks
    payer, payee = await one.account(funds_minor=100), await one.account(funds_minor=100)
    entry = (await one.transfer(payer, payee, 60)).result.id
    order = ReversalOrder(entry=entry)
    results = await asyncio.gather(
        one.run(ReverseEntry, order), other.run(ReverseEntry, order), return_exceptions=True
    )
    (refusal,) = [result for result in results if isinstance(result, BaseException)]
    (done,) = [result for result in results if not isinstance(result, BaseException)]
    assert isinstance(refusal, EntryAlreadyReversed)
    original = (await other.run(GetEntry, EntryById(entry))).result
    reversal = (await other.run(GetEntry, EntryById(done.result.id))).result
    assert (original.reversed_by, reversal.reverses) == (reversal.id, original.id)
    assert (await one.balance(payer), await one.balance(payee)) == (100, 100)
    assert not await one.findings()


async def test_two_atomic_bulks_do_not_share_what_covers_one(banks: Banks) -> None:
    """Scenario: two processes post atomic bulks of 60 from an account that holds 100, five times.

    Outcome: each time one is posted whole, and of the other nothing.
    """
    one, other = banks
    payee = await one.account()
    for number in range(5):
        payer = await one.account(funds_minor=100)
        results = await asyncio.gather(
            one.run(PostBulk, _bulk(payer, payee, f"{number} of one")),
            other.run(PostBulk, _bulk(payer, payee, f"{number} of other")),
        )
        posted = [
            sum(isinstance(outcome, Posted) for outcome in done.result.outcomes) for done in results
        ]
        assert sorted(posted) == [0, 6]
        assert await other.balance(payer) == 40
    assert not await one.findings()


def _bulk(payer: CustomerAccount, payee: CustomerAccount, name: str) -> BulkOrder:
    orders = [
        TransferOrder(
            str(payer.id), str(payee.id), 10, "EUR", id=uuid5(NAMESPACE_OID, f"{name} {line}")
        )
        for line in range(6)
    ]
    return BulkOrder(orders, atomic=True)
