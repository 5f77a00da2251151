"""The store of devices."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.domain.devices import Device
from bank.domain.identifiers import RowId

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device that was added, and what it has to keep to be known again; shown this once."""

    id: UUID
    secret: str = field(repr=False)


class Devices(Protocol):
    """Devices, inside the current unit of work; secrets are kept as digests."""

    @abstractmethod
    async def known(self, principal: RowId, secret: str) -> UUID | None:
        """Give a principal's device that keeps a secret."""

    @abstractmethod
    async def add(self, principal: RowId, name: str, now: datetime) -> NewDevice:
        """Add a device, and make its secret; beyond ``DEVICES_MAX`` the longest unseen goes."""

    @abstractmethod
    async def of(self, principal: RowId) -> Sequence[Device]:
        """Give a principal's devices, oldest first."""

    @abstractmethod
    async def find(self, principal: RowId, device: UUID, *, lock: bool = False) -> Device | None:
        """Give a principal's device; with ``lock`` nobody else changes it until the unit ends."""

    @abstractmethod
    async def save(self, device: Device) -> None:
        """Write the name of a device that was locked."""

    @abstractmethod
    async def remove(self, principal: RowId, device: UUID) -> bool:
        """Remove a principal's device for good, and tell whether there was one."""

    @abstractmethod
    async def seen(self, device: UUID, now: datetime) -> bool:
        """Note that somebody signed in on a device; tell whether it is there still."""
