"""Races about payments that are confirmed: real connections, two banks being two processes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests import postgresql
from tests.people_who_sign_in import authenticator, code_of
from tests.system.assembly import CUSTOMER, OpenBank, bank_over, clocked, seeded

from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureHold, CaptureOrder
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.identity.challenges.confirm_challenge import Confirmation, ConfirmChallenge
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.pipeline import Done
from bank.application.policies.policy_book import PolicyInForce
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_cash import CashOrder, PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.challenges import ChallengeFailed, ChallengeOver, ChallengePending
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.factors import FactorKind
from bank.domain.ledger.refusals import IdempotencyKeyReused
from bank.domain.money import CURRENCIES, Money
from bank.domain.policies import PolicyVersion, Rule, RuleChange
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

STEP = timedelta(seconds=30)
ROUNDS = 5


@dataclass
class Two:
    """Two server processes of one bank, and Ada, who pays there."""

    one: OpenBank
    other: OpenBank
    clock: SettableClock
    account: CustomerAccount
    payee: CustomerAccount
    secret: str

    async def pay(self, key: str, amount_minor: int = 100, bank: OpenBank | None = None) -> Any:
        subject, at = str(self.account.owner_id), bank or self.one
        who: Any = {"roles": CUSTOMER, "subject": subject, "session": "a session"}
        return await at.transfer(self.account, self.payee, amount_minor, key=key, **who)

    async def challenged(self, key: str) -> UUID:
        with pytest.raises(ChallengePending) as waits:
            await self.pay(key)
        challenge: UUID = waits.value.context["challenge"]
        return challenge

    async def confirm(self, challenge: UUID, code: str, bank: OpenBank | None = None) -> Any:
        proof = Confirmation(challenge=challenge, kind=FactorKind.TOTP, proof={"code": code})
        who: Any = {"roles": CUSTOMER, "subject": str(self.account.owner_id)}
        return await (bank or self.one).run(ConfirmChallenge, proof, **who)

    def code(self) -> str:
        self.clock.move(STEP)
        return code_of(self.secret, self.clock.now())


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    clock = SettableClock(SystemClock().now())
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, tmp_path, providers=[clocked(clock)]) as one,
            bank_over(database, tmp_path, providers=[clocked(clock)]) as other,
        ):
            account, payee = await one.account(funds_minor=100_000), await one.account()
            scopes = DishkaScopes(one.container)
            async with scopes.open(UseCaseKind.COMMAND) as scope:
                ada = await (await scope.get(Principals)).find(str(account.owner_id))
            assert ada is not None
            secret, _ = [await authenticator(scopes, ada.row, clock.now()) for _ in range(2)]
            yield Two(one, other, clock, account, payee, secret)


async def test_a_challenge_spent_twice_at_once_pays_once(two: Two) -> None:
    """Scenario: a confirmed payment reaches two processes at once, under its key, five times.

    Outcome: it is posted once each time, and both are answered by the same entry.
    """
    for number in range(ROUNDS):
        key = f"payment {number}"
        # Another payee each time, for whom there is a challenge.
        two.payee = await two.one.account()
        await two.confirm(await two.challenged(key), two.code())
        done = await asyncio.gather(*(two.pay(key, bank=bank) for bank in (two.one, two.other)))
        assert done[0].result.id == done[1].result.id
        assert await two.one.balance(two.payee) == 100


async def test_one_request_at_two_processes_has_one_challenge(two: Two) -> None:
    """Scenario: a payment that has to be confirmed reaches two processes at once, under one key.

    Outcome: both are told of the same challenge.
    """
    told = await asyncio.gather(
        *(two.pay("first", bank=bank) for bank in (two.one, two.other)), return_exceptions=True
    )
    assert len({_challenge_of(each) for each in told}) == 1


async def test_one_code_confirms_one_of_two_payments(two: Two) -> None:
    """Scenario: one code is brought for two challenges at once, at two processes.

    Outcome: one payment is confirmed; the other is told that it is not.
    """
    challenges = [await two.challenged(key) for key in ("first", "second")]
    code = two.code()
    ways = zip(challenges, (two.one, two.other), strict=True)
    proved = await asyncio.gather(
        *(two.confirm(each, code, bank) for each, bank in ways), return_exceptions=True
    )
    (refused,) = [each for each in proved if isinstance(each, BaseException)]
    assert isinstance(refused, ChallengeFailed)


async def test_a_changed_amount_beside_the_proof_never_pays_the_changed_one(two: Two) -> None:
    """Scenario: while a challenge is proved, its request arrives with another amount.

    Outcome: whoever is first, the other amount is refused, the challenge is void, and no money
    moves.
    """
    for number in range(ROUNDS):
        key = f"payment {number}"
        challenge = await two.challenged(key)
        asked = (two.confirm(challenge, two.code()), two.pay(key, 90_000, bank=two.other))
        told: tuple[Any, Any] = await asyncio.gather(*asked, return_exceptions=True)
        proved, changed = told
        assert isinstance(changed, IdempotencyKeyReused)
        assert isinstance(proved, ChallengeOver) or proved.result.is_proved
        assert await two.challenged(key) != challenge
    assert await two.one.balance(two.payee) == 0


async def test_a_confirmed_hold_at_two_processes_is_placed_and_captured_once(two: Two) -> None:
    """Scenario: customers may set money aside and capture it; both are confirmed, and sent twice.

    Each to two processes at once, under its key.

    Outcome: one hold is placed, and captured once; with the next key there is another challenge.
    """
    await _let_customers_set_aside(two)
    order = _hold(two)
    placed = await _confirmed_at_both(two, PlaceHold, order, "hold")
    capture = CaptureOrder(hold=placed.id, credit=str(two.payee.id))
    await _confirmed_at_both(two, CaptureHold, capture, "capture")
    assert await two.one.balance(two.payee) == 700
    with pytest.raises(ChallengePending):
        await _asked(two, two.other, PlaceHold, order, "another hold")


async def test_what_was_paid_is_answered_at_another_process_as_long_as_its_key_is_kept(
    two: Two,
) -> None:
    """Scenario: payments of each kind are confirmed and made, and their answers are lost.

    They are sent again after four weeks, to another process: the days and the holds are over.

    Outcome: each is answered as it was, without a challenge, and no money moves again.
    """
    await _let_customers_set_aside(two)
    hold, paid = _hold(two), TransferOrder(str(two.account.id), str(two.payee.id), 100, "EUR")
    asked: list[tuple[type[Any], Any]] = [
        (PlaceHold, hold),
        (PostTransfer, paid),
        (PostWithdrawal, CashOrder(account=str(two.account.id), amount_minor=1, currency="EUR")),
    ]
    done = [await _confirmed(two, use_case, command) for use_case, command in asked]
    capture = CaptureOrder(hold=done[0].result.id, credit=str((await two.one.account()).id))
    in_yen = await two.one.account(money="JPY")
    order = QuoteOrder(
        debit=str(two.account.id), credit=str(in_yen.id), amount=Money(500, CURRENCIES["EUR"])
    )
    done.append(await _confirmed(two, CaptureHold, capture))
    two.clock.move(STEP)
    quote = await two.one.run(QuoteExchange, order)
    exchange = ExchangeOrder(quote=quote.result.id)
    done.append(await _confirmed(two, PostExchange, exchange, code_of(two.secret, two.clock.now())))
    asked += [(CaptureHold, capture), (PostExchange, exchange)]
    left = await two.one.balance(two.account)
    two.clock.move(timedelta(days=28))
    for first, (use_case, command) in zip(done, asked, strict=True):
        again = await _asked(two, two.other, use_case, command, use_case.__name__)
        assert (first.replayed, again.replayed) == (False, True)
        assert _number(again.result) == _number(first.result)
    assert await two.one.balance(two.account) == left


async def _let_customers_set_aside(two: Two) -> None:
    actions = ("hold.place", "hold.capture", "withdrawal.post")
    own = [RuleChange(Rule("customer", action, "own")) for action in actions]
    for bank in (two.one, two.other):
        policy = await bank.container.get(PolicyInForce)
        policy.adopt(PolicyVersion(number=1, id=UUID(int=1), changes=tuple(own)))


def _hold(two: Two) -> HoldOrder:
    return HoldOrder(
        account=str(two.account.id),
        amount_minor=700,
        currency="EUR",
        expires_at=two.clock.now() + timedelta(days=1),
    )


async def _confirmed(
    two: Two, use_case: type[Any], command: Any, code: str | None = None
) -> Done[Any]:
    """Ask, confirm and ask again, under the name of the use case as a key."""
    with pytest.raises(ChallengePending) as waits:
        await _asked(two, two.one, use_case, command, use_case.__name__)
    await two.confirm(_challenge_of(waits.value), code or two.code())
    return await _asked(two, two.one, use_case, command, use_case.__name__)


def _number(receipt: Any) -> UUID:
    number: UUID = getattr(receipt, "posting", receipt).id
    return number


async def _confirmed_at_both(two: Two, use_case: type[Any], command: Any, key: str) -> Any:
    with pytest.raises(ChallengePending) as waits:
        await _asked(two, two.one, use_case, command, key)
    await two.confirm(_challenge_of(waits.value), two.code())
    banks = (two.one, two.other)
    done = await asyncio.gather(*(_asked(two, bank, use_case, command, key) for bank in banks))
    assert done[0].result.id == done[1].result.id
    return done[0].result


async def _asked(
    two: Two, bank: OpenBank, use_case: type[Any], command: Any, key: str
) -> Done[Any]:
    who: Any = {"roles": CUSTOMER, "subject": str(two.account.owner_id), "session": "a session"}
    done: Done[Any] = await bank.run(use_case, command, key=key, **who)
    return done


def _challenge_of(told: Any) -> UUID:
    assert isinstance(told, ChallengePending)
    challenge: UUID = told.context["challenge"]
    return challenge
