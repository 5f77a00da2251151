"""What a batch makes of keys and ids: replays, reuse, refusals, dry runs, bulks."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from tests.application.posting.batches import Batches
from tests.application.posting.journals import WatchedJournal
from tests.application.scene import SERVICE, TELLER, Desk, a_bank, cash, transfer

from bank.application.ports.ledger import Posted, Refused
from bank.application.posting.journal import Screening
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, BulkReceipt, PostBulk
from bank.application.transfers.post_cash import PostDeposit
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.audit import Outcome
from bank.domain.ledger.refusals import (
    AccountNotFound,
    AmountNotPositive,
    IdempotencyKeyReused,
    InsufficientFunds,
)
from bank.domain.ledger.requests import LedgerRequest, PostingRequest
from bank.domain.money import InvalidAmount
from bank.domain.refusals import Refusal


async def _bulk(desk: Desk, orders: Sequence[TransferOrder | Refusal], key: str) -> BulkReceipt:
    body = repr([str(order) for order in orders])
    done = await desk.ask(PostBulk, BulkOrder(orders), key=key, body=body)
    receipt: BulkReceipt = done.result
    return receipt


def _said(receipt: BulkReceipt) -> list[str]:
    return [
        each.refusal.code if isinstance(each, Refused) else "posted" for each in receipt.outcomes
    ]


async def test_replaying_a_key_moves_money_once(desk: Desk) -> None:
    account = await desk.account()
    first = await desk.ask(PostDeposit, cash(account, 5), key="k")
    desk.bank.clock.move(timedelta(days=3))
    again = await desk.ask(PostDeposit, cash(account, 5), key="k")
    assert (first.replayed, again.replayed) == (False, True)
    assert again.result.entry == first.result.entry
    assert again.result.id == first.result.id
    assert desk.balance_minor(account) == 5
    assert len(desk.events("deposit.post")) == 1


async def test_replaying_a_refusal_refuses_again_though_there_is_money_now(desk: Desk) -> None:
    payer, payee = await desk.account(), await desk.account()
    order = transfer(payer, payee, 5)
    with pytest.raises(InsufficientFunds) as first:
        await desk.ask(PostTransfer, order, key="k")
    await desk.ask(PostDeposit, cash(payer, 100))
    with pytest.raises(InsufficientFunds) as again:
        await desk.ask(PostTransfer, order, key="k")
    assert (first.value.replayed, again.value.replayed) == (False, True)
    (event,) = desk.events("transfer.post")
    assert (event.outcome, event.code) == (Outcome.REFUSED, "insufficient_funds")
    assert desk.balance_minor(payer) == 100


@pytest.mark.parametrize("chosen", [True, False])
async def test_the_same_key_with_another_body_is_refused_and_leaves_nothing(
    desk: Desk, *, chosen: bool
) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    ids = [desk.bank.ids.new() if chosen else None for _ in range(2)]
    await desk.ask(PostTransfer, transfer(payer, payee, 5, id=ids[0]), key="k")
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(PostTransfer, transfer(payer, payee, 6, id=ids[1]), key="k")
    assert desk.balance_minor(payee) == 5
    assert len(desk.events("transfer.post")) == 1


async def test_a_key_of_a_posting_is_used_up_for_others_actions_too(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    await desk.ask(PostTransfer, transfer(payer, payee, 5), key="k")
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(PostDeposit, cash(payee, 5), key="k")


async def test_a_chosen_id_is_the_transfers_id_and_its_own_idempotency(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    chosen = desk.bank.ids.new()
    order = transfer(payer, payee, 5, id=chosen)
    first = await desk.ask(PostTransfer, order, key="k1")
    again = await desk.ask(PostTransfer, order, key="k2")
    assert (first.result.id, again.result.id) == (chosen, chosen)
    assert (first.replayed, again.replayed) == (False, True)
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(PostTransfer, transfer(payer, payee, 6, id=chosen), key="k3")
    assert desk.balance_minor(payee) == 5


async def test_duplicates_within_one_batch_are_posted_once(
    desk: Desk, journal: WatchedJournal
) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    chosen = desk.bank.ids.new()
    journal.gate.clear()
    blocker = asyncio.create_task(desk.ask(PostDeposit, cash(payee, 1)))
    await asyncio.sleep(0.01)
    asked = [
        asyncio.create_task(desk.ask(PostTransfer, transfer(payer, payee, 5), key="k")),
        asyncio.create_task(desk.ask(PostTransfer, transfer(payer, payee, 5), key="k")),
        asyncio.create_task(desk.ask(PostTransfer, transfer(payer, payee, 6), key="k")),
        asyncio.create_task(desk.ask(PostTransfer, transfer(payer, payee, 9, id=chosen), key="a")),
        asyncio.create_task(desk.ask(PostTransfer, transfer(payer, payee, 9, id=chosen), key="b")),
    ]
    await asyncio.sleep(0.01)
    journal.gate.set()
    await blocker
    answers = await asyncio.gather(*asked, return_exceptions=True)
    said = ["reused" if isinstance(each, Exception) else each.replayed for each in answers]  # type: ignore[union-attr]
    assert said == [False, True, "reused", False, True]
    assert desk.balance_minor(payee) == 15
    assert len(desk.events("transfer.post")) == 2
    trail = desk.bank.store.committed.audit_events.values()
    replayed = [each for each in trail if each.outcome is Outcome.REPLAYED]
    assert len(replayed) == 1, "the new key of one that was answered before"


@pytest.mark.parametrize("key", [None, "k"])
async def test_a_dry_run_says_what_would_happen_and_leaves_nothing(
    desk: Desk, key: str | None
) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    before = Batches(desk).everything()
    tried = await desk.ask(PostTransfer, transfer(payer, payee, 30), key=key, dry_run=True)
    with pytest.raises(InsufficientFunds):
        await desk.ask(PostTransfer, transfer(payer, payee, 101), key=key, dry_run=True)
    assert tried.result.dry_run
    assert [each.available_minor for each in tried.result.entry.postings] == [70, 30]
    assert Batches(desk).everything() == before
    real = await desk.ask(PostTransfer, transfer(payer, payee, 30), key=key)
    assert not real.replayed
    assert real.result.entry.postings == tried.result.entry.postings


async def test_a_dry_run_between_others_moves_nothing_for_them(
    desk: Desk, journal: WatchedJournal
) -> None:
    payer, payee = await desk.account(balance_minor=10), await desk.account()
    journal.gate.clear()
    blocker = asyncio.create_task(desk.ask(PostDeposit, cash(payee, 1)))
    await asyncio.sleep(0.01)
    order = transfer(payer, payee, 10)
    tried = asyncio.create_task(desk.ask(PostTransfer, order, dry_run=True))
    real = asyncio.create_task(desk.ask(PostTransfer, order))
    late = asyncio.create_task(desk.ask(PostTransfer, order, dry_run=True))
    await asyncio.sleep(0.01)
    journal.gate.set()
    await asyncio.gather(blocker, tried, real)
    with pytest.raises(InsufficientFunds):
        await late


async def test_a_bulk_is_one_audit_event_over_its_ordered_outcomes(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    chosen = [desk.bank.ids.new() for _ in range(4)]
    orders: list[TransferOrder | Refusal] = [
        transfer(payer, payee, 60, id=chosen[0]),
        InvalidAmount(),
        transfer(payer, payee, 60, id=chosen[1]),
        transfer(payer, payee, 0, id=chosen[2]),
        TransferOrder("nowhere", str(payee.id), 1, "EUR", id=chosen[3]),
        transfer(payer, payee, 40, id=desk.bank.ids.new()),
    ]
    receipt = await _bulk(desk, orders, "k")
    assert _said(receipt) == [
        "posted",
        InvalidAmount.code,
        InsufficientFunds.code,
        AmountNotPositive.code,
        AccountNotFound.code,
        "posted",
    ]
    (event,) = desk.events("transfer.post_bulk")
    assert (event.object_kind, event.object_id) == ("bulk", str(receipt.id))
    assert (event.outcome, event.code) == (Outcome.DONE, None)
    assert event.after is not None
    first, last = receipt.outcomes[0], receipt.outcomes[-1]
    assert isinstance(first, Posted)
    assert isinstance(last, Posted)
    assert first.id == chosen[0]
    assert last.entry.postings[0].available_minor == 0
    entries = desk.bank.store.committed.entries.values()
    assert {each.audit_event for each in entries if each.request.key in chosen} == {event.id}


async def test_the_digest_of_a_bulk_tells_other_outcomes_apart(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1), await desk.account()
    for number in range(2):
        await _bulk(desk, [transfer(payer, payee, 1, id=UUID(int=number + 1))], f"k{number}")
    first, second = desk.events("transfer.post_bulk")
    assert first.after != second.after


async def test_replaying_a_bulk_posts_nothing_and_audits_only_a_new_key(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    orders = [transfer(payer, payee, amount, id=desk.bank.ids.new()) for amount in (60, 60, 1)]
    first = await _bulk(desk, orders, "k")
    again = await _bulk(desk, orders, "k")
    other_key = await _bulk(desk, orders, "k2")
    assert _said(first) == _said(again) == _said(other_key)
    assert (first.replayed, again.replayed, other_key.replayed) == (False, True, True)
    assert all(each.replayed for each in again.outcomes)
    assert desk.balance_minor(payee) == 61
    assert len(desk.events("transfer.post_bulk")) == 2


async def test_a_key_that_found_all_its_transfers_known_is_taken_all_the_same(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    orders = [transfer(payer, payee, 1, id=desk.bank.ids.new()) for _ in range(2)]
    await _bulk(desk, orders, "k1")
    await _bulk(desk, orders, "k2")
    with pytest.raises(IdempotencyKeyReused):
        await _bulk(desk, orders[:1], "k2")


async def test_a_bulk_resumed_with_more_transfers_posts_the_new_ones(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    orders = [transfer(payer, payee, 1, id=desk.bank.ids.new()) for _ in range(4)]
    await _bulk(desk, orders[:2], "k1")
    receipt = await _bulk(desk, orders, "k2")
    assert [each.replayed for each in receipt.outcomes] == [True, True, False, False]
    assert not receipt.replayed
    assert desk.balance_minor(payee) == 4


async def test_the_key_of_a_bulk_with_another_body_is_refused(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    await _bulk(desk, [transfer(payer, payee, 1, id=desk.bank.ids.new())], "k")
    with pytest.raises(IdempotencyKeyReused):
        await _bulk(desk, [transfer(payer, payee, 1, id=desk.bank.ids.new())], "k")
    assert desk.balance_minor(payee) == 1


async def test_an_id_that_a_bulk_names_twice_is_posted_once(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    order = transfer(payer, payee, 5, id=desk.bank.ids.new())
    receipt = await _bulk(desk, [order, order, order._replace(amount_minor=6)], "k")
    assert _said(receipt) == ["posted", "posted", IdempotencyKeyReused.code]
    assert [each.replayed for each in receipt.outcomes] == [False, True, False]
    assert desk.balance_minor(payee) == 5


async def test_a_bulk_of_which_nothing_reaches_the_decision_is_audited_once(desk: Desk) -> None:
    for _ in range(2):
        assert _said(await _bulk(desk, [InvalidAmount()], "k")) == [InvalidAmount.code]
    (event,) = desk.events("transfer.post_bulk")
    assert (event.object_kind, event.outcome) == ("bulk", Outcome.DONE)
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(PostBulk, BulkOrder([InvalidAmount()]), key="k", body="another")


async def test_a_transfer_of_a_bulk_can_be_tried_dry(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    orders = [transfer(payer, payee, 60, id=desk.bank.ids.new()) for _ in range(2)]
    tried = await desk.ask(PostBulk, BulkOrder(orders), dry_run=True)
    assert _said(tried.result) == ["posted", InsufficientFunds.code]
    assert desk.balance_minor(payee) == 0
    assert desk.events("transfer.post_bulk") == []


class _Bars(Screening):
    """Bars every request of more than a hundred."""

    async def screen(self, requests: Sequence[LedgerRequest]) -> Mapping[UUID, Refusal]:
        return {
            each.key: Refusal("Somebody should look at it.")
            for each in requests
            if isinstance(each, PostingRequest) and each.legs[0].amount_minor > 100
        }


async def test_what_screening_bars_is_refused_and_the_rest_is_decided() -> None:
    async with a_bank(screening=_Bars()).open() as bank:
        desk = Desk(bank)
        account = await desk.account()
        await desk.ask(PostDeposit, cash(account, 100))
        with pytest.raises(Refusal, match="Somebody should look"):
            await desk.ask(PostDeposit, cash(account, 101))
        assert desk.balance_minor(account) == 100
        assert [each.code for each in desk.events("deposit.post")] == [None, "refused"]


async def test_who_posts_is_audited_with_the_booking_and_the_entry(desk: Desk) -> None:
    account = await desk.account()
    done = await desk.ask(PostDeposit, cash(account, 5), TELLER)
    (event,) = desk.events("deposit.post")
    assert (event.actor, event.object_kind) == (TELLER.pseudonym, "entry")
    assert event.object_id == str(done.result.id)
    assert event.actor != SERVICE.pseudonym
