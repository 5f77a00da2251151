"""What principals call their own things, sealed under their data key."""

from uuid import UUID

from bank.application.ports.field_cipher import OpenDataKey
from bank.domain.identifiers import RowId
from bank.infrastructure.sql.principal_rows import subject_of
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SealedNames:
    """The names in one table's column `sealed_name`, each bound to its row."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing, table: str) -> None:
        """Take the unit, its sealing, and whose column it is."""
        self._unit = unit
        self._sealing = sealing
        self._table = table

    async def seal(self, principal: RowId, row: UUID, name: str) -> bytes:
        """Seal a name for its row."""
        key = await self._sealing.principal_key(await subject_of(self._unit, principal))
        return self._sealing.seal(key, name, self._place(row))

    async def key(self, principal: RowId) -> OpenDataKey | None:
        """Give what opens a principal's names, or nothing once it is destroyed."""
        return await self._sealing.kept_principal_key(await subject_of(self._unit, principal))

    def open(self, key: OpenDataKey | None, row: UUID, sealed: bytes) -> str:
        """Open a name."""
        return self._sealing.open(key, sealed, self._place(row))

    def _place(self, row: UUID) -> tuple[str, str, int]:
        return self._table, "sealed_name", row.int
