"""Who is asking: access tokens, issued and verified."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from bank.domain.refusals import Kind, Refusal, Severity


class TokenRefused(Refusal):
    """The root of the refusals of access tokens; none of them shows any part of the token."""

    kind: ClassVar[Kind] = Kind.UNAUTHENTICATED


class TokenMissing(TokenRefused):
    """The request carries no access token."""

    code = "token_missing"
    title = "This needs an access token: send it as 'Authorization: Bearer <token>'."


class TokenExpired(TokenRefused):
    """The access token was good until its time ran out."""

    code = "token_expired"
    title = "The access token has expired: obtain a new one and try again."


class TokenInvalid(TokenRefused):
    """The access token was issued elsewhere or for another use, was altered, or is not in force."""

    code = "token_invalid"
    title = "The access token is not valid here."
    severity = Severity.WARNING


class TokenForOthers(TokenInvalid):
    """The token is the bank's, and for another audience, which verifies it without the bank."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The access token was issued for another audience.")


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a verified token speaks for.

    ``roles`` is never empty; ``session`` is absent for scripts and for whom another issuer vouches.
    ``assurance`` counts the factors that were proved, ``proved_at`` is when that was last, where it
    is known; ``branch`` is where staff belong; ``client`` is the client that was given the token,
    where that was one.
    """

    subject: str
    roles: tuple[str, ...]
    token_id: str
    expires_at: datetime
    session: str | None = None
    assurance: int = 1
    branch: str | None = None
    proved_at: datetime | None = None
    issued_at: datetime | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEnding:
    """The end of tokens that say of whom they are, whatever issued them.

    ``holder`` is the pseudonym of whom they speak for. Those of no session end that were issued
    until ``at``; of who is ``shut_out`` all do, whenever issued. It matters
    ``until`` no such token can be left; for as long as it is there, where that is not known.
    """

    holder: str
    at: datetime
    shut_out: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new access token; ``text`` is a credential and is shown by no log."""

    text: str = field(repr=False)
    expires_at: datetime
    token_id: str


class Authenticator(Protocol):
    """Verifies access tokens; remembers what it verified, and never past the token's expiry."""

    @abstractmethod
    def authenticate(self, bearer: str | None, now: datetime) -> Principal:
        """Give the principal of a token: the text after ``Bearer``, blank if there was none.

        Raises ``TokenMissing``, ``TokenInvalid``, ``TokenExpired``, in this order. Takes tens of
        microseconds for a new token and one for a known one.
        """

    @abstractmethod
    def refuse(self, revoked: Mapping[str, datetime], now: datetime) -> None:
        """Refuse these tokens, and every token of these sessions, from now on until a moment each.

        By then the token, or the session's last, must have expired. Costs a look at all that is
        remembered, once for all of them.
        """

    @abstractmethod
    def refuse_of(self, endings: Sequence[TokenEnding], now: datetime) -> None:
        """Refuse what ended by whom it speaks for; a later ending of a holder replaces the last."""

    @abstractmethod
    def refuse_until(self, moment: datetime) -> None:
        """Refuse every token that was issued until a moment.

        Whatever issued it, and whether or not it belongs to a session. Where tokens say it in whole
        seconds, one of that very second is refused as well.
        """

    @abstractmethod
    async def learn(self, bearer: str | None) -> bool:
        """Look for the key of a token that was refused, and say whether there is one now.

        Only external issuers have keys that are found later: asks one of them, briefly, and at most
        every ten seconds.
        """


class TokenIssuer(Protocol):
    """Makes access tokens that the bank, and any service that reads its published keys, accepts."""

    @abstractmethod
    def issue(
        self,
        subject: str,
        roles: tuple[str, ...],
        now: datetime,
        lifetime: timedelta,
        *,
        session: str | None = None,
        assurance: int | None = None,
        branch: str | None = None,
        proved_at: datetime | None = None,
    ) -> IssuedToken:
        """Make a token, its times cut to whole seconds; when it was issued it says exactly.

        Raises ``ValueError`` for an empty subject, for no roles, for a lifetime under a second; and
        what the key service raises.
        """


class TokenKeys(Protocol):
    """The public keys that verify the bank's access tokens, for whoever verifies them elsewhere."""

    @abstractmethod
    def published(self) -> dict[str, list[dict[str, str]]]:
        """Give the JSON Web Key Set (RFC 7517).

        Each key with ``kid``, ``alg`` and ``use``, never a private part.
        """
