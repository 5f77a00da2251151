"""Used assertions of clients in their table, whose primary key says that each is taken once."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, insert

from bank.application.identity.tokens.client_assertions import UsedAssertions
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_USED = t.client_assertion.c


class SqlUsedAssertions(UsedAssertions):
    """The used assertions of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def use(self, client: RowId, assertion: str, expires_at: datetime) -> None:
        """Insert a row; the constraint refuses a second one."""
        row = {
            "book": self._unit.book,
            "principal": client,
            "digest": sha256(assertion.encode()).digest(),
            "expires_at": expires_at,
        }
        with translated():
            await self._unit.connection.execute(insert(t.client_assertion).values(row))

    async def forget_before(self, moment: datetime) -> int:
        """Delete old rows."""
        old = (_USED.book == self._unit.book) & (_USED.expires_at <= moment)
        with translated():
            done = await self._unit.connection.execute(delete(t.client_assertion).where(old))
        return done.rowcount
