"""A unit of work over the tables in memory."""

from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager

from bank.application.ports.unit_of_work import UnitOfWork
from bank.infrastructure.in_memory.store import Store


class InMemoryUnitOfWork(UnitOfWork):
    """Writes aside and publishes all of it at once; the locks are held until then."""

    def __init__(self, store: Store, *, read_only: bool = False) -> None:
        """Begin a unit."""
        self.store = store
        self.tables = store.committed.view(read_only=read_only)

    async def commit(self) -> None:
        """Publish what was written; there is no await in it, so that nobody sees a part."""
        for rows in self.tables.rows():
            rows.publish()
        self.store.locks.release(self)

    def roll_back(self) -> None:
        """Forget what was written and let go of all locks."""
        for rows in self.tables.rows():
            rows.discard()
        self.store.locks.release(self)

    async def lock(self, *thing: Hashable) -> None:
        """Lock a thing until the unit ends, waiting for whoever has it."""
        await self.store.locks.acquire(self, thing)

    def taken(self, *thing: Hashable) -> bool:
        """Whether another unit has a thing locked."""
        return self.store.locks.taken(self, thing)


@asynccontextmanager
async def unit_of_work(
    store: Store, *, read_only: bool = False
) -> AsyncIterator[InMemoryUnitOfWork]:
    """Begin a unit, and roll back what was not committed; a read-only one is a snapshot."""
    unit = InMemoryUnitOfWork(store, read_only=read_only)
    try:
        yield unit
    finally:
        unit.roll_back()
