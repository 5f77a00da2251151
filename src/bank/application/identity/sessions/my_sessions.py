"""Whoever signed in looks at their sessions and ends them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.sessions.sessions import Sessions
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.sessions import NoSession, Session, SessionNotFound


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """All of one's own: there is nothing to say."""


@dataclass(frozen=True, slots=True)
class SessionById:
    """Which of one's own."""

    id: UUID


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """How many sessions were ended; ``id`` is the session that stays, or the one that was ended."""

    id: UUID
    sessions: int


@use_case(action="session.list", kind=UseCaseKind.QUERY)
class ListMySessions:
    """Open to whoever signs in, about themselves alone. Refuses nothing."""

    def __init__(self, sessions: Sessions) -> None:
        """Take the sessions."""
        self._sessions = sessions

    async def __call__(self, _command: OwnSessions, act: Act) -> Sequence[Session]:
        """Give those that are in force, newest first."""
        return await self._sessions.of_subject(act.actor.subject, act.now)


@use_case(action="session.end", kind=UseCaseKind.COMMAND, keyless=True, fresh_proof=True)
class EndMySession:
    """Open to whoever signs in, about themselves alone; another session than this by a fresh proof.

    Refuses a session that is not there or not theirs. Records its end; one that is over stays as it
    is. The end of another session than this is told to the owner.
    """

    def __init__(self, sessions: Sessions, desk: SessionDesk, notices: Notices) -> None:
        """Take the sessions, who ends them, and what tells the owner."""
        self._sessions = sessions
        self._desk = desk
        self._notices = notices

    async def is_sensitive(self, command: SessionById, act: Act) -> bool:
        """Whether it is another session: everybody may sign out."""
        return str(command.id) != act.actor.session

    async def __call__(self, command: SessionById, act: Act) -> SessionsEnded:
        """End the session."""
        found = await self._sessions.find(command.id)
        if found is None or found.subject != act.actor.subject:
            raise SessionNotFound
        ended = await self._desk.end(found.id, SessionEnd.ENDED_BY_OWNER, act.now)
        if ended and str(found.id) != act.actor.session:
            notice = Notice(kind=NoticeKind.SESSIONS_ENDED, principal=found.principal)
            await self._notices.tell(notice)
        act.changed(_ended(found.id, SessionEnd.ENDED_BY_OWNER, int(ended)))
        return SessionsEnded(found.id, int(ended))


@use_case(action="session.end_others", kind=UseCaseKind.COMMAND, keyless=True, fresh_proof=True)
class EndOtherSessions:
    """Open to whoever signs in, about themselves alone, by a fresh proof.

    Refuses a token that belongs to no session. Records the end of every session of theirs but this,
    and tells them so: it may be that somebody else is in theirs.
    """

    def __init__(self, desk: SessionDesk, principals: Principals, notices: Notices) -> None:
        """Take who ends sessions, and by whom the owner hears of it."""
        self._desk = desk
        self._principals = principals
        self._notices = notices

    async def __call__(self, _command: OwnSessions, act: Act) -> SessionsEnded:
        """End the others."""
        current = current_session(act)
        reason = SessionEnd.ENDED_BY_OWNER
        number = await self._desk.end_all(act.actor.subject, reason, act.now, but=current)
        owner = await self._principals.find(act.actor.subject)
        if number and owner is not None:
            await self._notices.tell(Notice(kind=NoticeKind.SESSIONS_ENDED, principal=owner.row))
        act.changed(_ended(current, reason, number))
        return SessionsEnded(current, number)


@use_case(action="session.sign_out", kind=UseCaseKind.COMMAND, keyless=True)
class SignOut:
    """Open to whoever signs in.

    Refuses a token that belongs to no session. Records the end of the session.
    """

    def __init__(self, desk: SessionDesk) -> None:
        """Take who ends sessions."""
        self._desk = desk

    async def __call__(self, _command: OwnSessions, act: Act) -> SessionsEnded:
        """End this session."""
        current = current_session(act)
        ended = await self._desk.end(current, SessionEnd.SIGNED_OUT, act.now)
        act.changed(_ended(current, SessionEnd.SIGNED_OUT, int(ended)))
        return SessionsEnded(current, int(ended))


def current_session(act: Act) -> UUID:
    """Give the session by which an act came; refuses with ``NoSession``."""
    try:
        return UUID(act.actor.session or "")
    except ValueError:
        raise NoSession from None


def _ended(session: UUID, reason: SessionEnd, number: int) -> Change:
    return Change(object_kind="session", object_id=session, after=f"{reason} {number}")
