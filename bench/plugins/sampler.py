"""A server process that looks at its own stack, for the flame graph; never in a measured run.

A signal interrupts the event loop's thread every two milliseconds, and each look counts the
processor time of that thread since the last. A second thread would look where the interpreter's
lock is given away, which is in calls of the database's library, and would find all the time there.
"""

import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

import msgspec
from dishka import Provider

from bank.bootstrap.plugins import Plugin
from bench.plugins.door import SAMPLER

_EVERY_SECONDS, _LOOK_FOR_ORDERS_SECONDS = 0.002, 0.05
_SERVER_PROCESS = "bank.bootstrap.asgi"
Stack = tuple[str, ...]


class SamplerSettings(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """In which folder to look for orders and leave what was seen."""

    folder: Path


class Looks:
    """What the thread that was interrupted did, and for how long; made and interrupted there."""

    def __init__(self) -> None:
        self._seen: defaultdict[Stack, float] = defaultdict(float)
        self._last: float | None = None

    def look(self, _number: int, frame: FrameType | None) -> None:
        """Handle the signal: give the stack the seconds since the last look."""
        now = time.thread_time()
        if self._last is not None:
            self._seen[_stack(frame)] += now - self._last
        self._last = now

    def taken(self) -> Mapping[Stack, float]:
        """Give what was seen, and begin anew."""
        seen, self._seen, self._last = self._seen, defaultdict(float), None
        return seen


def _provider(settings: SamplerSettings) -> Provider:
    if _SERVER_PROCESS in sys.modules:
        looks = Looks()
        signal.signal(signal.SIGALRM, looks.look)
        threading.Thread(target=_watch, args=(settings.folder, looks), daemon=True).start()
    return Provider()


def _watch(folder: Path, looks: Looks) -> None:
    go, seen = folder / "go", folder / "stacks.json"
    while True:
        _until(go.exists)
        signal.setitimer(signal.ITIMER_REAL, _EVERY_SECONDS, _EVERY_SECONDS)
        _until(lambda: not go.exists())
        signal.setitimer(signal.ITIMER_REAL, 0)
        lines = [[*stack, seconds] for stack, seconds in looks.taken().items()]
        unfinished = seen.with_suffix(".unfinished")
        unfinished.write_bytes(msgspec.json.encode(lines))
        unfinished.replace(seen)


def _until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(_LOOK_FOR_ORDERS_SECONDS)


def _stack(frame: FrameType | None) -> Stack:
    """Give the frames, outermost first, as module and function: no path of any machine."""
    found: list[str] = []
    while frame is not None:
        found.append(f"{frame.f_globals.get('__name__', '?')}:{frame.f_code.co_qualname}")
        frame = frame.f_back
    return tuple(reversed(found))


PLUGIN = Plugin(name=SAMPLER, settings=SamplerSettings, provider=_provider)
