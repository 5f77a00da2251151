"""By whatever a customer's own hand lets money leave, it is confirmed as a transfer is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.application.identity.challenges.scene import LIMIT, Payer, a_payer
from tests.application.scene import MANAGER, actor, an_authorizer

from bank.application.holds.end_hold import CaptureHold, CaptureOrder
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.identity.challenges.confirm_challenge import ChallengeById, ShowChallenge
from bank.application.policies.change_policy import ChangePolicy, PolicyChange
from bank.application.transfers.post_cash import CashOrder, PostWithdrawal
from bank.domain.challenges import ChallengePending, MoreFactorsNeeded
from bank.domain.ledger.holds import HoldNotFound
from bank.domain.ledger.refusals import AccountNotFound, AmountNotPositive, IdempotencyKeyReused
from bank.domain.policies import Rule, RuleChange
from bank.infrastructure.in_memory.policies import InMemoryPolicyDirectory
from bank.interfaces.workers.policy_watch import PolicyWatch

ADMINISTRATOR = actor("administrator")
WAYS = ("withdrawal.post", "hold.place", "hold.capture")


@dataclass
class Granted:
    """A payer whom the bank's own policy lets withdraw, set aside and capture what is theirs."""

    payer: Payer

    async def ask(self, use_case: type[Any], command: Any, key: str, **given: Any) -> Any:
        who = given.pop("who", self.payer.actor)
        return (await self.payer.desk.ask(use_case, command, who, key=key, **given)).result

    async def challenged(self, use_case: type[Any], command: Any, key: str) -> UUID:
        with pytest.raises(ChallengePending) as waits:
            await self.ask(use_case, command, key)
        challenge: UUID = waits.value.context["challenge"]
        return challenge

    async def confirmed(self, use_case: type[Any], command: Any, key: str) -> Any:
        await self.payer.confirm(await self.challenged(use_case, command, key))
        return await self.ask(use_case, command, key)

    async def shown(self, challenge: UUID) -> tuple[str, int, str | None]:
        """Give what its owner is shown before they confirm it."""
        found = await self.ask(ShowChallenge, ChallengeById(challenge), "show")
        ordered = found.challenge.ordered
        return found.challenge.action, ordered.amount_minor, ordered.payee

    def cash(self, amount_minor: int, account: str | None = None) -> CashOrder:
        name = account or str(self.payer.account.id)
        return CashOrder(account=name, amount_minor=amount_minor, currency="EUR")

    def hold(self, amount_minor: int) -> HoldOrder:
        return HoldOrder(
            account=str(self.payer.account.id),
            amount_minor=amount_minor,
            currency="EUR",
            expires_at=self.payer.desk.bank.clock.now() + timedelta(days=1),
        )

    def capture(self, hold: UUID, amount_minor: int | None = None) -> CaptureOrder:
        credit = str(self.payer.payee.id)
        return CaptureOrder(hold=hold, credit=credit, amount_minor=amount_minor, currency="EUR")


async def _let_at_their_own(payer: Payer) -> Granted:
    desk = payer.desk
    rules = tuple(RuleChange(Rule("customer", action, "own")) for action in WAYS)
    await desk.ask(ChangePolicy, PolicyChange(if_version=0, changes=rules), ADMINISTRATOR)
    authorizer: Any = desk.bank.authorizer
    await PolicyWatch(InMemoryPolicyDirectory(desk.bank.store), authorizer).once()
    return Granted(payer)


@pytest.fixture
async def ada() -> AsyncIterator[Granted]:
    async with a_payer(authorizer=an_authorizer()) as opened:
        yield await _let_at_their_own(opened)


async def test_cash_is_handed_out_by_a_till_that_was_confirmed_once(ada: Granted) -> None:
    order = ada.cash(100)
    challenge = await ada.challenged(PostWithdrawal, order, "first")
    assert await ada.shown(challenge) == ("withdrawal.post", 100, None)
    await ada.payer.confirm(challenge)
    await ada.ask(PostWithdrawal, order, "first")
    await ada.ask(PostWithdrawal, order, "second")
    await ada.challenged(PostWithdrawal, ada.cash(LIMIT + 1), "above the threshold")
    assert ada.payer.desk.balance_minor(ada.payer.account) == 10_000_00 - 200


async def test_another_amount_of_cash_voids_the_challenge(ada: Granted) -> None:
    await ada.payer.confirm(await ada.challenged(PostWithdrawal, ada.cash(100), "key"))
    with pytest.raises(IdempotencyKeyReused):
        await ada.ask(PostWithdrawal, ada.cash(101), "key")


