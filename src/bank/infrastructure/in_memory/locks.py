"""Locks that a unit holds until it ends."""

import asyncio
from collections import defaultdict
from collections.abc import Hashable

from bank.application.ports.unit_of_work import TransientFault


class Locks:
    """One lock for each thing, owned by a unit; whoever would wait in a ring is refused at once."""

    def __init__(self) -> None:
        """Start with nothing locked."""
        self._locks: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._owners: dict[Hashable, object] = {}
        self._waiting: dict[object, Hashable] = {}

    async def acquire(self, owner: object, thing: Hashable) -> None:
        """Wait for a thing, in the order of asking; raises ``TransientFault`` for a deadlock."""
        if self._owners.get(thing) is owner:
            return
        if self._leads_back(owner, thing):
            raise TransientFault("deadlock")
        self._waiting[owner] = thing
        try:
            await self._locks[thing].acquire()
        finally:
            del self._waiting[owner]
        self._owners[thing] = owner

    def taken(self, owner: object, thing: Hashable) -> bool:
        """Whether another unit has a thing."""
        return self._locks[thing].locked() and self._owners.get(thing) is not owner

    def release(self, owner: object) -> None:
        """Let go of all that a unit holds."""
        for thing in [thing for thing, held_by in self._owners.items() if held_by is owner]:
            del self._owners[thing]
            self._locks[thing].release()

    def _leads_back(self, owner: object, thing: Hashable) -> bool:
        wanted: Hashable | None = thing
        while wanted is not None:
            holder = self._owners.get(wanted)
            if holder is owner:
                return True
            wanted = None if holder is None else self._waiting.get(holder)
        return False
