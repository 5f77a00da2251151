"""Client assertions as JSON Web Tokens (RFC 7523), and what keys clients may have."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import msgspec

from bank.application.identity.clients.service_clients import ClientKeys
from bank.application.identity.tokens.client_assertions import ClientAssertion, ClientAssertions
from bank.application.identity.tokens.grants import ClientUnproved
from bank.domain.service_clients import ClientKeysUnusable, is_client_id
from bank.infrastructure.access_tokens.foreign_tokens import claimed, verified
from bank.infrastructure.access_tokens.public_keys import (
    ALGORITHMS,
    KeyUnusable,
    every_key,
    usable_keys,
)
from bank.infrastructure.access_tokens.token_rules import Seconds, Text, TokenRules

LIFETIME_MAX: Final = timedelta(minutes=5)
_KEYS_MAX: Final = 8
_TYPES: Final = frozenset({"", "jwt", "client-authentication+jwt"})


class AssertionClaims(msgspec.Struct, frozen=True, kw_only=True):
    """The claims that an assertion must have; further ones are not looked at."""

    iss: Text
    sub: Text
    aud: str | list[str]
    exp: Seconds
    jti: Annotated[str, msgspec.Meta(min_length=8, max_length=512)]
    iat: Seconds | None = None
    nbf: Seconds | None = None


class JwtClientAssertions(ClientAssertions):
    """Verifies under the algorithms of a client's own keys, for the addresses of the bank alone.

    An assertion is for the issuer or for its token endpoint, and names nobody else.
    """

    def __init__(self, rules: TokenRules) -> None:
        self._leeway = rules.leeway
        self._addresses = frozenset({rules.issuer, f"{rules.issuer.rstrip('/')}/oauth2/token"})

    def claimed_by(self, assertion: str) -> str | None:
        """Read the subject, unverified; what no client is called is nobody."""
        subject = claimed(assertion).get("sub")
        return subject if isinstance(subject, str) and is_client_id(subject) else None

    def verified(self, assertion: str, client_id: str, keys: str, now: datetime) -> ClientAssertion:
        """Verify the signature, then the claims: what is wrong is said to who has the key alone."""
        try:
            header, content = verified(assertion, usable_keys(keys, ALGORITHMS))
            claims = msgspec.convert(content, AssertionClaims)
        except msgspec.ValidationError:
            raise ClientUnproved("The assertion needs iss, sub, aud, exp and jti.") from None
        except ValueError:
            raise ClientUnproved from None
        if str(header.get("typ", "")).lower().removeprefix("application/") not in _TYPES:
            raise ClientUnproved("The assertion is a token of another type.")
        self._check(claims, client_id, now)
        expires_at = datetime.fromtimestamp(claims.exp, UTC)
        return ClientAssertion(id=claims.jti, expires_at=expires_at + self._leeway)

    def _check(self, claims: AssertionClaims, client_id: str, now: datetime) -> None:
        audience = {claims.aud} if isinstance(claims.aud, str) else set(claims.aud)
        if (claims.iss, claims.sub) != (client_id, client_id):
            raise ClientUnproved("Both iss and sub of the assertion must be the client id.")
        if not audience or not audience <= self._addresses:
            raise ClientUnproved("The assertion must be for the bank's token endpoint alone.")
        expires_at = datetime.fromtimestamp(claims.exp, UTC)
        if expires_at <= now - self._leeway:
            raise ClientUnproved("The assertion has expired.")
        if expires_at > now + LIFETIME_MAX + self._leeway:
            raise ClientUnproved("The assertion must expire within five minutes.")
        begins = max(claims.iat or 0, claims.nbf or 0)
        if datetime.fromtimestamp(begins, UTC) > now + self._leeway:
            raise ClientUnproved("The assertion is not valid yet: compare the clocks.")


class JwkClientKeys(ClientKeys):
    """Keeps key sets as JSON: each key with its id, its use, and its public parts."""

    def checked(self, keys: str) -> str:
        """Read every key."""
        try:
            read = every_key(keys)
        except KeyUnusable as fault:
            raise ClientKeysUnusable(str(fault)) from None
        if len(read) > _KEYS_MAX:
            raise ClientKeysUnusable
        return msgspec.json.encode({"keys": [key.published() for key in read]}).decode()
