"""Races about quotes: real connections, several banks being several processes."""

import asyncio
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from dishka import Provider, Scope
from tests import postgresql
from tests.contracts.waiting import ended, waits
from tests.system.assembly import AUDITOR, OpenBank, bank_over, seeded

from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.ledger.read_ledger import GetTrialBalance, WholeLedger
from bank.application.ports.clock import Clock
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.exchange import Quote
from bank.domain.ledger.refusals import InsufficientFunds, QuoteExpired
from bank.domain.money import CURRENCIES, Money
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

EUR = CURRENCIES["EUR"]
HEAD = "SELECT * FROM ledger_head FOR UPDATE"


def _at(clock: SettableClock) -> Provider:
    provider = Provider(scope=Scope.APP)
    provider.provide(lambda: clock, provides=Clock, override=True)
    return provider


async def _quote(
    bank: OpenBank, payer: CustomerAccount, payee: CustomerAccount, minor: int
) -> Quote:
    order = QuoteOrder(debit=str(payer.id), credit=str(payee.id), amount=Money(minor, EUR))
    quote: Quote = (await bank.run(QuoteExchange, order)).result
    return quote


async def _balanced(bank: OpenBank) -> bool:
    """Whether the ledger holds and its trial balance is zero for each currency."""
    sums: dict[str, int] = {}
    lines = (await bank.run(GetTrialBalance, WholeLedger(), roles=AUDITOR)).result
    for line in lines:
        sums[line.currency] = sums.get(line.currency, 0) + line.balance_minor
    return not any(sums.values()) and not await bank.findings()


async def test_a_quote_that_is_taken_twice_at_once_moves_money_once(tmp_path: Path) -> None:
    """Scenario: two processes take the same quote at once, each under a key of its own, ten times.

    Outcome: one exchange; the other answer is a replay of it.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payer, payee = await one.account(funds_minor=10_000), await one.account(money="KWD")
            credited = 0
            for _ in range(10):
                quote = await _quote(one, payer, payee, 100)
                order = ExchangeOrder(quote=quote.id)
                first, second = await asyncio.gather(
                    one.run(PostExchange, order), other.run(PostExchange, order)
                )
                assert sorted([first.replayed, second.replayed]) == [False, True]
                assert first.result.posting.id == second.result.posting.id == quote.id
                assert first.result.posting.entry == second.result.posting.entry
                credited += quote.credit.amount_minor
            assert await one.balance(payer) == 9_000
            assert await other.balance(payee) == credited
            assert await _balanced(one)


async def test_two_quotes_cannot_both_have_the_last_money(tmp_path: Path) -> None:
    """Scenario: two processes exchange 60 each, by two quotes, of an account that holds 100.

    Outcome: one is refused, and each currency still balances.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payer, payee = await one.account(funds_minor=100), await one.account(money="JPY")
            orders = [
                ExchangeOrder(quote=(await _quote(one, payer, payee, 60)).id) for _ in range(2)
            ]
            results = await asyncio.gather(
                one.run(PostExchange, orders[0]),
                other.run(PostExchange, orders[1]),
                return_exceptions=True,
            )
            names = sorted(type(result).__name__ for result in results)
            assert names == ["Done", InsufficientFunds.__name__]
            assert await one.balance(payer) == 40
            assert await _balanced(one)


async def test_opposite_exchanges_do_not_deadlock(tmp_path: Path) -> None:
    """Scenario: two processes exchange between the same two accounts, in opposite directions.

    Outcome: all are posted, and each currency still balances.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            euros = await one.account(funds_minor=10_000)
            dollars = await one.account(money="USD", funds_minor=10_000)
            there = [await _quote(one, euros, dollars, 100) for _ in range(10)]
            back = [await _quote(one, dollars, euros, 100) for _ in range(10)]
            await asyncio.gather(
                *[one.run(PostExchange, ExchangeOrder(quote=each.id)) for each in there],
                *[other.run(PostExchange, ExchangeOrder(quote=each.id)) for each in back],
            )
            assert await one.balance(euros) == 10_000
            assert await _balanced(other)


async def test_a_quote_that_expires_while_its_taker_waits_is_refused(tmp_path: Path) -> None:
    """Scenario: a process takes a quote in time by its own clock, but waits for the book's head.

    Before it comes another process, by whose clock the quote has expired.

    Outcome: the quote has expired; nothing is exchanged, and it stays so.
    """
    early = SettableClock(SystemClock().now())
    late = SettableClock(early.now() + timedelta(minutes=1))
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, tmp_path, providers=[_at(early)]) as one,
            bank_over(database, tmp_path, providers=[_at(late)]) as other,
        ):
            payer, payee = await one.account(funds_minor=1_000), await one.account(money="JPY")
            friend = await one.account()
            quote = await _quote(one, payer, payee, 100)
            order = ExchangeOrder(quote=quote.id)
            with psycopg.connect(database.migration_url) as holding:
                holding.execute(HEAD)
                ahead = asyncio.create_task(other.transfer(payer, friend, 10))
                assert await waits(ahead)
                taking = asyncio.create_task(one.run(PostExchange, order))
                assert await waits(taking)
                holding.rollback()
            await ended(ahead)
            with pytest.raises(QuoteExpired):
                await ended(taking)
            with pytest.raises(QuoteExpired):
                await one.run(PostExchange, order)
            assert await one.balance(payer) == 990
            assert await _balanced(other)
