"""An event loop of the simulation's own: time and the order of what is ready come from a seed."""

import asyncio
import sys
from asyncio import BaseEventLoop
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, TypeVar, TypeVarTuple

from stamina import instrumentation

Result = TypeVar("Result")
Given = TypeVarTuple("Given")
CLOCKS = ("monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")


class NothingLeftToHappen(Exception):
    """Whatever is waited for will never come: a deadlock."""


class SimulatedLoop(BaseEventLoop):
    """Runs one thing after another, in an order that chance decides; waiting takes no time.

    Whatever asyncio leaves open, which of several ready callbacks comes first, is drawn. Only when
    nothing is ready does time go on, to the next moment for which something was put down.
    """

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance
        self._now = 0.0
        self._able: list[asyncio.Handle] = []
        self._later: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._numbers = count()
        self.objection: BaseException | None = None
        self._over = False

    def time(self) -> float:
        """Give the seconds since the simulation began."""
        return self._now

    def stop_with(self, objection: BaseException) -> None:
        """Let nothing more happen; ``complete`` raises the first objection."""
        if not self._over:
            self.objection = self.objection or objection

    def complete(self, working: Coroutine[Any, Any, Result]) -> Result:
        """Run until something is done, and give its result."""
        asyncio._set_running_loop(self)
        try:
            task = self.create_task(working)
            while not task.done():
                self._step()
                if self.objection is not None:
                    raise self.objection
            return task.result()
        finally:
            asyncio._set_running_loop(None)

    def abandon(self) -> None:
        """Cancel whatever still runs, let it end, and close."""
        self.objection, self._over = None, True
        asyncio._set_running_loop(self)
        try:
            for task in asyncio.all_tasks(self):
                task.cancel()
            while self._able:
                self._step()
        finally:
            asyncio._set_running_loop(None)
        self._later.clear()
        self.close()

    def _step(self) -> None:
        if not self._able:
            self._wait()
        place = self._chance.randrange(len(self._able)) if len(self._able) > 1 else 0
        self._able[place], self._able[-1] = self._able[-1], self._able[place]
        handle = self._able.pop()
        if not handle.cancelled():
            handle._run()

    def _wait(self) -> None:
        while self._later and self._later[0][2].cancelled():
            heappop(self._later)
        if not self._later:
            raise NothingLeftToHappen
        self._now = max(self._now, self._later[0][0])
        while self._later and self._later[0][0] <= self._now:
            self._able.append(heappop(self._later)[2])

    def call_soon(
        self, callback: Callable[[*Given], object], *args: *Given, context: Context | None = None
    ) -> asyncio.Handle:
        """Put something among what is ready."""
        handle = asyncio.Handle(callback, args, self, context)
        self._able.append(handle)
        return handle

    def call_at(
        self,
        when: float,
        callback: Callable[[*Given], object],
        *args: *Given,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Put something down for a moment."""
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heappush(self._later, (when, next(self._numbers), handle))
        return handle

    def call_later(
        self,
        delay: float,
        callback: Callable[[*Given], object],
        *args: *Given,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Put something down for later."""
        return self.call_at(self._now + delay, callback, *args, context=context)

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Nothing: a cancelled handle is passed over when its time comes."""


@contextmanager
def simulated_clocks(loop: SimulatedLoop, chance: Random) -> Iterator[None]:
    """Let every clock that the bank reads show the loop's time, and its jitter be drawn.

    Durations and the bounds on retries go by these clocks; nothing in the product asks for them to
    be handed in.
    """
    import time  # noqa: PLC0415 - the real clocks are named here and nowhere else

    shown: dict[Any, Callable[[], float]] = {
        getattr(time, name): (
            (lambda: int(loop.time() * 1_000_000_000)) if name.endswith("_ns") else loop.time
        )
        for name in CLOCKS
    }
    changed: list[tuple[Any, str, Any]] = []
    for name, module in sorted(sys.modules.items()):
        if name.startswith("bank."):
            for each, value in list(vars(module).items()):
                if callable(value) and value in shown and each in CLOCKS:
                    changed.append((module, each, value))
                    setattr(module, each, shown[value])
    for where, what, instead in (
        (sys.modules["tenacity"], "time", _Time(loop)),
        (sys.modules["stamina._core"], "random", chance),
    ):
        changed.append((where, what, getattr(where, what)))
        setattr(where, what, instead)
    hooks = instrumentation.get_on_retry_hooks()
    instrumentation.set_on_retry_hooks(())
    try:
        yield
    finally:
        instrumentation.set_on_retry_hooks(hooks)
        for module, each, value in changed:
            setattr(module, each, value)


class _Time:
    """What the library of retries reads its clock from."""

    def __init__(self, loop: SimulatedLoop) -> None:
        self.monotonic = loop.time
