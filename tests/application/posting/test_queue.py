"""The queue: batches of whatever waits, bounded, and nobody's job lost."""

import asyncio
from typing import Any

import pytest
from tests.application.posting.conftest import LIMITS
from tests.application.posting.journals import WatchedJournal
from tests.application.scene import Desk, cash, transfer

from bank.application.pipeline.pipeline import Done
from bank.application.ports.ledger import LedgerBusy
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_cash import PostDeposit
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.refusals import InsufficientFunds

Asked = asyncio.Task[Done[Any]]


async def _settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def _deposit(desk: Desk, account: CustomerAccount, amount_minor: int = 1) -> Asked:
    return asyncio.create_task(desk.ask(PostDeposit, cash(account, amount_minor)))


async def _hold(desk: Desk, journal: WatchedJournal, account: CustomerAccount) -> Asked:
    """Begin a batch that waits, so that what comes next gathers behind it."""
    journal.gate.clear()
    first = _deposit(desk, account)
    await _settle()
    journal.batches, journal.keys = 0, []
    return first


async def test_what_arrives_while_a_batch_commits_is_the_next_batch(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    first = await _hold(desk, journal, account)
    others = [_deposit(desk, account) for _ in range(5)]
    await _settle()
    assert desk.bank.queue.depth == 5
    journal.gate.set()
    done = await asyncio.gather(first, *others)
    assert journal.keys == [1, 5]
    assert desk.balance_minor(account) == 6
    sequences = [each.result.entry.postings[1].sequence for each in done]
    assert sequences == [1, 2, 3, 4, 5, 6]
    assert desk.bank.queue.depth == 0


async def test_a_batch_takes_no_more_than_its_bound(desk: Desk, journal: WatchedJournal) -> None:
    account = await desk.account()
    first = await _hold(desk, journal, account)
    others = [_deposit(desk, account) for _ in range(11)]
    await _settle()
    journal.gate.set()
    await asyncio.gather(first, *others)
    assert journal.keys == [1, 8, 3]


async def test_a_job_larger_than_the_bound_is_a_batch_of_its_own(
    desk: Desk, journal: WatchedJournal
) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    first = await _hold(desk, journal, payee)
    small = [_deposit(desk, payee) for _ in range(2)]
    orders = [transfer(payer, payee, 1, id=desk.bank.ids.new()) for _ in range(9)]
    large = asyncio.create_task(desk.ask(PostBulk, BulkOrder(orders)))
    await _settle()
    journal.gate.set()
    await asyncio.gather(first, *small, large)
    assert journal.keys == [1, 2, 10]


async def test_a_full_queue_is_busy_and_says_that_it_passes(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    first = await _hold(desk, journal, account)
    others = [_deposit(desk, account) for _ in range(LIMITS.capacity)]
    await _settle()
    with pytest.raises(LedgerBusy) as busy:
        await desk.ask(PostDeposit, cash(account, 1), key="k")
    assert busy.value.retryable
    journal.gate.set()
    await asyncio.gather(first, *others)
    assert not (await desk.ask(PostDeposit, cash(account, 1), key="k")).replayed
    assert desk.balance_minor(account) == LIMITS.capacity + 2


async def test_a_caller_who_goes_away_does_not_stop_their_job(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    first = await _hold(desk, journal, account)
    gone = _deposit(desk, account, 10)
    await _settle()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    journal.gate.set()
    await first
    await _settle()
    assert desk.balance_minor(account) == 11
    assert len(desk.events("deposit.post")) == 2


async def test_a_caller_who_goes_away_from_a_refusal_leaves_no_unread_exception(
    desk: Desk, journal: WatchedJournal
) -> None:
    payer, payee = await desk.account(), await desk.account()
    first = await _hold(desk, journal, payee)
    gone = asyncio.create_task(desk.ask(PostTransfer, transfer(payer, payee, 10)))
    await _settle()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    journal.gate.set()
    await first
    await _settle()
    (event,) = desk.events("transfer.post")
    assert event.code == "insufficient_funds"


async def test_requests_of_one_batch_are_decided_in_the_order_of_their_arrival(
    desk: Desk, journal: WatchedJournal
) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    first = await _hold(desk, journal, payee)
    asked = [
        asyncio.create_task(desk.ask(PostTransfer, transfer(payer, payee, amount_minor)))
        for amount_minor in (60, 50, 40, 1)
    ]
    await _settle()
    journal.gate.set()
    await first
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = [isinstance(each, InsufficientFunds) for each in answers]
    assert refused == [False, True, False, True]
    assert journal.keys == [1, 4]
    assert desk.balance_minor(payer) == 0


async def test_a_refused_request_refuses_alone(desk: Desk, journal: WatchedJournal) -> None:
    payer, payee = await desk.account(balance_minor=10), await desk.account()
    first = await _hold(desk, journal, payee)
    good = asyncio.create_task(desk.ask(PostTransfer, transfer(payer, payee, 10)))
    bad = asyncio.create_task(desk.ask(PostTransfer, transfer(payee, payer, 1000)))
    await _settle()
    journal.gate.set()
    await asyncio.gather(first, good)
    with pytest.raises(InsufficientFunds):
        await bad
    assert [each.code for each in desk.events("transfer.post")] == [None, "insufficient_funds"]


async def test_a_closed_queue_posts_what_waits_and_takes_no_more(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    first = await _hold(desk, journal, account)
    waiting = _deposit(desk, account)
    await _settle()
    desk.bank.queue.close()
    with pytest.raises(LedgerBusy):
        await desk.ask(PostDeposit, cash(account, 1))
    journal.gate.set()
    await asyncio.gather(first, waiting)
    assert desk.balance_minor(account) == 2


async def test_a_batch_has_a_span_and_measures_without_a_caller(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    await desk.ask(PostDeposit, cash(account, 5))
    (span,) = [each for each in desk.bank.tracer.spans if each.name == "posting.batch"]
    assert span.notes == {"bank.batch.jobs": 1, "bank.batch.requests": 1}
    assert [value for value, _ in desk.bank.tracer.measures["bank.posting.batch.size"]] == [1]


async def test_the_span_of_a_request_is_linked_to_the_span_of_its_batch(desk: Desk) -> None:
    account = await desk.account(balance_minor=1)
    await desk.ask(PostDeposit, cash(account, 5))
    spans = desk.bank.tracer.spans
    batch = [span for span in spans if span.name == "posting.batch"][-1]
    request = [span for span in spans if span.name == "deposit.post"][-1]
    assert request.links == [batch.traceparent]
    assert request.trace_id != batch.trace_id
