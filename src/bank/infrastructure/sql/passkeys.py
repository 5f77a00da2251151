"""Passkeys and their challenges in their tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from bank.application.identity.factors.passkeys import PasskeyChallenges, Passkeys
from bank.application.ports.field_cipher import OpenDataKey
from bank.domain.identifiers import RowId
from bank.domain.passkeys import Passkey, PasskeyChallenge
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.principal_sealing import SealedNames
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_KEY, _ASKED = t.passkey.c, t.passkey_challenge.c


class SqlPasskeys(Passkeys):
    """The passkeys of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit, and what seals names."""
        self._unit = unit
        self._names = SealedNames(unit, sealing, t.passkey.name)

    async def add(self, passkey: Passkey) -> None:
        """Insert a row."""
        name = await self._names.seal(passkey.principal, passkey.id, passkey.name)
        row = insert(t.passkey).values(
            book=self._unit.book,
            id=passkey.id,
            principal=passkey.principal,
            credential=passkey.credential,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
            aaguid=passkey.aaguid,
            is_synced=passkey.is_synced,
            is_backed_up=passkey.is_backed_up,
            sealed_name=name,
            created_at=passkey.created_at,
            last_used_at=passkey.last_used_at,
        )
        with translated():
            await self._unit.connection.execute(row)

    async def of(self, principal: RowId) -> Sequence[Passkey]:
        """Read a principal's rows."""
        wanted = (
            select(t.passkey)
            .where(_KEY.book == self._unit.book, _KEY.principal == principal)
            .order_by(_KEY.created_at, _KEY.id)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        key = await self._names.key(principal) if rows else None
        return [self._passkey(row, key) for row in rows]

    async def find(self, credential: bytes, *, lock: bool = False) -> Passkey | None:
        """Read a row, and lock it if asked to."""
        wanted = select(t.passkey).where(
            _KEY.book == self._unit.book, _KEY.credential == credential
        )
        if lock:
            wanted = wanted.with_for_update()
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        return self._passkey(row, await self._names.key(RowId(row.principal)))

    async def save(self, passkey: Passkey) -> None:
        """Update a row."""
        change = (
            update(t.passkey)
            .where(_KEY.book == self._unit.book, _KEY.id == passkey.id)
            .values(
                sign_count=passkey.sign_count,
                is_backed_up=passkey.is_backed_up,
                last_used_at=passkey.last_used_at,
            )
        )
        with translated():
            await self._unit.connection.execute(change)

    async def remove(self, principal: RowId, passkey: UUID) -> bool:
        """Delete a row."""
        unwanted = delete(t.passkey).where(
            _KEY.book == self._unit.book, _KEY.id == passkey, _KEY.principal == principal
        )
        with translated():
            return (await self._unit.connection.execute(unwanted)).rowcount > 0

    def _passkey(self, row: Row[Any], key: OpenDataKey | None) -> Passkey:
        return Passkey(
            id=row.id,
            principal=RowId(row.principal),
            credential=row.credential,
            public_key=row.public_key,
            sign_count=row.sign_count,
            aaguid=row.aaguid,
            is_synced=row.is_synced,
            is_backed_up=row.is_backed_up,
            name=self._names.open(key, row.id, row.sealed_name),
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )


class SqlPasskeyChallenges(PasskeyChallenges):
    """The challenges of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def put(self, challenge: PasskeyChallenge) -> None:
        """Insert a row in place of an earlier one."""
        earlier = delete(t.passkey_challenge).where(
            _ASKED.book == self._unit.book, _ASKED.attempt == challenge.attempt
        )
        row = insert(t.passkey_challenge).values(
            book=self._unit.book,
            attempt=challenge.attempt,
            principal=challenge.principal,
            nonce=challenge.nonce,
            expires_at=challenge.expires_at,
        )
        with translated():
            await self._unit.connection.execute(earlier)
            await self._unit.connection.execute(row)

    async def take(self, attempt: UUID) -> PasskeyChallenge | None:
        """Lock a row and delete it: whoever waited for the lock finds nothing."""
        this = (_ASKED.book == self._unit.book, _ASKED.attempt == attempt)
        wanted = select(t.passkey_challenge).where(*this).with_for_update()
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
            if row is None:
                return None
            await self._unit.connection.execute(delete(t.passkey_challenge).where(*this))
        return PasskeyChallenge(
            attempt=row.attempt,
            principal=None if row.principal is None else RowId(row.principal),
            nonce=row.nonce,
            expires_at=row.expires_at,
        )

    async def forget(self, *, expired_at: datetime) -> int:
        """Delete rows."""
        unwanted = delete(t.passkey_challenge).where(
            _ASKED.book == self._unit.book, _ASKED.expires_at <= expired_at
        )
        with translated():
            return (await self._unit.connection.execute(unwanted)).rowcount
