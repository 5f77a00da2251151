"""Refresh tokens in their table, by the digest of their text."""

from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from bank.application.identity.secrets_source import SecretsSource
from bank.application.identity.sessions.refresh_tokens import RefreshToken, RefreshTokens
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_TOKEN = t.refresh_token.c
_BYTES: Final = 32


class SqlRefreshTokens(RefreshTokens):
    """The refresh tokens of the unit's book. 256 random bits need no slow digest."""

    def __init__(self, unit: SqlUnitOfWork, secrets: SecretsSource) -> None:
        """Take the unit, and where new tokens come from."""
        self._unit = unit
        self._secrets = secrets

    async def issue(self, session: UUID, now: datetime, expires_at: datetime) -> str:
        """Insert the first generation."""
        return await self._insert(session, 1, now, expires_at)

    async def find(self, text: str) -> RefreshToken | None:
        """Read and lock a row."""
        digest = _digest(text)
        wanted = (
            select(t.refresh_token)
            .where(_TOKEN.book == self._unit.book, _TOKEN.digest == digest)
            .with_for_update()
        )
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        return RefreshToken(
            digest=row.digest,
            session=row.session,
            generation=row.generation,
            expires_at=row.expires_at,
            used_at=row.used_at,
        )

    async def session_of(self, text: str) -> UUID | None:
        """Read one column, unlocked."""
        wanted = select(_TOKEN.session).where(
            _TOKEN.book == self._unit.book, _TOKEN.digest == _digest(text)
        )
        with translated():
            session: UUID | None = await self._unit.connection.scalar(wanted)
        return session

    async def rotate(self, token: RefreshToken, now: datetime, expires_at: datetime) -> str:
        """Mark the row, and insert the next generation."""
        used = (
            update(t.refresh_token)
            .where(_TOKEN.book == self._unit.book, _TOKEN.digest == token.digest)
            .values(used_at=now)
        )
        with translated():
            await self._unit.connection.execute(used)
        return await self._insert(token.session, token.generation + 1, now, expires_at)

    async def forget_before(self, moment: datetime) -> int:
        """Delete old rows."""
        old = (_TOKEN.book == self._unit.book) & (_TOKEN.expires_at <= moment)
        with translated():
            done = await self._unit.connection.execute(delete(t.refresh_token).where(old))
        return done.rowcount

    async def _insert(
        self, session: UUID, generation: int, now: datetime, expires_at: datetime
    ) -> str:
        text = urlsafe_b64encode(self._secrets.token(_BYTES)).rstrip(b"=").decode("ascii")
        row = {
            "book": self._unit.book,
            "digest": _digest(text),
            "session": session,
            "generation": generation,
            "issued_at": now,
            "expires_at": expires_at,
        }
        with translated():
            await self._unit.connection.execute(insert(t.refresh_token).values(row))
        return text


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
