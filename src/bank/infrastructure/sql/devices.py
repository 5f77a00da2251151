"""Devices in their table; of the secret that a device keeps there is a digest alone."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from bank.application.identity.devices.devices import SECRET_BYTES, Devices, NewDevice
from bank.application.identity.secrets_source import SecretsSource
from bank.application.ports.field_cipher import OpenDataKey
from bank.application.ports.ids import Ids
from bank.domain.devices import DEVICES_MAX, Device
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.principal_sealing import SealedNames
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE = t.device.c


class SqlDevices(Devices):
    """The devices of the unit's book."""

    def __init__(
        self, unit: SqlUnitOfWork, sealing: Sealing, ids: Ids, secrets: SecretsSource
    ) -> None:
        """Take the unit, what seals names, and where ids and secrets come from."""
        self._unit = unit
        self._names = SealedNames(unit, sealing, t.device.name)
        self._ids = ids
        self._secrets = secrets

    async def known(self, principal: RowId, secret: str) -> UUID | None:
        """Look the digest up."""
        wanted = select(_ONE.id).where(
            _ONE.book == self._unit.book,
            _ONE.secret_digest == _digest(secret),
            _ONE.principal == principal,
        )
        with translated():
            found: UUID | None = await self._unit.connection.scalar(wanted)
        return found

    async def add(self, principal: RowId, name: str, now: datetime) -> NewDevice:
        """Insert a row, and delete those for which there is no room."""
        await self._make_room(principal)
        device = self._ids.new()
        secret = urlsafe_b64encode(self._secrets.token(SECRET_BYTES)).rstrip(b"=").decode()
        row = insert(t.device).values(
            book=self._unit.book,
            id=device,
            principal=principal,
            secret_digest=_digest(secret),
            sealed_name=await self._names.seal(principal, device, name),
            created_at=now,
            last_seen_at=now,
        )
        with translated():
            await self._unit.connection.execute(row)
        return NewDevice(device, secret)

    async def of(self, principal: RowId) -> Sequence[Device]:
        """Read a principal's rows."""
        wanted = (
            select(t.device)
            .where(_ONE.book == self._unit.book, _ONE.principal == principal)
            .order_by(_ONE.created_at, _ONE.id)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        key = await self._names.key(principal) if rows else None
        return [self._device(row, key) for row in rows]

    async def find(self, principal: RowId, device: UUID, *, lock: bool = False) -> Device | None:
        """Read a row, and lock it if asked to."""
        wanted = select(t.device).where(*self._this(principal, device))
        if lock:
            wanted = wanted.with_for_update()
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        return self._device(row, await self._names.key(RowId(row.principal)))

    async def save(self, device: Device) -> None:
        """Update a row."""
        name = await self._names.seal(device.principal, device.id, device.name)
        change = update(t.device).where(*self._this(device.principal, device.id))
        with translated():
            await self._unit.connection.execute(change.values(sealed_name=name))

    async def remove(self, principal: RowId, device: UUID) -> bool:
        """Delete a row."""
        unwanted = delete(t.device).where(*self._this(principal, device))
        with translated():
            return (await self._unit.connection.execute(unwanted)).rowcount > 0

    async def seen(self, device: UUID, now: datetime) -> bool:
        """Update a row."""
        change = update(t.device).where(_ONE.book == self._unit.book, _ONE.id == device)
        with translated():
            done = await self._unit.connection.execute(change.values(last_seen_at=now))
        return done.rowcount > 0

    async def _make_room(self, principal: RowId) -> None:
        theirs = (
            select(_ONE.id)
            .where(_ONE.book == self._unit.book, _ONE.principal == principal)
            .order_by(_ONE.last_seen_at.desc(), _ONE.id.desc())
        )
        with translated():
            seen_last = (await self._unit.connection.scalars(theirs)).all()
        for device in seen_last[DEVICES_MAX - 1 :]:
            await self.remove(principal, device)

    def _this(self, principal: RowId, device: UUID) -> tuple[Any, ...]:
        return (
            _ONE.book == self._unit.book,
            _ONE.id == device,
            _ONE.principal == principal,
        )

    def _device(self, row: Row[Any], key: OpenDataKey | None) -> Device:
        return Device(
            id=row.id,
            principal=RowId(row.principal),
            name=self._names.open(key, row.id, row.sealed_name),
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
        )


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
