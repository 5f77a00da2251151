"""Batches over what the last ones left: nothing is read, and nothing is decided otherwise for it.

Each test first has the bank remember its accounts, and makes sure that it does.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from tests.application.posting.batches import said
from tests.application.posting.journals import WatchedJournal
from tests.contracts.accounts import committed_account, ref
from tests.contracts.backend import NOW, TODAY, named
from tests.contracts.processes import Process, process
from tests.contracts.remembering import Scene, pays, sets_aside
from tests.contracts.waiting import ended, waits

from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.journal import CommitUnknown, Journal, PostingUnit
from bank.domain.audit import Outcome
from bank.domain.customer_accounts import BlockReason, CustomerAccount
from bank.domain.ledger.accounts import Block
from bank.infrastructure.sql.postgresql.journal import PostgresqlJournal

FRAUD = BlockReason.SUSPECTED_FRAUD


async def test_a_batch_over_what_the_last_ones_left_reads_nothing(scene: Scene) -> None:
    """Scenario: transfers, refusals and a hold over accounts that were in the batches before.

    Outcome: nothing but whether a refused key is new is asked; a batch that refuses nothing waits
    for the database once, when it is written. All sums are right.
    """
    one, other = await scene.known()
    assert scene.wire.round_trips == 1
    paid = await scene.at_once(pays("1", one, other, 60), pays("2", one, other, 60))
    assert paid == ["posted", "insufficient_funds"]
    assert await scene.at_once(pays("3", other, one, 61)) == ["insufficient_funds"]
    assert await scene.at_once(pays("4", other, one, 25)) == ["posted"]
    assert await scene.at_once(sets_aside("5", one, 65)) == ["active"]
    assert await scene.balances(one, other) == [65, 35]


async def test_what_is_not_remembered_is_read_beside_what_is(scene: Scene) -> None:
    one, other = await scene.known()
    new = await committed_account(scene.backend)
    paid = await scene.after_reading(pays("1", one, new, 60), pays("2", one, other, 60))
    assert paid == ["posted", "insufficient_funds"]
    assert await scene.at_once(pays("3", new, other, 60)) == ["posted"]
    assert await scene.balances(one, other, new) == [40, 60, 0]


_CHANGES: dict[str, tuple[Callable[[CustomerAccount], CustomerAccount], str]] = {
    "blocked": (lambda account: account.barred(Block.DEBIT, FRAUD), "account_blocked"),
    "blocked for what comes in": (lambda account: account.barred(Block.CREDIT, FRAUD), "posted"),
    "renamed": (lambda account: account.renamed("Holidays"), "posted"),
}


@pytest.mark.parametrize(("change", "word"), _CHANGES.values(), ids=_CHANGES)
async def test_a_command_that_changed_a_payer_is_honoured(
    scene: Scene, change: Callable[[CustomerAccount], CustomerAccount], word: str
) -> None:
    one, other = await scene.known()
    await scene.command(one, change)
    assert await scene.at_last(pays("1", one, other)) == [word]
    assert await scene.at_once(pays("2", one, other)) == [word]
    assert await scene.balances(one, other) == ([98, 2] if word == "posted" else [100, 0])


async def test_a_command_that_closed_and_opened_a_payee_is_honoured(scene: Scene) -> None:
    """Outcome: refused while it is closed, and not a moment longer."""
    one, other = await scene.known()
    await scene.command(other, lambda account: account.closed())
    assert await scene.at_last(pays("1", one, other)) == ["account_closed"]
    assert await scene.at_once(pays("2", one, other)) == ["account_closed"]
    await scene.command(other, lambda account: account.reopened(TODAY))
    assert await scene.at_last(pays("3", one, other)) == ["posted"]
    assert await scene.at_once(pays("4", one, other)) == ["posted"]
    assert await scene.balances(one, other) == [98, 2]


async def test_a_refusal_that_is_out_of_date_is_given_to_nobody(scene: Scene) -> None:
    """Scenario: a block is remembered; it is lifted; then somebody pays.

    Outcome: they have paid, and nothing of a refusal is kept under their key.
    """
    one, other = await scene.known()
    await scene.command(one, lambda account: account.barred(Block.BOTH, FRAUD))
    assert await scene.at_last(pays("1", one, other)) == ["account_blocked"]
    assert await scene.at_once(pays("2", one, other)) == ["account_blocked"]
    await scene.command(one, lambda account: account.unbarred(Block.BOTH))
    assert await scene.at_last(pays("3", one, other)) == ["posted"]
    assert said(await scene.bank.ask(pays("3", one, other))) == ["posted*"]
    assert said(await scene.bank.ask(pays("2", one, other))) == ["account_blocked*"]


@pytest.mark.parametrize(("commits", "word"), [(True, "account_blocked"), (False, "posted")])
async def test_a_command_under_way_is_waited_for(scene: Scene, commits: bool, word: str) -> None:
    """Scenario: a batch over what is remembered is written while a command blocks an account.

    Outcome: it waits, and then is as the command left the account.
    """
    one, other = await scene.known()
    async with scene.backend.unit() as unit:
        found = await unit.accounts.find(ref(one), lock=True)
        assert found is not None
        await unit.accounts.save(found.barred(Block.DEBIT, FRAUD), NOW)
        task = asyncio.create_task(scene.bank.ask(pays("1", one, other)))
        assert await waits(task)
        if commits:
            await unit.work.commit()
    assert said(await ended(task)) == [word]
    assert await scene.balances(one) == [99 if word == "posted" else 100]


async def test_another_process_that_posts_in_between_is_honoured(
    scene: Scene, second: Process
) -> None:
    """Scenario: two processes post in turns over accounts that each has seen in its own batches.

    Outcome: neither spends what the other has spent, nor refuses what the other has brought.
    """
    one, other = await scene.known()
    assert said(await second.ask(pays("1", one, other, 70))) == ["posted"]
    assert await scene.at_last(pays("2", one, other, 31)) == ["insufficient_funds"]
    assert await scene.after_reading(pays("3", one, other, 20)) == ["posted"]
    assert await scene.at_once(pays("and 3", one, other, 10)) == ["posted"]
    assert said(await second.ask(pays("4", other, one, 50))) == ["posted"]
    assert await scene.at_last(pays("5", one, other, 50)) == ["posted"]
    assert said(await second.ask(pays("6", one, other, 1))) == ["insufficient_funds"]
    assert await scene.balances(one, other) == [0, 100]


async def test_a_posting_within_a_unit_of_work_is_honoured(scene: Scene) -> None:
    one, other = await scene.known()
    async with scene.backend.unit() as unit:
        job = scene.bank.job(pays("1", one, other, 100))
        await scene.bank.runner.run(unit.posting, [job], NOW)
        await unit.work.commit()
    assert await scene.at_last(pays("2", one, other)) == ["insufficient_funds"]
    assert await scene.balances(one, other) == [0, 100]


async def test_keys_that_stand_for_something_are_answered_as_replays(scene: Scene) -> None:
    """Scenario: an entry's key, a refusal's and a claimed one are sent again, one by one.

    Outcome: each is answered as at first, also where it would be decided otherwise by now.
    """
    one, other = await scene.known()
    claimed = IdempotencyRecord(
        key=named("claimed"),
        digest=bytes(16),
        outcome=Outcome.DONE,
        created_at=NOW,
        audit_event=named("event"),
    )
    first = [pays("all", one, other, 100), pays("more", one, other), pays("chosen", other, one, 1)]
    first[2] = first[2]._replace(key_is_id=True)
    assert await scene.at_once(*first) == ["posted", "insufficient_funds", "posted"]
    async with scene.backend.unit() as unit:
        await unit.records.claim(claimed)
        await unit.work.commit()
    entries = await scene.entries()
    again = [
        *first,
        pays("claimed", other, one),
        pays("all", other, one)._replace(digest=b"f" * 16),
    ]
    words = ["posted*", "insufficient_funds*", "posted*", *["idempotency_key_reused"] * 2]
    for wanted, word in zip(again, words, strict=True):
        await scene.bank.ask(pays(f"before {wanted.key} {word}", other, one))
        await scene.at_once(pays(f"between {wanted.key} {word}", one, other))
        assert await scene.at_last(wanted) == [word]
        assert await scene.after_reading(wanted) == [word]
    assert said(await scene.bank.ask(*again)) == words
    assert await scene.entries() == entries + 2 * len(words)
    assert await scene.balances(one, other) == [1, 99]


async def test_a_key_that_is_being_claimed_is_waited_for(scene: Scene) -> None:
    """Scenario: a command, which has held up postings, claims a key; a batch posts under it.

    Outcome: the batch waits for the command, and refuses the key as one that was used.
    """
    one, other = await scene.known()
    async with scene.backend.unit() as unit:
        await unit.records.hold_up_postings()
        task = asyncio.create_task(scene.bank.ask(pays("1", one, other), pays("2", one, other)))
        assert await waits(task)
        await unit.records.claim(
            IdempotencyRecord(
                key=named("1"),
                digest=bytes(16),
                outcome=Outcome.DONE,
                created_at=NOW,
                audit_event=named("event"),
            )
        )
        await unit.work.commit()
    assert said(await ended(task)) == ["idempotency_key_reused", "posted"]
    assert await scene.balances(one, other) == [99, 1]


async def test_a_batch_that_is_broken_off_leaves_nothing_to_remember(scene: Scene) -> None:
    """Scenario: money is spent in a unit that is left by an exception; the next spends it.

    Outcome: the next reads all of it, and spends what is there, once; nothing else is remembered.
    """
    one, other = await scene.known()
    for number in range(3):
        strangers = await scene.known()
        await scene.bank.ask(pays(f"{number} before", one, other))
        await scene.break_off(pays(f"{number} lost", one, other, 40))
        assert await scene.after_reading(pays(f"{number} of others", *strangers)) == ["posted"]
        assert await scene.after_reading(pays(f"{number} kept", one, other, 30)) == ["posted"]
        assert await scene.at_once(pays(f"{number}", other, one, 6)) == ["posted"]
    assert await scene.balances(one, other) == [25, 75]


async def test_a_connection_that_is_new_is_not_trusted(scene: Scene) -> None:
    """Scenario: the pool replaces its connection; who knows where the new one leads.

    Outcome: all is read once more.
    """
    one, other = await scene.known()
    journal = scene.bank.journal
    assert isinstance(journal, PostgresqlJournal)
    await journal._pool.drain()
    await scene.wire.watch()
    for key in ("1", "2"):
        assert await scene.after_reading(pays(key, one, other)) == ["posted"]
    assert await scene.at_once(pays("3", one, other)) == ["posted"]


async def test_another_process_is_noticed_before_what_is_remembered_is_used(
    scene: Scene, second: Process
) -> None:
    """Scenario: of two accounts one is remembered, from before another process has posted.

    Outcome: both are read, and the batch is decided once.
    """
    one, other = await scene.known()
    new = await committed_account(scene.backend)
    assert said(await second.ask(pays("1", one, other, 70))) == ["posted"]
    paid = await scene.after_reading(pays("2", one, new, 31), pays("3", one, new, 30))
    assert paid == ["insufficient_funds", "posted"]


@pytest.mark.parametrize("fault", [TransientFault(), CommitUnknown()])
@pytest.mark.parametrize("when", ["instead", "after"])
async def test_a_batch_that_is_repeated_is_posted_once(
    scene: Scene, when: str, fault: Exception
) -> None:
    """Scenario: a batch fails after it was decided, or its commit's answer is lost.

    Outcome: repeated, it finds the books as they are: each transfer is there once.
    """
    one, other = await scene.known()
    failing = WatchedJournal(scene.bank.journal)
    async with process(failing, scene.backend.clock) as bank:
        for number in range(3):
            failing.failures = [(when, fault)]
            wanted = [pays(f"{number}{each}", one, other, 40) for each in range(2)]
            words = said(await bank.ask(*wanted))
            assert words == (["posted"] * 2 if number == 0 else ["insufficient_funds"] * 2)
            assert said(await bank.ask(*wanted)) == [f"{word}*" for word in words]
    assert await scene.balances(one, other) == [20, 80]


@pytest.mark.parametrize("when", ["before it is asked", "when it has decided"])
async def test_a_back_end_that_is_ended_loses_and_doubles_nothing(scene: Scene, when: str) -> None:
    """Scenario: the server ends the connection, between two batches or in the midst of one.

    Outcome: the batch is posted on another, of which nothing is taken for known.
    """
    one, other = await scene.known()
    ending = _EndingJournal(scene)
    async with process(ending, scene.backend.clock) as bank:
        for number in range(3):
            if when == "before it is asked":
                await scene.end_back_ends()
            else:
                ending.ends = 1
            assert said(await bank.ask(pays(f"{number}", one, other, 40))) == [
                "posted" if number < 2 else "insufficient_funds"
            ]
            assert said(await bank.ask(pays(f"{number} back", other, one, 1))) == ["posted"]
    assert await scene.balances(one, other) == [23, 77]


class _EndingJournal(Journal):
    """Has the back end of a batch ended, as often as is said, when that is decided."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.ends = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[PostingUnit]:
        async with self._scene.bank.journal.begin() as unit:
            yield unit
            if self.ends:
                self.ends -= 1
                await self._scene.end_back_ends()
