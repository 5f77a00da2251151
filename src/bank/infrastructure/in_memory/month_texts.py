"""Free text of entries and holds: kept in the clear, and read while its month's key is there."""

from datetime import datetime

from bank.application.ports.data_keys import DataKeyPurpose
from bank.infrastructure.in_memory.data_keys import InMemoryDataKeys
from bank.infrastructure.in_memory.store import Tables
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


async def keep_readable(unit: InMemoryUnitOfWork, written_at: datetime) -> None:
    """Add the key of the month in which text was written, unless there is one."""
    keys, month = InMemoryDataKeys(unit), _month_of(written_at)
    if await keys.find(DataKeyPurpose.REFERENCE, month) is None:
        await keys.add(
            purpose=DataKeyPurpose.REFERENCE, owner=month, wrapped=b"", created_at=written_at
        )


def readable(tables: Tables, text: str | None, written_at: datetime) -> str | None:
    """Give a text, or nothing once the key of its month has been destroyed."""
    is_kept = (DataKeyPurpose.REFERENCE, _month_of(written_at)) in tables.data_keys
    return text if is_kept else None


def _month_of(moment: datetime) -> str:
    return moment.isoformat()[:7]
