"""The posting queue: the ledger for whoever has no unit of work of their own."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic_ns, perf_counter

from bank.application.ports.clock import Clock
from bank.application.ports.ledger import (
    Ledger,
    LedgerBusy,
    LedgerOutcome,
    PostingJob,
)
from bank.application.ports.tracer import Tracer
from bank.application.ports.unit_of_work import (
    DatabaseUnavailable,
    OutcomeUnknown,
    TransientFault,
)
from bank.application.posting.batch import BatchRunner, JobOutcome
from bank.application.posting.journal import CommitUnknown, Journal
from bank.domain.refusals import Refusal

_TURNS = 2
"""For how many turns of the event loop a batch waits to be taken.

In the first those who were answered hear of it, in the second they ask again: a batch of more
costs less for each.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLimits:
    """How much may wait, how much one batch takes (requests), and how stubborn the queue is."""

    capacity: int = 50_000
    batch_max: int = 8190
    attempts_max: int = 5
    unknown_ms_max: int = 20_000


@dataclass(slots=True)
class _Waiting:
    job: PostingJob
    answer: asyncio.Future[Sequence[LedgerOutcome]]
    batch: str | None = None
    """The span of the batch that it was posted in, to which its caller's span is linked."""


class PostingQueue(Ledger):
    """Gathers jobs and posts them batch by batch.

    A batch is whatever arrived while the last one was committing.

    ``run`` must be running for anything to be posted; one event loop owns the queue. A job is never
    split over two batches, and a caller who goes away does not stop their job.
    """

    def __init__(
        self,
        journal: Journal,
        runner: BatchRunner,
        clock: Clock,
        tracer: Tracer,
        limits: QueueLimits,
    ) -> None:
        """Take the journal to post to."""
        self._journal = journal
        self._runner = runner
        self._clock = clock
        self._tracer = tracer
        self._limits = limits
        self._waiting: deque[_Waiting] = deque()
        self._requests = 0
        self._arrived = asyncio.Event()
        self._closing = False
        self._batch: str | None = None

    async def post(self, job: PostingJob) -> Sequence[LedgerOutcome]:
        """Wait for the job's batch to be durable; see ``Ledger.post``."""
        if self._closing or self._requests + len(job.requests) > self._limits.capacity:
            raise LedgerBusy
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[LedgerOutcome]] = loop.create_future()
        waiting = _Waiting(job, answer)
        self._waiting.append(waiting)
        self._requests += len(job.requests)
        self._arrived.set()
        try:
            return await answer
        finally:
            self._tracer.link(waiting.batch)

    @property
    def depth(self) -> int:
        """How many requests wait."""
        return self._requests

    async def run(self) -> None:
        """Post batches until ``close`` was called and nothing waits any more."""
        while self._waiting or not self._closing:
            if not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
                continue
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            await self._post(self._take())

    def close(self) -> None:
        """Take no more jobs; ``run`` ends once those that wait are posted."""
        self._closing = True
        self._arrived.set()

    def _take(self) -> list[_Waiting]:
        taken: list[_Waiting] = []
        room = self._limits.batch_max
        while self._waiting and (not taken or len(self._waiting[0].job.requests) <= room):
            waiting = self._waiting.popleft()
            room -= len(waiting.job.requests)
            taken.append(waiting)
        self._requests -= sum(len(waiting.job.requests) for waiting in taken)
        return taken

    async def _post(self, batch: list[_Waiting]) -> None:
        jobs = [waiting.job for waiting in batch]
        try:
            outcomes = await self._posted(jobs)
        except Refusal as refusal:
            for waiting in batch:
                _fail(waiting.answer, refusal)
        except Exception as fault:  # noqa: BLE001 - one poisoned job must not take the others with it
            if len(batch) == 1:
                _fail(batch[0].answer, fault)
                return
            for waiting in batch:
                await self._post([waiting])
        else:
            for waiting, outcome in zip(batch, outcomes, strict=True):
                waiting.batch = self._batch
                _answer(waiting.answer, outcome)

    async def _posted(self, jobs: list[PostingJob]) -> list[JobOutcome]:
        """Post a batch, whole.

        Repeat it after a lost race, and after a lost commit look it up by repeating it.

        A repeated batch finds the keys that were committed and answers them as its own, so that
        nothing is guessed.
        """
        unknown_since_ns: int | None = None
        attempts = 0
        while True:
            attempts += 1
            try:
                return await self._attempt(jobs, guessing=attempts == 1)
            except CommitUnknown:
                unknown_since_ns = unknown_since_ns or monotonic_ns()
            except DatabaseUnavailable:
                if unknown_since_ns is None:
                    raise
            except TransientFault as fault:
                if unknown_since_ns is None and attempts >= self._limits.attempts_max:
                    raise DatabaseUnavailable from fault
            if unknown_since_ns is not None:
                waited_ms = (monotonic_ns() - unknown_since_ns) // 1_000_000
                if waited_ms > self._limits.unknown_ms_max:
                    raise OutcomeUnknown
            if attempts > 1:  # the first was over guesses, of which the next makes none
                await asyncio.sleep(min(0.005 * 2**attempts, 0.5))

    async def _attempt(self, jobs: list[PostingJob], *, guessing: bool) -> list[JobOutcome]:
        requests = sum(len(job.requests) for job in jobs)
        began = perf_counter()
        with self._tracer.span("posting.batch") as span:
            span.note("bank.batch.jobs", len(jobs))
            span.note("bank.batch.requests", requests)
            self._batch = span.traceparent
            async with self._journal.begin() as unit:
                outcomes = await self._runner.run(unit, jobs, self._clock.now(), guessing=guessing)
        self._tracer.measure("bank.posting.batch.size", requests)
        self._tracer.measure("bank.posting.batch.duration", perf_counter() - began)
        self._tracer.measure("bank.posting.queue.depth", self._requests)
        return outcomes


def _answer(answer: asyncio.Future[Sequence[LedgerOutcome]], outcome: JobOutcome) -> None:
    if isinstance(outcome, Refusal):
        _fail(answer, outcome)
    elif not answer.done():
        answer.set_result(outcome)


def _fail(answer: asyncio.Future[Sequence[LedgerOutcome]], fault: Exception) -> None:
    if not answer.done():
        answer.set_exception(fault)
        answer.exception()  # a caller that went away leaves no unread exception behind
