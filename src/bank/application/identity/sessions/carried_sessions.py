"""The session that a browser or an app still carries when somebody signs in there again."""

from dataclasses import dataclass, field
from uuid import UUID

from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.sessions.session_cookies import SessionCookies, digest_of
from bank.application.identity.sessions.sessions import Sessions
from bank.domain.sessions import SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What came along with a sign-in: a browser's cookie, an app's refresh token."""

    cookie: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)


NOTHING = Carried()


class CarriedSessions:
    """Finds the session behind a carrier, be it over, and whoever's it is."""

    def __init__(
        self, sessions: Sessions, cookies: SessionCookies, refresh_tokens: RefreshTokens
    ) -> None:
        """Take the sessions, and by what they are carried."""
        self._sessions = sessions
        self._cookies = cookies
        self._refresh_tokens = refresh_tokens

    async def of(self, kind: SessionKind, carried: Carried) -> UUID | None:
        """Give the session that one of this kind takes the place of.

        A browser's new cookie replaces its old one, an app forgets its old refresh token for the
        new one: neither stands for the other, and what the bank did not make stands for nothing.
        """
        if kind is SessionKind.APP:
            token = carried.refresh_token
            return None if token is None else await self._refresh_tokens.session_of(token)
        if carried.cookie is None or not self._cookies.is_ours(carried.cookie):
            return None
        found = await self._sessions.carried_by(digest_of(carried.cookie))
        return None if found is None else found.id
