"""Devices in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from bank.application.identity.devices.devices import Devices, NewDevice
from bank.domain.devices import DEVICES_MAX, Device
from bank.domain.identifiers import RowId, public_id
from bank.infrastructure.in_memory.rows import DeviceRow
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryDevices(Devices):
    """The devices as the unit sees them; their secrets are numbered."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.devices

    async def known(self, principal: RowId, secret: str) -> UUID | None:
        """Look for the digest."""
        digest = _digest(secret)
        for row in self._rows.values():
            if row.secret_digest == digest and row.device.principal == principal:
                return row.device.id
        return None

    async def add(self, principal: RowId, name: str, now: datetime) -> NewDevice:
        """Keep it, and drop those for which there is no room."""
        theirs = await self.of(principal)
        seen_last = sorted(theirs, key=lambda each: (each.last_seen_at, each.id), reverse=True)
        for each in seen_last[DEVICES_MAX - 1 :]:
            await self.remove(principal, each.id)
        row = self._unit.store.next_row()
        device = Device(
            id=public_id(now, row),
            principal=principal,
            name=name,
            created_at=now,
            last_seen_at=now,
        )
        secret = f"secret-of-device-{row}"
        self._rows[device.id] = DeviceRow(device, _digest(secret))
        return NewDevice(device.id, secret)

    async def of(self, principal: RowId) -> Sequence[Device]:
        """Look for a principal's."""
        found = [row.device for row in self._rows.values() if row.device.principal == principal]
        return sorted(found, key=lambda each: (each.created_at, each.id))

    async def find(self, principal: RowId, device: UUID, *, lock: bool = False) -> Device | None:
        """Look for the id, after locking it if asked to."""
        if lock:
            await self._unit.lock("device", device)
        row = self._rows.get(device)
        return row.device if row is not None and row.device.principal == principal else None

    async def save(self, device: Device) -> None:
        """Keep it anew."""
        row = self._rows[device.id]
        self._rows[device.id] = replace(row, device=replace(row.device, name=device.name))

    async def remove(self, principal: RowId, device: UUID) -> bool:
        """Drop it."""
        if await self.find(principal, device, lock=True) is None:
            return False
        del self._rows[device]
        return True

    async def seen(self, device: UUID, now: datetime) -> bool:
        """Keep it anew, if it is still there."""
        await self._unit.lock("device", device)
        row = self._rows.get(device)
        if row is None:
            return False
        self._rows[device] = replace(row, device=replace(row.device, last_seen_at=now))
        return True


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
