"""Authenticators in their table, secret and name sealed under their principal's data key."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bank.application.identity.factors.authenticators import Authenticator, Authenticators
from bank.application.ports.field_cipher import OpenDataKey
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.principal_rows import subject_of
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE = t.authenticator.c


class SqlAuthenticators(Authenticators):
    """The authenticators of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and what sealing needs."""
        self._unit = unit
        self._sealing = sealing

    async def next_row(self) -> RowId:
        """Draw a row number."""
        with translated():
            number = await self._unit.connection.scalar(select(t.row_numbers.next_value()))
        return RowId(int(number or 0))

    async def add(self, authenticator: Authenticator) -> None:
        """Insert a row."""
        key = await self._sealing.principal_key(
            await subject_of(self._unit, authenticator.principal)
        )
        row = {
            "book": self._unit.book,
            "id": authenticator.row,
            "principal": authenticator.principal,
            "created_at": authenticator.created_at,
            "confirmed_at": authenticator.confirmed_at,
            "used_at": authenticator.used_at,
            "last_step": authenticator.last_step,
            "sealed_name": self._sealed(key, authenticator, "sealed_name", authenticator.name),
            "sealed_secret": self._sealed(
                key, authenticator, "sealed_secret", authenticator.secret
            ),
        }
        with translated():
            await self._unit.connection.execute(insert(t.authenticator).values(row))

    async def of(self, principal: RowId, *, lock: bool = False) -> Sequence[Authenticator]:
        """Read the rows, locked where so wanted, in the order of their numbers."""
        wanted = (
            select(t.authenticator)
            .where(_ONE.book == self._unit.book, _ONE.principal == principal)
            .order_by(_ONE.id)
        )
        if lock:
            wanted = wanted.with_for_update()
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        if not rows:
            return ()
        key = await self._sealing.kept_principal_key(await subject_of(self._unit, principal))
        return [self._opened(key, row) for row in rows]

    async def save(self, authenticator: Authenticator) -> None:
        """Update a row."""
        change = (
            update(t.authenticator)
            .where(_ONE.book == self._unit.book, _ONE.id == authenticator.row)
            .values(
                confirmed_at=authenticator.confirmed_at,
                used_at=authenticator.used_at,
                last_step=authenticator.last_step,
            )
        )
        with translated():
            await self._unit.connection.execute(change)

    async def remove(self, authenticator: RowId) -> None:
        """Delete a row."""
        gone = delete(t.authenticator).where(_ONE.book == self._unit.book, _ONE.id == authenticator)
        with translated():
            await self._unit.connection.execute(gone)

    def _sealed(
        self, key: OpenDataKey, authenticator: Authenticator, column: str, value: str
    ) -> bytes:
        return self._sealing.seal(key, value, ("authenticator", column, authenticator.row))

    def _opened(self, key: OpenDataKey | None, row: Row[Any]) -> Authenticator:
        def opened(column: str, sealed: bytes) -> str:
            return self._sealing.open(key, sealed, ("authenticator", column, row.id))

        return Authenticator(
            row=RowId(row.id),
            principal=RowId(row.principal),
            created_at=row.created_at,
            name=opened("sealed_name", row.sealed_name),
            secret=opened("sealed_secret", row.sealed_secret),
            confirmed_at=row.confirmed_at,
            used_at=row.used_at,
            last_step=row.last_step,
        )
