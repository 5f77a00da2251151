"""The store of sessions, and what every server process reads of it beside its units of work."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.application.ports.authenticator import TokenEnding
from bank.domain.principals import Principal
from bank.domain.sessions import Session


@dataclass(frozen=True, slots=True)
class Revocation:
    """A session that was ended, a single token, or a cookie that was replaced.

    Until a moment there may be tokens that name it, or processes that remember it. A session is
    named by its tokens as ``sid``, a single token names itself as ``jti``, a cookie by its digest.
    """

    revoked: UUID
    until: datetime


class Sessions(Protocol):
    """Sessions, inside the current unit of work."""

    @abstractmethod
    async def add(self, session: Session, cookie_digest: bytes | None) -> None:
        """Add a session; the SHA-256 of its cookie finds it again."""

    @abstractmethod
    async def find(self, session: UUID, *, lock: bool = False) -> Session | None:
        """Give a session; with ``lock`` nobody else changes it until the unit ends."""

    @abstractmethod
    async def carried_by(self, cookie_digest: bytes) -> Session | None:
        """Give the session that a cookie of this SHA-256 carries, or carried."""

    @abstractmethod
    async def cookie_of(self, session: UUID) -> bytes | None:
        """Give the SHA-256 of the cookie that carries a session now, if it is a browser's."""

    @abstractmethod
    async def of_subject(
        self, subject: str, at: datetime, *, lock: bool = False
    ) -> Sequence[Session]:
        """Give the sessions of a principal that were in force after a moment, newest first."""

    @abstractmethod
    async def save(self, session: Session, cookie_digest: bytes | None = None) -> None:
        """Write when a session that was locked was seen and proved anew, and its end.

        With the SHA-256 of another cookie that one finds it from now on, and the last no more.
        """

    @abstractmethod
    async def revoke(self, revoked: UUID, at: datetime, until: datetime) -> None:
        """Have every server process refuse a session's tokens, or one token, or one cookie.

        Within a second of the commit.
        """

    @abstractmethod
    async def forget_before(self, over: datetime, now: datetime) -> int:
        """Delete sessions that have been over since before a moment, and say how many.

        Revocations go as soon as no token can be left that they are about.
        """


class SessionDirectory(Protocol):
    """Sessions outside any unit of work, as the last commit left them."""

    @abstractmethod
    async def by_cookie(self, digest: bytes) -> tuple[Session, Principal] | None:
        """Give the session that a cookie of this SHA-256 carries, with whose it is."""

    @abstractmethod
    async def revoked(self, since: datetime, now: datetime) -> Sequence[Revocation]:
        """Give the revocations since a moment, that moment included, that still matter."""

    @abstractmethod
    async def endings(self, since: datetime, now: datetime) -> Sequence[TokenEnding]:
        """Give the endings that were written since a moment, it included, and still matter."""

    @abstractmethod
    async def cutoff(self) -> datetime | None:
        """Give the moment at which everybody's sessions were ended last, if ever they were."""

    @abstractmethod
    async def touch(self, seen: Mapping[UUID, datetime], now: datetime) -> Sequence[UUID]:
        """Note when sessions were last seen, and give those of them that are over by now.

        A session that was over before it was seen again stays over; one that nobody knows is
        passed by.
        """
