"""A server process that looks at its own stack, for the flame graph; never in a measured run.

A thread looks every two milliseconds and gives each look the time since the last: a busy process
answers late, and would count too little otherwise.
"""

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
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


def _provider(settings: SamplerSettings) -> Provider:
    if _SERVER_PROCESS in sys.modules:
        threading.Thread(target=_watch, args=(settings.folder,), daemon=True).start()
    return Provider()


def _watch(folder: Path) -> None:
    go, seen = folder / "go", folder / "stacks.json"
    while True:
        time.sleep(_LOOK_FOR_ORDERS_SECONDS)
        if go.exists():
            stacks = _sample(go)
            lines = [[*stack, seconds] for stack, seconds in stacks.items()]
            unfinished = seen.with_suffix(".unfinished")
            unfinished.write_bytes(msgspec.json.encode(lines))
            unfinished.replace(seen)


def _sample(go: Path) -> Mapping[Stack, float]:
    stacks: defaultdict[Stack, float] = defaultdict(float)
    main = threading.main_thread().ident or 0
    last = asked = time.perf_counter()
    while True:
        time.sleep(_EVERY_SECONDS)
        now = time.perf_counter()
        if now - asked > _LOOK_FOR_ORDERS_SECONDS:
            asked = now
            if not go.exists():
                return stacks
        stacks[_stack(sys._current_frames().get(main))] += now - last  # noqa: SLF001 - there is no other way
        last = now


def _stack(frame: FrameType | None) -> Stack:
    """Give the frames, outermost first, as module and function: no path of any machine."""
    found: list[str] = []
    while frame is not None:
        found.append(f"{frame.f_globals.get('__name__', '?')}:{frame.f_code.co_qualname}")
        frame = frame.f_back
    return tuple(reversed(found))


PLUGIN = Plugin(name=SAMPLER, settings=SamplerSettings, provider=_provider)
