"""A server process of the simulated bank: it serves, works by itself, dies and comes back."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from tests.properties.asks import Answer, Pay, Reverse, refused
from tests.properties.driver import BOLD, CAUTIOUS
from tests.properties.wording import Wording
from tests.simulation.asks import TROUBLES, Delivery, trouble
from tests.simulation.loop import SimulatedLoop
from tests.simulation.phrases import answer_of, command_of
from tests.simulation.referee import Commit, Referee
from tests.simulation.storage import Line
from tests.simulation.trace import Trace
from tests.simulation.weather import Weather

from bank.application.pipeline.act import Caller
from bank.domain.audit import Actor
from bank.domain.refusals import Refusal
from bank.infrastructure.in_memory.bank import InMemoryBank, Terms
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.in_memory.tracer import RecordingTracer
from bank.interfaces.workers.tidying import Tidying
from bank.interfaces.workers.upkeep import Upkeep

IDS_OF_A_PROCESS = 10**9
UNRECORDED = "bank.refusals.unrecorded"
KEYS_KEPT = timedelta(days=30)
_serving: ContextVar[SettableClock] = ContextVar("the clock of whichever server this runs on")


class ServersClock(SettableClock):
    """Goes with the loop's time, as far off it as ``off``, in whole ticks."""

    def __init__(self, loop: SimulatedLoop, start: datetime, tick: timedelta) -> None:
        super().__init__(start)
        self._loop, self._start, self._tick = loop, start, tick
        self.off = timedelta()

    def now(self) -> datetime:
        """Give the last tick."""
        gone = timedelta(microseconds=round(self._loop.time() * 1_000_000)) + self.off
        return self._start + gone // self._tick * self._tick


class ClockAtHand(SettableClock):
    """The clock of whichever server asks: the store has none of its own."""

    def now(self) -> datetime:
        """Ask it."""
        clock = _serving.get(None)
        return super().now() if clock is None else clock.now()


class Server:
    """One process after another under one name; the store outlives them all."""

    def __init__(
        self,
        name: str,
        *,
        store: Store,
        terms: Terms,
        clock: ServersClock,
        wording: Wording,
        trace: Trace,
        loop: SimulatedLoop,
    ) -> None:
        self.name = name
        self.clock = clock
        self.bank: InMemoryBank
        self.alive = False
        self.referee: Referee | None = None
        self._tracers: list[RecordingTracer] = []
        self._store, self._terms = store, terms
        self._wording, self._trace, self._loop = wording, trace, loop
        self._tasks: dict[asyncio.Task[Any], None] = {}

    def boot(self, process: int, weather: Weather, died: Callable[["Server"], None]) -> None:
        """Start a process, with nothing in its memory."""
        self._trace.note(f"{self.name} starts")
        line = Line(weather, self._committed, lambda: died(self))
        self.bank = InMemoryBank(
            self._store, self.clock, self._terms, journal=line.journal, scopes=line.scopes
        )
        self.bank.ids._number = process * IDS_OF_A_PROCESS
        self._store.clock = ClockAtHand(self.clock.now())
        bank = self.bank
        self._tracers.append(bank.tracer)
        tidying = Tidying(bank.pipeline, bank.ids, bank.digests)
        upkeep = Upkeep(bank.pipeline, self.clock, bank.digests, KEYS_KEPT)
        self.alive = True
        self.run(bank.queue.run())
        self.run(self._work(tidying.once, weather, 7200.0))
        self.run(self._work(upkeep.once, weather, 40_000.0))

    def unrecorded(self) -> int:
        """How many refusals the bank says it could not record."""
        counts = [tracer.counts for tracer in self._tracers]
        return sum(n for each in counts for (what, _), n in each.items() if what == UNRECORDED)

    def run(self, working: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something that ends with the process."""
        task = self._loop.create_task(self._guarded(working))
        self._tasks[task] = None
        task.add_done_callback(lambda done: self._tasks.pop(done, None))
        return task

    async def _guarded(self, working: Coroutine[Any, Any, Any]) -> Any:
        _serving.set(self.clock)
        try:
            return await working
        except Exception as fault:
            self._loop.stop_with(fault)
            raise

    async def kill(self) -> None:
        """End the process where it stands: nobody is answered, what is not committed is undone."""
        self._trace.note(f"{self.name} dies")
        self.alive = False
        doomed = list(self._tasks)
        for task in doomed:
            task.cancel()
        await asyncio.gather(*doomed, return_exceptions=True)

    async def ask(self, delivery: Delivery) -> Answer | None:
        """Give the answer, or none where the process died over it."""
        self._trace.note(f"{self.name} takes {delivery.name}")
        task = self.run(self._serve(delivery))
        await asyncio.gather(task, return_exceptions=True)
        if task.cancelled() or task.exception() is not None:
            return None
        answer: Answer = task.result()
        return answer

    async def _serve(self, delivery: Delivery) -> Answer:
        assert self.referee is not None
        operation, referee = delivery.operation, self.referee
        referee.began(delivery, self.clock.now())
        try:
            answer = await self._said(delivery)
        except asyncio.CancelledError:
            referee.forget(delivery)
            raise
        except Exception as fault:
            referee.disagree(f"the bank failed with {fault!r}: {operation}")
            raise
        referee.answered(delivery, answer, self.clock.now())
        return answer

    async def _said(self, delivery: Delivery) -> Answer:
        try:
            return await self._run(delivery)
        except Refusal as refusal:
            code = refusal.code
            return trouble(code) if code in TROUBLES else refused(code)

    async def _run(self, delivery: Delivery) -> Answer:
        operation = delivery.operation
        use_case, command = command_of(operation.wish, self._wording)
        wish = operation.wish
        cautious = isinstance(wish, Pay | Reverse) and not wish.bold
        role = CAUTIOUS if cautious else BOLD
        caller = Caller(
            actor=Actor(kind="token", subject="tests", pseudonym="tests", roles=(role,)),
            request_id=delivery.name,
            idempotency_key=operation.key,
            fingerprint=repr(command).encode(),
            dry_run=operation.dry,
        )
        done = await self.bank.pipeline.run(use_case, command, caller)
        return answer_of(done, self._wording, dry=operation.dry)

    async def _work(
        self, once: Callable[[], Awaitable[None]], weather: Weather, pause: float
    ) -> None:
        while True:
            await asyncio.sleep(pause * weather.chance.uniform(0.5, 1.5))
            try:
                await once()
            except Refusal as refusal:
                self._trace.note(f"{self.name} was refused its work: {refusal.code}")

    def _committed(self, batch_at: datetime | None) -> None:
        if self.referee is not None:
            self.referee.committed(Commit(self.clock.now(), batch_at))
