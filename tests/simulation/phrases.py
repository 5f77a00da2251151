"""Wishes turned into commands of the bank, and its answers turned back."""

from typing import Any

from tests.properties.asks import Answer
from tests.properties.wording import Wording
from tests.simulation.asks import Agree, AskRate, LookBack, Staff, TakeRate, Wish

from bank.application.accounts.read_balances import BalanceAnswer, BalanceQuestion, GetBalance
from bank.application.exchange.post_exchange import ExchangeOrder, ExchangeReceipt, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.limits.set_limits import SetLimits
from bank.application.pipeline.pipeline import Done
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.exchange import Quote
from bank.domain.ledger.limit_changes import AgreedLimits
from bank.domain.ledger.positions import Axis
from bank.domain.money import Money, currency


def command_of(wish: Wish, wording: Wording) -> tuple[type[Any], Any]:
    """Give the use case and the command."""
    match wish:
        case Staff(what=what, account=account, side=side):
            return wording.change(what, account, side)
        case Agree(place=place, amounts=amounts, since=since):
            return SetLimits, wording.limits(place, dict(amounts), since)
        case AskRate(debit=debit, credit=credit, amount=cents):
            names = {"debit": str(wording.ids[debit]), "credit": str(wording.ids[credit])}
            return QuoteExchange, QuoteOrder(**names, amount=Money(cents, currency("EUR")))
        case TakeRate(quote=quote):
            return PostExchange, ExchangeOrder(quote=quote)
        case LookBack(account=account, day=day):
            question = BalanceQuestion(account=str(wording.ids[account]), at=day, axis=Axis.BOOKING)
            return GetBalance, question
        case _:
            return wording.command(wish)


def answer_of(done: Done[Any], wording: Wording, *, dry: bool) -> Answer:
    """Give what was answered."""
    match done.result:
        case Quote(id=identifier):
            return Answer(("done", identifier), done.replayed)
        case CustomerAccount() | AgreedLimits():
            return Answer(("done",), done.replayed)
        case ExchangeReceipt(posting=posting):
            return wording.answer(posting, dry=dry)
        case BalanceAnswer(balance_minor=balance):
            return Answer(("balance", balance))
        case _:
            return wording.answer(done.result, dry=dry)
