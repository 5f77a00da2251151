"""Wrapped data keys in memory."""

from datetime import datetime

from bank.application.ports.data_keys import DataKeys, StoredDataKey
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryDataKeys(DataKeys):
    """The data keys of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.data_keys

    async def find(self, purpose: str, owner: str) -> StoredDataKey | None:
        """Look the key up."""
        return self._rows.get((purpose, owner))

    async def add(
        self, *, purpose: str, owner: str, wrapped: bytes, created_at: datetime
    ) -> StoredDataKey:
        """Keep the key unless there is one once the others have ended."""
        await self._unit.lock("data key", purpose, owner)
        first = self._rows.get((purpose, owner))
        if first is not None:
            return first
        number = self._unit.store.next_data_key()
        stored = StoredDataKey(number, purpose, owner, wrapped, created_at)
        self._rows[purpose, owner] = stored
        return stored

    async def destroy(self, purpose: str, owner: str) -> bool:
        """Delete the key."""
        await self._unit.lock("data key", purpose, owner)
        return self._rows.pop((purpose, owner), None) is not None

    async def destroy_months(self, purpose: str, *, over_at: datetime) -> int:
        """Delete the keys, by their names: months in their order."""
        month = over_at.isoformat()[:7]
        old = [owner for kind, owner in self._rows if kind == purpose and owner < month]
        for owner in old:
            await self.destroy(purpose, owner)
        return len(old)
