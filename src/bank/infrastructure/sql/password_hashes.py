"""Hashes of passwords in their table."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_HASH = t.password_credential.c


class SqlPasswordHashes(PasswordHashes):
    """The hashes of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def find(self, principal: RowId) -> str | None:
        """Read a hash."""
        wanted = select(_HASH.hash).where(
            _HASH.book == self._unit.book, _HASH.principal == principal
        )
        with translated():
            found: str | None = await self._unit.connection.scalar(wanted)
        return found

    async def put(self, principal: RowId, kept: str, now: datetime) -> None:
        """Update the row, or insert it."""
        change = (
            update(t.password_credential)
            .where(_HASH.book == self._unit.book, _HASH.principal == principal)
            .values(hash=kept, set_at=now)
        )
        row = {"book": self._unit.book, "principal": principal, "hash": kept, "set_at": now}
        with translated():
            changed = await self._unit.connection.execute(change)
            if not changed.rowcount:
                await self._unit.connection.execute(insert(t.password_credential).values(row))

    async def drop(self, principal: RowId) -> None:
        """Delete the row."""
        unwanted = delete(t.password_credential).where(
            _HASH.book == self._unit.book, _HASH.principal == principal
        )
        with translated():
            await self._unit.connection.execute(unwanted)

    async def renew(self, principal: RowId, old: str, new: str) -> None:
        """Update the row if it still has the old hash."""
        change = (
            update(t.password_credential)
            .where(_HASH.book == self._unit.book, _HASH.principal == principal, _HASH.hash == old)
            .values(hash=new)
        )
        with translated():
            await self._unit.connection.execute(change)
