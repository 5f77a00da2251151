"""The store of service clients, and what their keys have to be."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.service_clients import ServiceClient


class ServiceClients(Protocol):
    """Service clients, inside the current unit of work."""

    @abstractmethod
    async def add(self, client: ServiceClient) -> None:
        """Add a client and its principal, whose subject nobody has."""

    @abstractmethod
    async def find(self, client: UUID, *, lock: bool = False) -> ServiceClient | None:
        """Give the client of a public id; with ``lock`` nobody else changes it until the end."""

    @abstractmethod
    async def named(self, client_id: str) -> ServiceClient | None:
        """Give the client that calls itself so."""

    @abstractmethod
    async def save(self, client: ServiceClient) -> None:
        """Write keys, session and principal of a client that was locked."""

    @abstractmethod
    async def page(self, *, after: RowId, limit: int) -> Sequence[ServiceClient]:
        """Give clients behind a row, in the order of their rows."""


class ClientKeys(Protocol):
    """Knows public keys."""

    @abstractmethod
    def checked(self, keys: str) -> str:
        """Give a key set as it is to be kept: public parts alone.

        Raises ``ClientKeysUnusable``, which says what is wrong.
        """
