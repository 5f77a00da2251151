"""Service clients in memory, and the proofs that they have used up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bank.application.identity.clients.service_clients import ServiceClients
from bank.application.identity.principals import Principals
from bank.application.identity.tokens.client_assertions import (
    ClientAssertionReplayed,
    UsedAssertions,
)
from bank.domain.identifiers import RowId, row_of
from bank.domain.service_clients import ServiceClient
from bank.infrastructure.in_memory.principals import InMemoryPrincipals
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryServiceClients(ServiceClients):
    """The service clients as the unit sees them, each with its principal as that is now."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._clients = unit.tables.service_clients
        self._principals: Principals = InMemoryPrincipals(unit)

    async def add(self, client: ServiceClient) -> None:
        """Keep the principal and the client."""
        await self._principals.add(client.principal)
        self._clients[client.principal.row] = client

    async def find(self, client: UUID, *, lock: bool = False) -> ServiceClient | None:
        """Look for the row in the id."""
        row = row_of(client)
        if row is None or row not in self._clients:
            return None
        known = await self._whole(row, lock=lock)
        return known if known.id == client else None

    async def named(self, client_id: str) -> ServiceClient | None:
        """Look for the name."""
        for row, client in self._clients.items():
            if client.client_id == client_id:
                return await self._whole(row)
        return None

    async def save(self, client: ServiceClient) -> None:
        """Keep both anew."""
        self._clients[client.principal.row] = client
        await self._principals.save(client.principal)

    async def page(self, *, after: RowId, limit: int) -> Sequence[ServiceClient]:
        """Give the clients in the order of their rows."""
        rows = [row for row in sorted(self._clients) if row > after]
        return [await self._whole(row) for row in rows[:limit]]

    async def _whole(self, row: RowId, *, lock: bool = False) -> ServiceClient:
        principal = await self._principals.find(row, lock=lock)
        assert principal is not None  # noqa: S101 - clients are added with their principals
        return replace(self._clients[row], principal=principal)


class InMemoryUsedAssertions(UsedAssertions):
    """The used assertions as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._used = unit.tables.client_assertions

    async def use(self, client: RowId, assertion: str, expires_at: datetime) -> None:
        """Lock the name, then look whether it is there."""
        await self._unit.lock("client_assertion", client, assertion)
        if (client, assertion) in self._used:
            raise ClientAssertionReplayed
        self._used[client, assertion] = expires_at

    async def forget_before(self, moment: datetime) -> int:
        """Drop the old ones."""
        old = [name for name, expires_at in self._used.items() if expires_at <= moment]
        for name in old:
            del self._used[name]
        return len(old)
