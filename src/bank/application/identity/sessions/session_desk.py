"""The sessions of a principal: opened after a sign-in, ended by whoever may."""

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.application.ports.authenticator import IssuedToken
from bank.domain.principals import Principal
from bank.domain.sessions import SessionEnd, SessionKind

__all__ = ["OpenedSession", "SessionDesk", "SessionEnd", "SessionKind", "SessionOrder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOrder:
    """For whom, how carried, how surely known (``Assurance``), on which device.

    ``replaces`` is the session that the same browser or app had until now, whoever's that was.
    """

    principal: Principal
    kind: SessionKind
    assurance: int
    device: UUID | None = None
    label: str | None = None
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """A new session, and the one that it ``replaced``, if that had not ended before.

    The secrets are shown once and kept as digests: ``cookie`` of a browser's, ``access_token`` and
    ``refresh_token`` of an app's.
    """

    id: UUID
    ends_at: datetime
    cookie: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    access_expires_at: datetime | None = None
    refresh_token: str | None = field(default=None, repr=False)
    replaced: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedSession:
    """A session whose owner has just proved who they are, and what carries it from now on.

    A browser gets another ``cookie``, and the one that it had is taken by no process any more
    within a second of the commit; an app gets an ``access_token`` that says when that was, beside
    the refresh token that it has.
    """

    id: UUID
    proved_at: datetime
    cookie: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    access_expires_at: datetime | None = None


class SessionDesk(Protocol):
    """Opens and ends sessions, inside the current unit of work."""

    @abstractmethod
    async def open(self, order: SessionOrder, now: datetime) -> OpenedSession:
        """Open a session, and end the one that it replaces.

        Locks the principal until the unit ends, so that whoever ends all of their sessions ends
        this one as well. Refuses with ``NotLetIn`` one who was let go meanwhile.
        """

    @abstractmethod
    async def renew(self, session: UUID, now: datetime) -> IssuedToken:
        """Give another access token of an app's session, which was seen by that.

        It says what the principal may now. Refuses with ``SessionOver``.
        """

    @abstractmethod
    async def prove(self, session: UUID, now: datetime) -> ProvedSession:
        """Note that whose session it is has proved anew who they are, and carry it by new secrets.

        Locks the principal, then the session. Refuses with ``SessionOver``.
        """

    @abstractmethod
    async def end(self, session: UUID, reason: SessionEnd, now: datetime) -> bool:
        """End a session, and say whether nobody had before: the first end stays.

        Every process stops taking its tokens within a second of the commit.
        """

    @abstractmethod
    async def end_all(
        self,
        subject: str,
        reason: SessionEnd,
        now: datetime,
        *,
        but: UUID | None = None,
        on: UUID | None = None,
    ) -> int:
        """End every session of a principal but one, or those on a device, and say how many.

        Every process stops taking their tokens within a second of the commit, and, unless it is
        about a device, those of no session that were issued until now. Whoever is shut out has no
        good token at all until their principal is let in again and this is called anew.
        """
