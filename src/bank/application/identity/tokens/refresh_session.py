"""An app gets new tokens for its session against its refresh token, which is used up by that."""

from dataclasses import dataclass, field

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.sessions.refresh_tokens import RefreshToken, RefreshTokens
from bank.application.identity.sessions.session_desk import SessionDesk
from bank.application.identity.sessions.sessions import Sessions
from bank.application.identity.tokens.grants import (
    GrantedTokens,
    GrantInvalid,
    RefreshTokenReused,
)
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.sessions import SessionEnd, SessionOver


@dataclass(frozen=True, slots=True)
class RefreshGrant:
    """The refresh token that the app was given last."""

    refresh_token: str = field(repr=False)


@use_case(action="token.refresh", kind=UseCaseKind.COMMAND, keyless=True)
class RefreshSession:
    """Open to strangers: the refresh token is the proof.

    Refuses, in this order: a token that is none; one that was used before, which ends its session
    and is told to its owner; one that has expired, or whose session is over. Records that the token
    is used up, and the next one.

    There is no grace for a token that is shown twice, not even for an answer that was lost: within
    it a thief who is quick would have a session of their own beside the owner's.
    """

    def __init__(
        self, tokens: RefreshTokens, desk: SessionDesk, sessions: Sessions, notices: Notices
    ) -> None:
        """Take the tokens, who renews and ends sessions, the sessions, and who tells owners."""
        self._tokens = tokens
        self._desk = desk
        self._sessions = sessions
        self._notices = notices

    async def __call__(self, command: RefreshGrant, act: Act) -> GrantedTokens:
        """Use the token up, and give the next ones."""
        token = await self._tokens.find(command.refresh_token)
        if token is None:
            raise GrantInvalid
        if token.used_at is not None:
            await self._end(token, act)
        if token.expires_at <= act.now:
            raise GrantInvalid
        try:
            access = await self._desk.renew(token.session, act.now)
        except SessionOver:
            raise GrantInvalid from None
        following = await self._tokens.rotate(token, act.now, token.expires_at)
        act.changed(Change(object_kind="session", object_id=token.session))
        return GrantedTokens(
            id=token.session,
            access_token=access.text,
            access_expires_at=access.expires_at,
            refresh_token=following,
        )

    async def _end(self, token: RefreshToken, act: Act) -> None:
        """End the session of a token that was used before, and tell the owner once."""
        session = await self._sessions.find(token.session)
        ended = await self._desk.end(token.session, SessionEnd.REFRESH_REUSED, act.now)
        if not ended or session is None:
            raise GrantInvalid
        await self._notices.tell(
            Notice(kind=NoticeKind.SESSIONS_ENDED, principal=session.principal)
        )
        raise RefreshTokenReused
