"""Exchange on a whole bank: where its rates come from, and what its books say of it."""

from decimal import Decimal
from pathlib import Path

import pytest
from dishka import Provider, Scope
from tests import postgresql
from tests.system.assembly import AUDITOR, bank_over, seeded

from bank.application.exchange.exchange_rates import ExchangeRates
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.ledger.read_ledger import GetTrialBalance, WholeLedger
from bank.application.transfers.read_transfers import GetTransfer, TransferById
from bank.domain.exchange import RateNotAvailable
from bank.domain.money import CURRENCIES, Currency, Money

EUR = CURRENCIES["EUR"]


class ThirdsOfEuros(ExchangeRates):
    def rate(self, debit: Currency, credit: Currency) -> Decimal:
        if debit.code != "EUR" or credit.code == "KWD":
            raise RateNotAvailable
        return Decimal(7) / Decimal(3)


def _thirds() -> Provider:
    """Provide as a plugin does."""
    provider = Provider(scope=Scope.APP)
    provider.provide(ThirdsOfEuros, provides=ExchangeRates, override=True)
    return provider


async def test_another_source_of_rates_takes_the_table_s_place(tmp_path: Path) -> None:
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path, providers=[_thirds()]) as bank:
            payer, payee = await bank.account(funds_minor=1_000), await bank.account(money="USD")
            order = QuoteOrder(debit=str(payer.id), credit=str(payee.id), amount=Money(300, EUR))
            quote = (await bank.run(QuoteExchange, order)).result
            assert (quote.rate_text, quote.credit.amount_minor) == ("2.333333333", 699)
            dinars = await bank.account(money="KWD")
            order = QuoteOrder(debit=str(payer.id), credit=str(dinars.id), amount=Money(300, EUR))
            with pytest.raises(RateNotAvailable):
                await bank.run(QuoteExchange, order)


@pytest.mark.parametrize("code", ["USD", "JPY", "KWD"])
async def test_every_currency_balances_after_an_exchange(tmp_path: Path, code: str) -> None:
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as bank:
            payer, payee = await bank.account(funds_minor=10_000), await bank.account(money=code)
            order = QuoteOrder(debit=str(payer.id), credit=str(payee.id), amount=Money(1234, EUR))
            tried = await bank.run(QuoteExchange, order, dry_run=True)
            quote = (await bank.run(QuoteExchange, order)).result
            assert tried.result.credit == quote.credit
            taking = ExchangeOrder(quote=quote.id, reference="trip")
            await bank.run(PostExchange, taking, dry_run=True)
            done = (await bank.run(PostExchange, taking)).result
            read = (await bank.run(GetTransfer, TransferById(quote.id))).result
            assert (read.reference, read.postings) == ("trip", done.posting.entry.postings)
            assert await bank.balance(payer) == 10_000 - 1_234
            assert await bank.balance(payee) == quote.credit.amount_minor
            lines = (await bank.run(GetTrialBalance, WholeLedger(), roles=AUDITOR)).result
            for each in ("EUR", code):
                assert sum(line.balance_minor for line in lines if line.currency == each) == 0
            positions = {
                line.currency: line.balance_minor for line in lines if line.gl_code == "1900"
            }
            assert positions["EUR"] == -1_234
            assert positions[code] == quote.credit.amount_minor
            assert not await bank.findings()
