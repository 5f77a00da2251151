"""Service clients in their table, beside their principals."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, insert, select, update

from bank.application.identity.clients.service_clients import ServiceClients
from bank.application.identity.principals import Principals
from bank.domain.identifiers import RowId, row_of
from bank.domain.service_clients import ServiceClient
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_CLIENT = t.service_client.c


class SqlServiceClients(ServiceClients):
    """The service clients of the unit's book; the lock of a client is its principal's."""

    def __init__(self, unit: SqlUnitOfWork, principals: Principals) -> None:
        """Take the unit and its principals."""
        self._unit = unit
        self._principals = principals

    async def add(self, client: ServiceClient) -> None:
        """Write the principal, then the client."""
        await self._principals.add(client.principal)
        row = {
            "book": self._unit.book,
            "principal": client.principal.row,
            "client_id": client.client_id,
            "keys": client.keys,
            "session": client.session,
        }
        with translated():
            await self._unit.connection.execute(insert(t.service_client).values(row))

    async def find(self, client: UUID, *, lock: bool = False) -> ServiceClient | None:
        """Read a client by the row in its id."""
        row = row_of(client)
        if row is None:
            return None
        if lock:
            await self._principals.find(row, lock=True)
        known = await self._one(_CLIENT.principal == row)
        return known if known is not None and known.id == client else None

    async def named(self, client_id: str) -> ServiceClient | None:
        """Read a client by its name."""
        return await self._one(_CLIENT.client_id == client_id)

    async def save(self, client: ServiceClient) -> None:
        """Write both rows."""
        change = (
            update(t.service_client)
            .where(_CLIENT.book == self._unit.book, _CLIENT.principal == client.principal.row)
            .values(keys=client.keys, session=client.session)
        )
        with translated():
            await self._unit.connection.execute(change)
        await self._principals.save(client.principal)

    async def page(self, *, after: RowId, limit: int) -> Sequence[ServiceClient]:
        """Read clients by their rows."""
        wanted = (
            select(t.service_client)
            .where(_CLIENT.book == self._unit.book, _CLIENT.principal > after)
            .order_by(_CLIENT.principal)
            .limit(limit)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [await self._with_principal(row) for row in rows]

    async def _one(self, this: ColumnElement[bool]) -> ServiceClient | None:
        wanted = select(t.service_client).where(_CLIENT.book == self._unit.book, this)
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        return None if row is None else await self._with_principal(row)

    async def _with_principal(self, row: Row[Any]) -> ServiceClient:
        principal = await self._principals.find(RowId(row.principal))
        assert principal is not None  # noqa: S101 - a foreign key says so
        return ServiceClient(principal=principal, keys=row.keys, session=row.session)
