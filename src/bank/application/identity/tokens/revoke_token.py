"""Whoever holds a token has it revoked (RFC 7009): the session that it belongs to ends."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.sessions.session_desk import SessionDesk
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.authenticator import Authenticator, TokenRefused
from bank.domain.sessions import SessionEnd


@dataclass(frozen=True, slots=True)
class Revoking:
    """The token: a refresh token, used or not, or an access token."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Revoked:
    """What was revoked; the act itself, where that was nothing."""

    id: UUID


@use_case(action="token.revoke", kind=UseCaseKind.COMMAND, keyless=True)
class RevokeToken:
    """Open to strangers: whoever holds a token may give it up.

    Refuses nothing: a token that is good for nothing is as revoked as can be, and an access token
    of a client or of a script, behind which no session stands, ends by its time. Records the end of
    the session; every server process refuses its tokens within a second.
    """

    def __init__(
        self, tokens: RefreshTokens, desk: SessionDesk, authenticator: Authenticator
    ) -> None:
        """Take the refresh tokens, who ends sessions, and who reads access tokens."""
        self._tokens = tokens
        self._desk = desk
        self._authenticator = authenticator

    async def __call__(self, command: Revoking, act: Act) -> Revoked:
        """End the session."""
        session = await self._session_of(command.token, act.now)
        if session is None or not await self._desk.end(session, SessionEnd.SIGNED_OUT, act.now):
            return Revoked(act.audit_event)
        act.changed(Change(object_kind="session", object_id=session, event="bank.session.ended.v1"))
        return Revoked(session)

    async def _session_of(self, token: str, now: datetime) -> UUID | None:
        refresh = await self._tokens.find(token)
        if refresh is not None:
            return refresh.session
        try:
            session = self._authenticator.authenticate(token, now).session
            return None if session is None else UUID(session)
        except (TokenRefused, ValueError):
            return None
