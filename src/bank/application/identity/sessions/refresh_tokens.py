"""The refresh tokens of apps' sessions."""

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    """A refresh token as it is kept: its digest, and which of its session's it is, from 1."""

    digest: bytes = field(repr=False)
    session: UUID
    generation: int
    expires_at: datetime
    used_at: datetime | None = None


class RefreshTokens(Protocol):
    """Refresh tokens, inside the current unit of work: each is good once, kept as a digest."""

    @abstractmethod
    async def issue(self, session: UUID, now: datetime, expires_at: datetime) -> str:
        """Give the first refresh token of a session, good until a moment; it is shown once."""

    @abstractmethod
    async def find(self, text: str) -> RefreshToken | None:
        """Give the token that somebody shows, used or not; nobody else changes it until the end."""

    @abstractmethod
    async def session_of(self, text: str) -> UUID | None:
        """Give the session of a token, used or not, without a wait for whoever uses it."""

    @abstractmethod
    async def rotate(self, token: RefreshToken, now: datetime, expires_at: datetime) -> str:
        """Use up a token that was found, and give the next one of its session."""

    @abstractmethod
    async def forget_before(self, moment: datetime) -> int:
        """Delete the tokens that had expired by then, and say how many."""
