"""How long is waited for a body, with one timer for all that is waited for."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

Awaited = TypeVar("Awaited")


class Patience:
    """Cuts off whoever takes longer than everybody may.

    All may take equally long, so they are due in the order in which they began: one timer stands
    for the first of them. A timer for each costs more than reading the body of a transfer.
    """

    def __init__(self, seconds: float) -> None:
        """Take how long each may take."""
        self._seconds = seconds
        self._due: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._timed_by: asyncio.AbstractEventLoop | None = None

    async def wait_for(self, awaited: Awaitable[Awaited]) -> Awaited:
        """Wait within a task for something; raises ``TimeoutError`` when it takes too long."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None  # noqa: S101 - requests are tasks
        self._due[task] = loop.time() + self._seconds
        if self._timed_by is not loop:
            self._timed_by = loop
            loop.call_later(self._seconds, self._cut_off, loop)
        try:
            return await awaited
        except asyncio.CancelledError:
            if task in self._late and not task.uncancel():
                raise TimeoutError from None
            raise
        finally:
            self._due.pop(task, None)
            self._late.discard(task)

    def _cut_off(self, loop: asyncio.AbstractEventLoop) -> None:
        now, self._timed_by = loop.time(), None
        for task, due in list(self._due.items()):
            if due > now:
                self._timed_by = loop
                loop.call_later(due - now, self._cut_off, loop)
                return
            del self._due[task]
            self._late.add(task)
            task.cancel()
