"""What the queue does when the database fails it: nothing is lost, nothing is posted twice."""

import asyncio
from collections.abc import Iterable

import pytest
from tests.application.posting.conftest import LIMITS
from tests.application.posting.journals import WatchedJournal
from tests.application.scene import Desk, cash, transfer

from bank.application.ports.unit_of_work import DatabaseUnavailable, OutcomeUnknown, TransientFault
from bank.application.posting.journal import CommitUnknown
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_cash import PostDeposit
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.ledger.refusals import InsufficientFunds


def _fail(journal: WatchedJournal, failures: Iterable[tuple[str, Exception]]) -> None:
    journal.failures = list(failures)
    journal.batches = 0


@pytest.mark.parametrize("when", ["before", "instead"])
async def test_a_lost_race_repeats_the_whole_batch(
    desk: Desk, journal: WatchedJournal, when: str
) -> None:
    account = await desk.account()
    _fail(journal, [(when, TransientFault()), (when, TransientFault())])
    done = await desk.ask(PostDeposit, cash(account, 5))
    assert (journal.batches, done.replayed) == (3, False)
    assert desk.balance_minor(account) == 5
    assert len(desk.events("deposit.post")) == 1


async def test_repeats_are_bounded_and_then_nothing_was_posted(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    _fail(journal, [("instead", TransientFault())] * LIMITS.attempts_max)
    with pytest.raises(DatabaseUnavailable):
        await desk.ask(PostDeposit, cash(account, 5), key="k")
    assert journal.batches == LIMITS.attempts_max
    assert desk.balance_minor(account) == 0
    assert desk.events("deposit.post") == []
    assert not (await desk.ask(PostDeposit, cash(account, 5), key="k")).replayed


async def test_a_database_that_is_away_is_not_asked_again_at_once(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    _fail(journal, [("before", DatabaseUnavailable())])
    with pytest.raises(DatabaseUnavailable):
        await desk.ask(PostDeposit, cash(account, 5))
    assert journal.batches == 1


async def test_a_commit_whose_answer_was_lost_is_looked_up_and_not_posted_twice(
    desk: Desk, journal: WatchedJournal
) -> None:
    """Scenario: a batch of several jobs commits, and the connection breaks before the answer.

    Outcome: each caller has their own outcome, as the first answer; everything is there once.
    """
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    _fail(journal, [("after", CommitUnknown())])
    orders = [transfer(payer, payee, 10, id=desk.bank.ids.new()) for _ in range(2)]
    orders.append(transfer(payer, payee, 1000, id=desk.bank.ids.new()))
    asked = [
        desk.ask(PostDeposit, cash(payee, 5)),
        desk.ask(PostTransfer, transfer(payer, payee, 7, id=desk.bank.ids.new())),
        desk.ask(PostBulk, BulkOrder(orders)),
        desk.ask(PostTransfer, transfer(payer, payee, 1000)),
    ]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = answers.pop()
    assert journal.batches == 2
    for done in answers:
        assert not isinstance(done, BaseException)
        assert not done.replayed
    assert isinstance(refused, InsufficientFunds)
    assert not refused.replayed
    assert (desk.balance_minor(payer), desk.balance_minor(payee)) == (73, 32)
    assert len(desk.events("deposit.post")) == 2
    assert [each.code for each in desk.events("transfer.post")] == [None, "insufficient_funds"]
    assert len(desk.events("transfer.post_bulk")) == 1
    assert not desk.bank.tracer.counts["bank.refusals.unrecorded", ()]


async def test_a_commit_that_did_not_happen_is_made_again(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    faults = (CommitUnknown(), DatabaseUnavailable(), TransientFault())
    _fail(journal, zip(("instead", "before", "before"), faults, strict=True))
    done = await desk.ask(PostDeposit, cash(account, 5))
    assert (journal.batches, done.replayed) == (4, False)
    assert desk.balance_minor(account) == 5


async def test_an_outcome_that_stays_unknown_is_said_to_be(
    desk: Desk, journal: WatchedJournal
) -> None:
    account = await desk.account()
    _fail(journal, [("after", CommitUnknown()), *[("before", DatabaseUnavailable())] * 50])
    with pytest.raises(OutcomeUnknown) as unknown:
        await desk.ask(PostDeposit, cash(account, 5), key="k")
    assert unknown.value.retryable
    journal.failures = []
    again = await desk.ask(PostDeposit, cash(account, 5), key="k")
    assert again.replayed
    assert desk.balance_minor(account) == 5


async def test_a_poisoned_job_fails_alone(desk: Desk, journal: WatchedJournal) -> None:
    """Scenario: one job of a batch makes the database say something that nobody foresaw.

    Outcome: that job's caller gets the error, the others their postings.
    """
    account = await desk.account()
    poisoned = desk.bank.ids.new()
    journal.poison = lambda keys: poisoned in keys
    payer = await desk.account(balance_minor=100)
    journal.gate.clear()
    asked = [
        asyncio.create_task(desk.ask(PostDeposit, cash(account, 1))),
        asyncio.create_task(desk.ask(PostTransfer, transfer(payer, account, 7, id=poisoned))),
        asyncio.create_task(desk.ask(PostDeposit, cash(account, 2))),
    ]
    await asyncio.sleep(0.01)
    journal.gate.set()
    first, bad, last = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(bad, ZeroDivisionError)
    assert not isinstance(first, BaseException)
    assert not isinstance(last, BaseException)
    assert desk.balance_minor(account) == 3
    assert (await desk.ask(PostDeposit, cash(account, 1))).result.entry is not None
