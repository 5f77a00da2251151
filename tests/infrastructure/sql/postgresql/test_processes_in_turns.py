"""Two processes and the commands over one database, against plain Python that does the sums.

Each process remembers accounts between its own batches, and knows of nobody else's doing.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - a simulation
from typing import NamedTuple

import pytest
from tests.application.posting.batches import said
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, named
from tests.contracts.postings import request
from tests.contracts.processes import Process
from tests.contracts.remembering import LOCK, PROVE, Scene, pays

from bank.application.ports.account_directory import AccountRef
from bank.application.ports.idempotency import RequestKey
from bank.application.ports.ledger import PostingJob
from bank.application.ports.unit_of_work import TransientFault
from bank.domain.customer_accounts import BlockReason, CustomerAccount
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.requests import HoldRequest, LedgerRequest, Leg
from bank.domain.refusals import Refusal

ACCOUNTS, STEPS = 4, 200
LASTS = timedelta(hours=1)
DONE = {"posted", "active"}
LINKED = "linked_request_refused"
Change = Callable[[CustomerAccount], CustomerAccount]


class Asked(NamedTuple):
    """What is asked for, of accounts by their place.

    ``meant`` tells the same request from another under its key. Without a payer it is paid in,
    without a payee it is set aside.
    """

    key: str
    meant: str
    payer: int | None
    payee: int | None
    minor: int
    at: datetime


class Job(NamedTuple):
    """What is asked for together; a dry run is only tried."""

    asked: Sequence[Asked]
    atomic: bool = False
    dry_run: bool = False


@dataclass
class Account:
    """An account as the sums have it."""

    balance: int = 0
    barred: Block = Block.NONE
    closed: bool = False
    held: list[tuple[datetime, int]] = field(default_factory=list)

    def refusal(self, side: Block) -> str | None:
        if self.closed:
            return "account_closed"
        return "account_blocked" if self.barred & side else None

    def available(self, now: datetime) -> int:
        return self.balance - sum(minor for expires_at, minor in self.held if expires_at > now)


@dataclass
class Sums:
    """What the books must say, and answer."""

    accounts: list[Account] = field(default_factory=lambda: [Account() for _ in range(ACCOUNTS)])
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)

    def answers(self, jobs: Sequence[Job], now: datetime) -> list[str]:
        """Answer a batch, in a word for each request."""
        return [word for job in jobs for word in self._answered(job, now)]

    def _answered(self, job: Job, now: datetime) -> list[str]:
        tried = deepcopy(self)
        if job.dry_run:
            tried.keys.clear()
        words = [tried._word(each, now) for each in job.asked]
        if job.atomic and not DONE.issuperset(words):
            words = [LINKED if word in DONE else word for word in words]
            of_job = zip(job.asked, words, strict=True)
            self.keys |= {each.key: (each.meant, word) for each, word in of_job}
        elif not job.dry_run:
            self.accounts, self.keys = tried.accounts, tried.keys
        return words

    def _word(self, asked: Asked, now: datetime) -> str:
        if asked.key in self.keys:
            meant, word = self.keys[asked.key]
            return f"{word}*" if meant == asked.meant else "idempotency_key_reused"
        word = self._decided(asked, now)
        self.keys[asked.key] = asked.meant, word
        return word

    def _decided(self, asked: Asked, now: datetime) -> str:
        payer = None if asked.payer is None else self.accounts[asked.payer]
        payee = None if asked.payee is None else self.accounts[asked.payee]
        refused = (payer and payer.refusal(Block.DEBIT)) or (payee and payee.refusal(Block.CREDIT))
        if refused:
            return refused
        if payer is not None and payer.available(now) < asked.minor:
            return "insufficient_funds"
        if payer is not None and payee is None:
            payer.held.append((asked.at + LASTS, asked.minor))
            return "active"
        if payer is not None:
            payer.balance -= asked.minor
        if payee is not None:
            payee.balance += asked.minor
        return "posted"


class _BrokenOff(Exception):
    """What a unit is left with."""


class Turns:
    """Draws what happens next, has it happen, and compares."""

    def __init__(
        self,
        random: Random,
        scene: Scene,
        second: Process,
        cash: AccountRef,
        accounts: Sequence[CustomerAccount],
    ) -> None:
        self._random = random
        self._scene = scene
        self._second = second
        self._cash = cash
        self._accounts = accounts
        self._sums = Sums()
        self._asked: list[Asked] = []
        self._number = 0
        self._turn = scene.bank

    async def take(self) -> None:
        """Take one turn."""
        turns = {
            self._post: 85,
            self._command: 5,
            self._post_in_a_unit: 2,
            self._break_off: 2,
            self._let_time_pass: 4,
            self._lose_connections: 2,
        }
        (turn,) = self._random.choices([*turns], [*turns.values()])
        await turn()

    async def compare(self) -> None:
        """See that the books are as the sums are."""
        balances = await self._scene.balances(*self._accounts)
        assert balances == [account.balance for account in self._sums.accounts]

    async def _post(self) -> None:
        process, jobs = self._process(), self._jobs()
        answers = await process.post(*[self._made(process, job) for job in jobs])
        words = []
        for answer in answers:
            assert not isinstance(answer, Refusal)
            words += said(answer)
        assert words == self._sums.answers(jobs, self._scene.backend.clock.now())

    async def _command(self) -> None:
        number = self._random.randrange(ACCOUNTS)
        account = self._sums.accounts[number]
        side = self._random.choice([Block.DEBIT, Block.CREDIT, Block.BOTH])
        change: Change
        if account.closed:
            change, account.closed = lambda found: found.reopened(NOW.date()), False
        elif account.barred:
            change, account.barred = lambda found: found.unbarred(Block.BOTH), Block.NONE
        elif account.balance == 0 and not account.held:
            change, account.closed = lambda found: found.closed(), True
        else:
            reason = BlockReason.OTHER
            change, account.barred = lambda found: found.barred(side, reason), side
        await self._scene.command(self._accounts[number], change)

    async def _post_in_a_unit(self) -> None:
        """Post beside a command, in its unit, which is committed or not."""
        process, jobs = self._process(), self._jobs()
        now = self._scene.backend.clock.now()
        async with self._scene.backend.unit() as unit:
            made = [self._made(process, job) for job in jobs]
            answers = await process.runner.run(unit.posting, made, now)
            words = [word for answer in answers for word in said(answer)]
            assert words == deepcopy(self._sums).answers(jobs, now)
            if self._random.random() < 0.5:
                self._sums.answers(jobs, now)
                await unit.work.commit()

    async def _break_off(self) -> None:
        process, now = self._process(), self._scene.backend.clock.now()
        made = [self._made(process, job) for job in self._jobs()]
        with suppress(_BrokenOff, TransientFault):
            async with process.journal.begin() as unit:
                await process.runner.run(unit, made, now, guessing=True)
                raise _BrokenOff

    async def _let_time_pass(self) -> None:
        self._scene.backend.clock.move(timedelta(minutes=self._random.randint(1, 90)))

    async def _lose_connections(self) -> None:
        await self._scene.end_back_ends("second")

    def _process(self) -> Process:
        """Give the process whose turn it is, which mostly is that of the last turn."""
        if self._random.random() < 0.1:
            self._turn = self._second if self._turn is self._scene.bank else self._scene.bank
        return self._turn

    def _jobs(self) -> list[Job]:
        jobs: list[Job] = []
        for _ in range(self._random.randint(1, 4)):
            draw = self._random.random()
            if draw < 0.15:
                fresh = [self._fresh(self._pair()) for _ in range(self._random.randint(2, 3))]
                jobs.append(Job(fresh, atomic=True))
            elif draw < 0.17:
                jobs.append(Job([self._fresh(self._pair())], dry_run=True))
            else:
                jobs.append(Job([self._drawn()]))
        return jobs

    def _drawn(self) -> Asked:
        draw = self._random.random()
        if draw < 0.08 and self._asked:
            return self._random.choice(self._asked)
        if draw < 0.11 and self._asked:
            return self._fresh(self._pair())._replace(key=self._random.choice(self._asked).key)
        if draw < 0.3:
            return self._fresh((None, self._random.randrange(ACCOUNTS)))
        if draw < 0.32:
            return self._fresh((self._random.randrange(ACCOUNTS), None))
        return self._fresh(self._pair())

    def _pair(self) -> tuple[int, int]:
        one, other = self._random.sample(range(ACCOUNTS), 2)
        return one, other

    def _fresh(self, between: tuple[int | None, int | None]) -> Asked:
        self._number += 1
        name, minor = f"turn {self._number}", self._random.choice([1, 5, 20, 60])
        asked = Asked(name, name, *between, minor, self._scene.backend.clock.now())
        self._asked.append(asked)
        return asked

    def _made(self, process: Process, job: Job) -> PostingJob:
        requests = [self._request(asked) for asked in job.asked]
        if not job.atomic:
            return process.job(*requests, dry_run=job.dry_run)
        name = named(f"bulk of {job.asked[0].key}")
        key = RequestKey(name, bytes(16))
        return process.job(*requests, key=key, bulk=name, atomic=True)

    def _request(self, asked: Asked) -> LedgerRequest:
        key, digest = named(asked.key), named(asked.meant).bytes
        debit, credit = [
            self._cash if number is None else ref(self._accounts[number])
            for number in (asked.payer, asked.payee)
        ]
        if asked.payee is None:
            return HoldRequest(key, digest, Leg(*debit, asked.minor, "EUR"), asked.at + LASTS)
        if asked.payer is None:
            made = request(asked.key, debit, credit, amount_minor=asked.minor)
        else:
            one, other = self._accounts[asked.payer], self._accounts[asked.payee]
            made = pays(asked.key, one, other, asked.minor)
        return made._replace(digest=digest)


@pytest.mark.parametrize("seed", range(4))
async def test_all_that_is_answered_is_what_the_sums_say(
    scene: Scene, second: Process, seed: int
) -> None:
    """Scenario: batches of two processes, commands, units that are left and lost connections.

    Outcome: every answer and every balance is as it is without any memory; and memory was of use.
    """
    random = Random(seed)  # noqa: S311 - turns that can be taken again
    accounts = [await committed_account(scene.backend) for _ in range(ACCOUNTS)]
    turns = Turns(random, scene, second, await till(scene.backend), accounts)
    for number in range(STEPS):
        await turns.take()
        if number % 20 == 0:
            await turns.compare()
    await turns.compare()
    told = scene.wire.statements()
    assert told.count(PROVE) > 5
    assert told.count(LOCK) > 5


async def test_two_processes_at_once_spend_nothing_twice(scene: Scene, second: Process) -> None:
    """Scenario: both processes pay between the same accounts at once; commands bar them meanwhile.

    Outcome: no account is overdrawn, and there is an entry for each that was answered as posted.
    """
    one, other = await scene.known()
    before = await scene.entries()

    async def paying(process: Process, name: str) -> list[str]:
        words: list[str] = []
        for number in range(40):
            there, back = (one, other) if number % 2 else (other, one)
            paid = [pays(f"{name} {number} {n}", there, back, 30) for n in range(3)]
            words += said(await process.ask(*paid))
        return words

    async def barring() -> None:
        for _ in range(10):
            await scene.command(one, lambda found: found.barred(Block.DEBIT, BlockReason.OTHER))
            await asyncio.sleep(0.01)
            await scene.command(one, lambda found: found.unbarred(Block.DEBIT))
            await asyncio.sleep(0.01)

    first, last, _ = await asyncio.gather(
        paying(scene.bank, "first"), paying(second, "second"), barring()
    )
    words = [*first, *last]
    assert set(words) <= {"posted", "insufficient_funds", "account_blocked"}
    assert words.count("posted") == await scene.entries() - before > 0
    balances = await scene.balances(one, other)
    assert sum(balances) == 100
    assert min(balances) >= 0
