"""Refresh tokens in memory."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from bank.application.identity.sessions.refresh_tokens import RefreshToken, RefreshTokens
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryRefreshTokens(RefreshTokens):
    """The refresh tokens as the unit sees them; their texts name the session."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._tokens = unit.tables.refresh_tokens

    async def issue(self, session: UUID, now: datetime, expires_at: datetime) -> str:
        """Keep the first generation."""
        del now
        return self._keep(session, 1, expires_at)

    async def find(self, text: str) -> RefreshToken | None:
        """Lock, then look."""
        digest = sha256(text.encode()).digest()
        await self._unit.lock("refresh_token", digest)
        return self._tokens.get(digest)

    async def session_of(self, text: str) -> UUID | None:
        """Look, unlocked."""
        found = self._tokens.get(sha256(text.encode()).digest())
        return None if found is None else found.session

    async def rotate(self, token: RefreshToken, now: datetime, expires_at: datetime) -> str:
        """Mark it, and keep the next generation."""
        self._tokens[token.digest] = replace(token, used_at=now)
        return self._keep(token.session, token.generation + 1, expires_at)

    async def forget_before(self, moment: datetime) -> int:
        """Drop the old ones."""
        old = [digest for digest, each in self._tokens.items() if each.expires_at <= moment]
        for digest in old:
            del self._tokens[digest]
        return len(old)

    def _keep(self, session: UUID, generation: int, expires_at: datetime) -> str:
        text = f"refresh-token-{generation}-of-{session}"
        digest = sha256(text.encode()).digest()
        self._tokens[digest] = RefreshToken(
            digest=digest, session=session, generation=generation, expires_at=expires_at
        )
        return text
