"""Wrapped data keys in their table."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from bank.application.ports.data_keys import DataKeys, StoredDataKey
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.tables import data_key, data_key_numbers
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SqlDataKeys(DataKeys):
    """The data keys of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def find(self, purpose: str, owner: str) -> StoredDataKey | None:
        """Give the owner's key."""
        wanted = select(data_key).where(
            data_key.c.book == self._unit.book,
            data_key.c.purpose == purpose,
            data_key.c.owner == owner,
        )
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        return StoredDataKey(row.id, row.purpose, row.owner, row.wrapped, row.created_at)

    async def add(
        self, *, purpose: str, owner: str, wrapped: bytes, created_at: datetime
    ) -> StoredDataKey:
        """Keep a key, or give the one that somebody else kept first."""
        connection = self._unit.connection
        with translated():
            number = await connection.scalar(select(data_key_numbers.next_value()))
            stored = StoredDataKey(int(number or 0), purpose, owner, wrapped, created_at)
            try:
                async with connection.begin_nested():
                    await connection.execute(
                        insert(data_key).values(
                            book=self._unit.book,
                            id=stored.id,
                            purpose=purpose,
                            owner=owner,
                            wrapped=wrapped,
                            created_at=created_at,
                        )
                    )
            except IntegrityError:
                first = await self.find(purpose, owner)
                if first is None:
                    raise
                return first
        return stored

    async def destroy(self, purpose: str, owner: str) -> bool:
        """Delete the owner's key."""
        unwanted = delete(data_key).where(
            data_key.c.book == self._unit.book,
            data_key.c.purpose == purpose,
            data_key.c.owner == owner,
        )
        with translated():
            return (await self._unit.connection.execute(unwanted)).rowcount > 0

    async def destroy_months(self, purpose: str, *, over_at: datetime) -> int:
        """Delete keys by the order of their owners' names."""
        unwanted = delete(data_key).where(
            data_key.c.book == self._unit.book,
            data_key.c.purpose == purpose,
            data_key.c.owner < month_of(over_at),
        )
        with translated():
            return (await self._unit.connection.execute(unwanted)).rowcount


def month_of(moment: datetime) -> str:
    """Name the month of a moment, in UTC: the owner of a month's key. Later names sort later.

    Years have four digits, always: by ``strftime`` the year 999 would be later than this one.
    """
    return moment.isoformat()[:7]


def has_data_keys(connection: Connection, book: int) -> bool:
    """Whether anything of a book may be sealed."""
    wanted = select(data_key.c.id).where(data_key.c.book == book).limit(1)
    return connection.execute(wanted).first() is not None


async def outermost_data_keys(unit: SqlUnitOfWork) -> Sequence[StoredDataKey]:
    """Give the first and the last data key of the unit's book: none, one or two."""
    of_book = data_key.c.book == unit.book
    ends = (
        select(func.min(data_key.c.id))
        .where(of_book)
        .union(select(func.max(data_key.c.id)).where(of_book))
    )
    wanted = select(data_key).where(of_book, data_key.c.id.in_(ends)).order_by(data_key.c.id)
    with translated():
        rows = (await unit.connection.execute(wanted)).all()
    return [
        StoredDataKey(row.id, row.purpose, row.owner, row.wrapped, row.created_at) for row in rows
    ]
