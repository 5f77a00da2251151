"""Races that nobody wins: each over real connections, several banks being several processes."""

import asyncio
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import pytest
from tests import postgresql
from tests.system.assembly import AUDITOR, OpenBank, bank_over, seeded

from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.ledger.read_ledger import (
    GetTrialBalance,
    InternalAccountsPage,
    ListInternalAccounts,
    WholeLedger,
)
from bank.application.ports.idempotency import RequestInFlight
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.domain.customer_accounts import AccountNotEmpty, CustomerAccount
from bank.domain.ledger.refusals import AccountClosed, InsufficientFunds
from bank.domain.money import Money
from bank.domain.parties import CustomerKind


async def test_two_processes_cannot_both_take_the_last_money(tmp_path: Path) -> None:
    """Scenario: two server processes post transfers of 60 from an account that holds 100.

    Outcome: one is posted, one is refused, and the ledger holds.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payer, payee = await one.account(funds_minor=100), await one.account()
            results = await asyncio.gather(
                one.transfer(payer, payee, 60),
                other.transfer(payer, payee, 60),
                return_exceptions=True,
            )
            assert sorted(type(result).__name__ for result in results) == [
                "Done",
                InsufficientFunds.__name__,
            ]
            assert await one.balance(payer) == 40
            assert not await one.findings()


async def test_opposite_transfers_do_not_deadlock(tmp_path: Path) -> None:
    """Scenario: two processes post a hundred transfers each, in opposite directions.

    Outcome: all are posted, both accounts end where they began.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            left, right = await one.account(funds_minor=9000), await one.account(funds_minor=9000)
            there = [one.transfer(left, right, 10) for _ in range(100)]
            back = [other.transfer(right, left, 10) for _ in range(100)]
            await asyncio.gather(*there, *back)
            assert (await one.balance(left), await one.balance(right)) == (9000, 9000)
            assert not await one.findings()


async def test_the_same_key_at_two_processes_moves_money_once(tmp_path: Path) -> None:
    """Scenario: a client sends its transfer again, to the other process, at once.

    Outcome: money moves once; one of the two answers is a replay of the other.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payer, payee = await one.account(funds_minor=100), await one.account()
            first, second = await asyncio.gather(
                one.transfer(payer, payee, 10, key="once"),
                other.transfer(payer, payee, 10, key="once"),
            )
            assert first.result.id == second.result.id
            assert sorted([first.replayed, second.replayed]) == [False, True]
            assert await one.balance(payer) == 90


async def test_the_same_client_id_in_two_bulks_is_posted_once(tmp_path: Path) -> None:
    """Scenario: two processes get bulks that share a transfer's id.

    Outcome: it is posted once, and both bulks say so.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payer, payee = await one.account(funds_minor=100), await one.account()
            shared = TransferOrder(
                str(payer.id), str(payee.id), 10, "EUR", id=uuid5(NAMESPACE_OID, "shared")
            )
            results = await asyncio.gather(
                one.run(PostBulk, BulkOrder([shared]), key="bulk-1"),
                other.run(PostBulk, BulkOrder([shared]), key="bulk-2"),
            )
            assert [r.result.outcomes[0].id for r in results] == [shared.id, shared.id]
            assert await one.balance(payer) == 90
            assert not await one.findings()


async def test_a_command_whose_key_is_in_flight_is_told_so(bank: OpenBank) -> None:
    """Scenario: the same command with the same key arrives twenty times at once.

    Outcome: one customer; whoever did not get them was told to repeat, and a repeat gets them.
    """
    new = NewCustomer(kind=CustomerKind.PERSON, full_name="Ida", email="ida@example.com")
    results = await asyncio.gather(
        *[bank.run(CreateCustomer, new, key="once") for _ in range(20)], return_exceptions=True
    )
    done = [result for result in results if not isinstance(result, BaseException)]
    refused = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(refusal, RequestInFlight) for refusal in refused)
    again = await bank.run(CreateCustomer, new, key="once")
    assert {result.result.id for result in done} == {again.result.id}
    assert again.replayed


async def test_closing_and_crediting_an_account_do_not_both_succeed(bank: OpenBank) -> None:
    """Scenario: an empty account is closed while money is sent to it, twenty times over.

    Outcome: each time one of the two is refused; no closed account holds money.
    """
    payer = await bank.account(funds_minor=1000)
    for _ in range(20):
        payee = await bank.account()
        closing = bank.run(CloseAccount, AccountClosing(str(payee.id)))
        results = await asyncio.gather(
            closing, bank.transfer(payer, payee, 10), return_exceptions=True
        )
        refused = [result for result in results if isinstance(result, BaseException)]
        assert len(refused) == 1
        assert isinstance(refused[0], AccountClosed | AccountNotEmpty)
    assert not await bank.findings()


@pytest.mark.slow
async def test_many_processes_keep_a_hot_account_right(tmp_path: Path) -> None:
    """Scenario: three processes post 600 transfers from one hot account, singly and in bulks.

    Outcome: the balance is exact and the ledger holds.
    """
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, tmp_path) as one,
            bank_over(database, tmp_path) as two,
            bank_over(database, tmp_path) as three,
        ):
            hot, payee = await one.account(funds_minor=100_000), await one.account()
            singles = [b.transfer(hot, payee, 1) for b in (one, two, three) for _ in range(100)]
            bulks = [
                b.run(PostBulk, BulkOrder(_orders(hot, payee, n)))
                for n, b in enumerate((one, two, three))
            ]
            await asyncio.gather(*singles, *bulks)
            assert await one.balance(hot) == 100_000 - 600
            assert await two.balance(payee) == 600
            assert not await three.findings()


async def test_many_processes_exchange_over_striped_positions(tmp_path: Path) -> None:
    """Scenario: two processes exchange money of twelve customers at once.

    Outcome: the positions' stripes share the entries, each currency's trial balance is zero, and
    the ledger holds.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payers = [await one.account(funds_minor=10_000) for _ in range(12)]
            dollars = [await one.account(payer.owner_id, money="USD") for payer in payers]
            quotes = [
                (await one.run(QuoteExchange, _exchange(*pair))).result
                for pair in zip(payers, dollars, strict=True)
            ]
            banks = [one, other] * 6
            await asyncio.gather(
                *[
                    bank.run(PostExchange, ExchangeOrder(quote=quote.id))
                    for bank, quote in zip(banks, quotes, strict=True)
                ]
            )
            lines = (await one.run(GetTrialBalance, WholeLedger(), roles=AUDITOR)).result
            internal = (await one.run(ListInternalAccounts, InternalAccountsPage())).result
            used = {
                each.position
                for each in internal
                if each.position.startswith("fx-position") and each.balance_minor
            }
            assert len(used) > 1
            for currency in ("EUR", "USD"):
                assert not sum(line.balance_minor for line in lines if line.currency == currency)
            assert not await one.findings()


def _exchange(payer: CustomerAccount, payee: CustomerAccount) -> QuoteOrder:
    return QuoteOrder(debit=str(payer.id), credit=str(payee.id), amount=Money(1000, payer.currency))


def _orders(payer: CustomerAccount, payee: CustomerAccount, number: int) -> list[TransferOrder]:
    return [
        TransferOrder(
            str(payer.id), str(payee.id), 1, "EUR", id=uuid5(NAMESPACE_OID, f"{number}-{line}")
        )
        for line in range(100)
    ]
