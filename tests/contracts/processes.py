"""A process of the bank over a backend: its own journal, and the queue that posts to it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC
from typing import Any

from bank.application.ports.clock import Clock
from bank.application.ports.ledger import LedgerOutcome, PostingAct, PostingJob
from bank.application.posting.batch import BatchRunner
from bank.application.posting.journal import Journal
from bank.application.posting.leaving import Traces
from bank.application.posting.queue import PostingQueue, QueueLimits
from bank.application.posting.screening import NoScreening
from bank.domain.audit import Actor
from bank.domain.ledger.requests import LedgerRequest
from bank.domain.refusals import Refusal
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.in_memory.tracer import SilentTracer
from bank.infrastructure.system.ids import UuidIds

_WORKER = Actor(kind="worker", subject="tests", pseudonym="a" * 32, roles=("worker",))
_DIGESTS = HkdfKeyedDigests(b"a secret of the tests' own......")


class Process:
    """Posts jobs through a queue; what is asked for together is one batch."""

    def __init__(self, journal: Journal, queue: PostingQueue, runner: BatchRunner) -> None:
        self.journal = journal
        self.runner = runner
        self._queue = queue
        self._ids = UuidIds()

    def job(self, *requests: LedgerRequest, **given: Any) -> PostingJob:
        act = PostingAct(
            audit_event=self._ids.new(),
            actor=_WORKER,
            action="tests.act",
            request_id=None,
            trace_id=None,
        )
        return PostingJob(requests=requests, act=act, **given)

    async def post(self, *jobs: PostingJob) -> list[Sequence[LedgerOutcome] | Refusal]:
        """Post jobs in one batch; give of each its outcomes, or the refusal of all of it."""
        answers = await asyncio.gather(*map(self._queue.post, jobs), return_exceptions=True)
        given: list[Sequence[LedgerOutcome] | Refusal] = []
        for answer in answers:
            if isinstance(answer, BaseException) and not isinstance(answer, Refusal):
                raise answer
            given.append(answer)
        return given

    async def ask(self, *requests: LedgerRequest) -> list[LedgerOutcome]:
        """Post requests in one batch, each a job of its own; give an outcome for each."""
        outcomes: list[LedgerOutcome] = []
        for answer in await self.post(*map(self.job, requests)):
            assert not isinstance(answer, Refusal)
            outcomes += answer
        return outcomes


@asynccontextmanager
async def process(journal: Journal, clock: Clock) -> AsyncIterator[Process]:
    """Run a queue over a journal until it is left."""
    tracer = SilentTracer()
    runner = BatchRunner(Traces(_DIGESTS, UuidIds()), NoScreening(), UTC)
    queue = PostingQueue(journal, runner, clock, tracer, QueueLimits())
    running = asyncio.create_task(queue.run())
    yield Process(journal, queue, runner)
    queue.close()
    await running
