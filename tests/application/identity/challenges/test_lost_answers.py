"""What was paid and whose answer was lost is answered again, long after its challenge is over."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.application.identity.challenges.granted import Granted, a_payer_let_at_their_own
from tests.application.identity.challenges.scene import STEP
from tests.application.scene import EUR, WORKER, transfer
from tests.people_who_sign_in import code_of

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureHold
from bank.application.holds.place_hold import PlaceHold
from bank.application.identity.challenges.forget_challenges import (
    ForgetChallenges,
    UnansweredChallenges,
)
from bank.application.pipeline.declaration import declaration_of
from bank.application.pipeline.payments import PAYING
from bank.application.transfers.post_cash import PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.application.upkeep.forget_keys import ForgetKeys, KeyRetention
from bank.domain.ledger.refusals import IdempotencyKeyReused, InsufficientFunds
from bank.domain.money import Money, currency

KEY = "whose answer was lost"
RETENTION = timedelta(days=30)
LATE = RETENTION - timedelta(hours=1)
Way = Callable[[Granted], Awaitable[tuple[type[Any], Any]]]


@pytest.fixture
async def ada() -> AsyncIterator[Granted]:
    async with a_payer_let_at_their_own() as opened:
        yield opened


async def _transfer(ada: Granted) -> tuple[type[Any], Any]:
    return PostTransfer, transfer(ada.payer.account, ada.payer.payee, 100)


async def _transfer_of_an_id(ada: Granted) -> tuple[type[Any], Any]:
    chosen = ada.payer.desk.bank.ids.new()
    return PostTransfer, transfer(ada.payer.account, ada.payer.payee, 100, id=chosen)


async def _withdrawal(ada: Granted) -> tuple[type[Any], Any]:
    return PostWithdrawal, ada.cash(100)


async def _hold(ada: Granted) -> tuple[type[Any], Any]:
    return PlaceHold, ada.hold(100)


async def _capture(ada: Granted) -> tuple[type[Any], Any]:
    hold = await ada.confirmed(PlaceHold, ada.hold(100), "hold")
    ada.payer.desk.bank.clock.move(STEP)
    return CaptureHold, ada.capture(hold.id)


async def _exchange(ada: Granted) -> tuple[type[Any], Any]:
    desk = ada.payer.desk
    new = NewAccount(
        customer_id=ada.payer.payee.owner_id, product="current", currency=currency("JPY")
    )
    payee = (await desk.ask(OpenAccount, new)).result
    order = QuoteOrder(
        debit=str(ada.payer.account.id), credit=str(payee.id), amount=Money(100, EUR)
    )
    quote = (await desk.ask(QuoteExchange, order)).result
    return PostExchange, ExchangeOrder(quote=quote.id)


WAYS = (_transfer, _transfer_of_an_id, _withdrawal, _hold, _capture, _exchange)


async def _paid(ada: Granted, use_case: type[Any], command: Any) -> Any:
    challenge = await ada.challenged(use_case, command, KEY)
    now = ada.payer.desk.bank.clock.now()
    await ada.payer.confirm(challenge, code_of(ada.payer.secret, now))
    return await ada.ask(use_case, command, KEY)


async def _much_later(ada: Granted) -> None:
    """Let time pass, forget what is forgotten by then, and the payer lose a factor."""
    desk = ada.payer.desk
    desk.bank.clock.move(LATE)
    await desk.ask(ForgetChallenges, UnansweredChallenges(), WORKER)
    await desk.ask(ForgetKeys, KeyRetention(RETENTION), WORKER)
    desk.bank.store.committed.authenticators.clear()


async def test_every_way_to_pay_is_looked_at(ada: Granted) -> None:
    actions = {declaration_of((await way(ada))[0]).action for way in WAYS}
    assert actions == PAYING


@pytest.mark.parametrize("way", WAYS)
async def test_a_payment_is_replayed_however_late_it_is_sent_again(ada: Granted, way: Way) -> None:
    """Scenario: a payment was confirmed and made, and the answer to it was lost.

    Outcome: as long as its key is kept the same is answered as done, asked for nothing, and
    anything else under the key is refused.
    """
    use_case, command = await way(ada)
    done = await _paid(ada, use_case, command)
    left = ada.payer.desk.balance_minor(ada.payer.account)
    await _much_later(ada)
    again = await ada.payer.desk.ask(use_case, command, ada.payer.actor, key=KEY)
    assert again.replayed
    assert _number(again.result) == _number(done)
    assert ada.payer.desk.balance_minor(ada.payer.account) == left
    assert not ada.payer.desk.bank.store.committed.challenges
    with pytest.raises(IdempotencyKeyReused):
        await ada.ask(use_case, command, KEY, body="another request")


async def test_what_the_ledger_refused_is_refused_again_and_not_asked_about(ada: Granted) -> None:
    order = transfer(ada.payer.account, ada.payer.payee, 20_000_00)
    with pytest.raises(InsufficientFunds):
        await _paid(ada, PostTransfer, order)
    await _much_later(ada)
    with pytest.raises(InsufficientFunds) as again:
        await ada.ask(PostTransfer, order, KEY)
    assert again.value.replayed


def _number(receipt: Any) -> Any:
    posting = getattr(receipt, "posting", receipt)
    return posting.id
