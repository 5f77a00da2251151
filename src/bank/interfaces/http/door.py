"""How many sign in, or set passwords, at once in one server process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bank.application.identity.passwords.password_hasher import HashingBusy
from bank.application.pipeline.pipeline import Done
from bank.interfaces.http.calls import Asked, ask


class Door:
    """Lets some in at once; others wait outside, where they hold nothing of the bank's.

    Whoever comes in has a connection to the database while a password is hashed, and while somebody
    else is in their lane: without a door, whoever sends many would have all connections.
    """

    def __init__(self, at_once: int, waiting_max: int) -> None:
        """Take how many go through at once, and how many may wait."""
        self._places = asyncio.Semaphore(at_once)
        self._waiting_max = waiting_max
        self._waiting = 0

    @asynccontextmanager
    async def entered(self) -> AsyncIterator[None]:
        """Wait for a place, in the order of coming; refuses with ``HashingBusy``."""
        if self._waiting >= self._waiting_max:
            raise HashingBusy
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()


async def at_the_door(request: Asked, use_case: type[Any], command: Any) -> Done[Any]:
    """Run a use case that hashes, or waits in a lane, once there is a place for it."""
    door: Door = request.app.state.door
    async with door.entered():
        return await ask(request, use_case, command)
