"""How long sessions last, and what they are carried by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.sessions.session_cookies import SessionCookies
from bank.application.ports.authenticator import IssuedToken, TokenIssuer
from bank.domain.principals import Principal, PrincipalKind
from bank.domain.sessions import PROOFS_ARE_FRESH, Session, SessionLimits

ACCESS_TOKENS_LAST = timedelta(minutes=15)
SHORTEST_TOKEN = timedelta(seconds=1)
LONGEST_TOKEN = timedelta(days=1)
"""How old a token of an issuer beside the bank may be, whatever it says itself."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the clocks of two server processes may be apart."""

_CUSTOMERS = SessionLimits(idle=timedelta(minutes=5), length=timedelta(hours=12))
_STAFF = SessionLimits(idle=timedelta(hours=1), length=timedelta(hours=8))


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTerms:
    """How long the sessions of each kind of people last, and the access tokens of apps.

    ``most`` is how many sessions one principal has at once; one more ends the longest unused.
    ``fresh_for`` is for how long a proof opens what needs a fresh one. ``tokens_last`` is the most
    that any token lasts, whatever issued it.
    """

    limits: Mapping[PrincipalKind, SessionLimits] = field(
        default_factory=lambda: {
            PrincipalKind.CUSTOMER: _CUSTOMERS,
            PrincipalKind.STAFF: _STAFF,
            PrincipalKind.SERVICE: _STAFF,
        }
    )
    access_lifetime: timedelta = ACCESS_TOKENS_LAST
    most: int = 20
    fresh_for: timedelta = PROOFS_ARE_FRESH
    tokens_last: timedelta = LONGEST_TOKEN

    def tokens_gone(self, now: datetime) -> datetime:
        """Give the moment by which no access token can be good any more that was issued before."""
        return now + self.access_lifetime + CLOCKS_DIFFER

    def every_token_gone(self, now: datetime) -> datetime:
        """Give the moment by which no token of whatever issuer can be good any more."""
        return now + self.tokens_last + CLOCKS_DIFFER


class SessionCarriers:
    """Makes cookies, access tokens and refresh tokens for sessions."""

    def __init__(
        self,
        cookies: SessionCookies,
        issuer: TokenIssuer,
        refresh_tokens: RefreshTokens,
        terms: SessionTerms,
    ) -> None:
        """Take what makes each of them, and how long access tokens last."""
        self._cookies = cookies
        self._issuer = issuer
        self._refresh_tokens = refresh_tokens
        self._terms = terms

    def cookie(self) -> str:
        """Give a cookie's value, which nobody can guess."""
        return self._cookies.new()

    def access_token(
        self, session: Session, principal: Principal, now: datetime, proved_at: datetime
    ) -> IssuedToken:
        """Give an access token that is not good for longer than its session may last.

        Nor for longer than that may be left unused: no token wakes an idle session. ``proved_at``
        is when whoever gets it has proved who they are.
        """
        return self._issuer.issue(
            principal.subject,
            principal.roles,
            now,
            min(self._terms.access_lifetime, session.idle_limit, session.ends_at - now),
            session=str(session.id),
            assurance=session.assurance,
            branch=principal.branch,
            proved_at=proved_at,
        )

    async def refresh_token(self, session: Session, now: datetime) -> str:
        """Give a session's first refresh token."""
        return await self._refresh_tokens.issue(session.id, now, session.ends_at)
