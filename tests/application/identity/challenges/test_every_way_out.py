"""By whatever a customer's own hand lets money leave, it is confirmed as a transfer is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest
from tests.application.identity.challenges.granted import Granted, a_payer_let_at_their_own
from tests.application.identity.challenges.scene import LIMIT
from tests.application.scene import MANAGER

from bank.application.holds.end_hold import CaptureHold
from bank.application.holds.place_hold import PlaceHold
from bank.application.transfers.post_cash import PostWithdrawal
from bank.domain.challenges import ChallengePending, MoreFactorsNeeded
from bank.domain.ledger.holds import HoldNotFound
from bank.domain.ledger.refusals import AccountNotFound, AmountNotPositive, IdempotencyKeyReused


@pytest.fixture
async def ada() -> AsyncIterator[Granted]:
    async with a_payer_let_at_their_own() as opened:
        yield opened


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
    async with a_payer_let_at_their_own(enrolled=False) as ada:
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
