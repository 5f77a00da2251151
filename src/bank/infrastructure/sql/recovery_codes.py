"""Recovery codes in their table, as digests."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from bank.application.identity.factors.recovery_codes import RecoveryCodes, RecoveryCodeSet
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_CODE = t.recovery_code.c


class SqlRecoveryCodes(RecoveryCodes):
    """The recovery codes of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def replace(
        self, principal: RowId, digests: Sequence[bytes], now: datetime
    ) -> RecoveryCodeSet:
        """Delete the rows and insert others."""
        await self.remove(principal)
        with translated():
            number = await self._unit.connection.scalar(select(t.row_numbers.next_value()))
        row = RowId(int(number or 0))
        rows = [
            {
                "book": self._unit.book,
                "principal": principal,
                "digest": digest,
                "code_set": row,
                "created_at": now,
            }
            for digest in digests
        ]
        with translated():
            await self._unit.connection.execute(insert(t.recovery_code), rows)
        return RecoveryCodeSet(row=row, created_at=now, left=len(rows))

    async def set_of(self, principal: RowId) -> RecoveryCodeSet | None:
        """Count the rows."""
        wanted = (
            select(
                _CODE.code_set,
                _CODE.created_at,
                func.count(_CODE.digest) - func.count(_CODE.used_at),
                func.max(_CODE.used_at),
            )
            .where(_CODE.book == self._unit.book, _CODE.principal == principal)
            .group_by(_CODE.code_set, _CODE.created_at)
        )
        with translated():
            found = (await self._unit.connection.execute(wanted)).one_or_none()
        if found is None:
            return None
        row, created_at, left, used_at = found
        return RecoveryCodeSet(row=RowId(row), created_at=created_at, left=left, used_at=used_at)

    async def use(self, principal: RowId, digest: bytes, now: datetime) -> bool:
        """Update the row if it was not used; whoever comes second waits for the first."""
        change = (
            update(t.recovery_code)
            .where(
                _CODE.book == self._unit.book,
                _CODE.principal == principal,
                _CODE.digest == digest,
                _CODE.used_at.is_(None),
            )
            .values(used_at=now)
        )
        with translated():
            used = await self._unit.connection.execute(change)
        return used.rowcount == 1

    async def remove(self, principal: RowId) -> None:
        """Delete the rows."""
        gone = delete(t.recovery_code).where(
            _CODE.book == self._unit.book, _CODE.principal == principal
        )
        with translated():
            await self._unit.connection.execute(gone)
