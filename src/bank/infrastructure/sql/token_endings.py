"""Endings of tokens by whom they speak for, in their table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bank.application.identity.sessions.token_endings import TokenEndings
from bank.application.ports.authenticator import TokenEnding
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE = t.token_ending.c


class SqlTokenEndings(TokenEndings):
    """The endings of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def put(self, ending: TokenEnding, now: datetime) -> None:
        """Write the first, or change the one that is there under its lock."""
        with translated():
            before = await self._read(ending.holder, lock=True)
            if before is None:
                try:
                    async with self._unit.connection.begin_nested():
                        await self._insert(ending, now)
                        return
                except IntegrityError:
                    before = await self._read(ending.holder, lock=True)
            await self._update(ending, now, ending.at if before is None else before.at)

    async def of(self, holder: str) -> TokenEnding | None:
        """Read by the key."""
        with translated():
            return await self._read(holder, lock=False)

    async def forget(self, now: datetime) -> int:
        """Delete what is stale; there are few, so that no index is needed."""
        gone = delete(t.token_ending).where(_ONE.book == self._unit.book, _ONE.until < now)
        with translated():
            return (await self._unit.connection.execute(gone)).rowcount

    async def _read(self, holder: str, *, lock: bool) -> TokenEnding | None:
        wanted = select(t.token_ending).where(_ONE.book == self._unit.book, _ONE.holder == holder)
        wanted = wanted.with_for_update() if lock else wanted
        row = (await self._unit.connection.execute(wanted)).one_or_none()
        return None if row is None else _ending(row)

    async def _insert(self, ending: TokenEnding, now: datetime) -> None:
        added = insert(t.token_ending).values(
            book=self._unit.book,
            holder=ending.holder,
            at=ending.at,
            shut_out=ending.shut_out,
            until=ending.until,
            written_at=now,
        )
        await self._unit.connection.execute(added)

    async def _update(self, ending: TokenEnding, now: datetime, before: datetime) -> None:
        change = (
            update(t.token_ending)
            .where(_ONE.book == self._unit.book, _ONE.holder == ending.holder)
            .values(
                at=max(ending.at, before),
                shut_out=ending.shut_out,
                until=ending.until,
                written_at=now,
            )
        )
        await self._unit.connection.execute(change)


async def endings_since(
    connection: AsyncConnection, book: int, since: datetime, now: datetime
) -> Sequence[TokenEnding]:
    """Read what was written since a moment and still matters."""
    wanted = select(t.token_ending).where(
        _ONE.book == book,
        _ONE.written_at >= since,
        _ONE.until.is_(None) | (_ONE.until > now),
    )
    return [_ending(row) for row in (await connection.execute(wanted)).all()]


def _ending(row: Row[Any]) -> TokenEnding:
    return TokenEnding(holder=row.holder, at=row.at, shut_out=row.shut_out, until=row.until)