async def test_another_account_voids_it_as_well(ada: Granted) -> None:
    await ada.payer.confirm(await ada.challenged(PostWithdrawal, ada.cash(100), "key"))
    other = await ada.payer.desk.account(owner=ada.payer.account.owner_id, balance_minor=1_000_00)
    with pytest.raises(IdempotencyKeyReused):
        await ada.ask(PostWithdrawal, ada.cash(100, str(other.id)), "key")


async def test_what_is_set_aside_is_confirmed_each_time(ada: Granted) -> None:
    """Nobody is named yet to whom it will go: it could be anybody."""
    challenge = await ada.challenged(PlaceHold, ada.hold(100), "first")
    assert await ada.shown(challenge) == ("hold.place", 100, None)
    await ada.payer.confirm(challenge)
    placed = await ada.ask(PlaceHold, ada.hold(100), "first")
    assert (await ada.ask(PlaceHold, ada.hold(100), "first")).id == placed.id
    await ada.challenged(PlaceHold, ada.hold(100), "second")


async def test_a_proof_for_one_sum_sets_no_other_aside(ada: Granted) -> None:
    await ada.payer.confirm(await ada.challenged(PlaceHold, ada.hold(100), "key"))
    with pytest.raises(IdempotencyKeyReused):
        await ada.ask(PlaceHold, ada.hold(10_000), "key")


async def test_a_capture_is_confirmed_with_its_payee(ada: Granted) -> None:
    hold = await ada.confirmed(PlaceHold, ada.hold(100), "hold")
    challenge = await ada.challenged(CaptureHold, ada.capture(hold.id, 40), "part")
    assert await ada.shown(challenge) == ("hold.capture", 40, str(ada.payer.payee.id))
    await ada.payer.confirm(challenge)
    await ada.ask(CaptureHold, ada.capture(hold.id, 40), "part")
    await ada.ask(CaptureHold, ada.capture(hold.id), "the rest, to a payee who is known")
    assert ada.payer.desk.balance_minor(ada.payer.payee) == 100


async def test_the_rest_of_a_hold_is_confirmed_as_much_as_it_is_then(ada: Granted) -> None:
    hold = await ada.confirmed(PlaceHold, ada.hold(100), "hold")
    challenge = await ada.challenged(CaptureHold, ada.capture(hold.id), "rest")
    assert await ada.shown(challenge) == ("hold.capture", 100, str(ada.payer.payee.id))


async def test_whoever_captures_for_others_asks_them_for_nothing_more(ada: Granted) -> None:
    """The customer confirmed the hold; the shop's system, which has the permission, captures it."""
    hold = await ada.confirmed(PlaceHold, ada.hold(100), "hold")
    shop = replace(MANAGER, session="the counter")
    await ada.ask(CaptureHold, ada.capture(hold.id), "capture", who=shop)
    assert ada.payer.desk.balance_minor(ada.payer.payee) == 100


async def test_what_is_no_payment_is_refused_before_anything_is_asked(ada: Granted) -> None:
    with pytest.raises(AmountNotPositive):
        await ada.ask(PostWithdrawal, ada.cash(0), "nothing")
    with pytest.raises(AmountNotPositive):
        await ada.ask(PlaceHold, ada.hold(-1), "less")
    unknown = await ada.payer.desk.account()
    with pytest.raises(AccountNotFound):
        await ada.ask(PostWithdrawal, ada.cash(1, str(unknown.id)), "somebody else's")
    with pytest.raises(HoldNotFound):
        await ada.ask(CaptureHold, ada.capture(UUID(int=7), 1), "no hold")


async def test_by_no_way_does_money_leave_before_there_are_two_factors() -> None:
    async with a_payer(enrolled=False, authorizer=an_authorizer()) as payer:
        ada = await _let_at_their_own(payer)
        for use_case, command in (
            (PostWithdrawal, ada.cash(1)),
            (PlaceHold, ada.hold(1)),
        ):
            with pytest.raises(MoreFactorsNeeded):
                await ada.ask(use_case, command, use_case.__name__)


async def test_dry_runs_say_that_they_would_be_asked(ada: Granted) -> None:
    for use_case, command in ((PostWithdrawal, ada.cash(1)), (PlaceHold, ada.hold(1))):
        with pytest.raises(ChallengePending) as waits:
            await ada.ask(use_case, command, "tried", dry_run=True)
        assert waits.value.context == {}
