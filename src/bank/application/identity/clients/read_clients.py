"""Service clients are looked at: one, or all."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.clients.register_client import found
from bank.application.identity.clients.service_clients import ServiceClients
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.identifiers import RowId
from bank.domain.service_clients import ServiceClient


@dataclass(frozen=True, slots=True)
class ClientById:
    """Which client."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """Behind which row, and how many."""

    after: RowId
    limit: int


@use_case(action="client.read", kind=UseCaseKind.QUERY)
class GetClient:
    """Open to administrators, compliance officers and auditors. Refuses an unknown client."""

    def __init__(self, clients: ServiceClients) -> None:
        """Take the clients."""
        self._clients = clients

    async def __call__(self, command: ClientById, _act: Act) -> ServiceClient:
        """Give the client."""
        return await found(self._clients, command.id)


@use_case(action="client.list", kind=UseCaseKind.QUERY)
class ListClients:
    """Open to administrators, compliance officers and auditors. Refuses nothing."""

    def __init__(self, clients: ServiceClients) -> None:
        """Take the clients."""
        self._clients = clients

    async def __call__(self, command: ClientPage, _act: Act) -> Sequence[ServiceClient]:
        """Give the clients."""
        return await self._clients.page(after=command.after, limit=command.limit)
