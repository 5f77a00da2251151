"""Verifies access tokens and remembers the ones it has verified."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Final

import msgspec
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, GuestProtocol
from joserfc.jws import JWSRegistry, deserialize_compact

from bank.application.ports.authenticator import (
    Authenticator,
    Principal,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
)
from bank.domain.principals import Assurance
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.token_rules import (
    ALGORITHM,
    Claims,
    TokenRules,
    moment_of,
)

_LENGTH_MAX: Final = 8_192
_ASSURANCES: Final = frozenset({"1", "2"})
# Strangers can name key ids that do not exist; they must not make us ask the key service each time.
_KEYS_READ_AGAIN_AFTER: Final = timedelta(seconds=10)
# joserfc lets plain Python errors out for tokens that are not even of the right shape.
_NOT_A_TOKEN: Final = (
    JoseError,
    msgspec.DecodeError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class JwtAuthenticator(Authenticator):
    """Verifies by joserfc under one algorithm, then checks the claims; safe from any thread.

    A verified token is remembered by its SHA-256, so that a stolen memory image yields no tokens
    and so that the two ways of writing one signature are two tokens. Tokens of ended sessions are
    not remembered, so that a remembered token need not be compared with them.
    """

    def __init__(
        self, keys: JwksTokenKeys, rules: TokenRules, *, remembered_max: int = 20_000
    ) -> None:
        self._keys = keys
        self._rules = rules
        self._registry = JWSRegistry(algorithms=[ALGORITHM])
        self._known_keys: dict[str, ECKey] = {}
        self._keys_read_at: datetime | None = None
        self._remembered: OrderedDict[bytes, Principal] = OrderedDict()
        self._remembered_max = remembered_max
        self._ended: dict[str, datetime] = {}
        self._cutoff: datetime | None = None
        self._lock = Lock()

    def authenticate(self, bearer: str | None, now: datetime) -> Principal:
        """Answer from memory if the token was seen, whole, before."""
        token = (bearer or "").strip()
        if not token:
            raise TokenMissing
        if len(token) > _LENGTH_MAX or not token.isascii():
            raise TokenInvalid
        digest = sha256(token.encode("ascii")).digest()
        principal = self._recalled(digest)
        known = principal is not None
        if principal is None:
            principal = self._verified(token, now)
        if principal.expires_at <= now:
            raise TokenExpired
        if not known and not self._remember(digest, principal):
            raise TokenInvalid("The session of the access token is over: sign in again.")
        return principal

    def forget(self, token_id: str) -> None:
        """Look through what is remembered; revocation is rare."""
        with self._lock:
            stale = [key for key, kept in self._remembered.items() if kept.token_id == token_id]
            for key in stale:
                del self._remembered[key]

    def refuse_sessions(self, ended: Mapping[str, datetime], now: datetime) -> None:
        """Look through what is remembered, and through what was refused before."""
        with self._lock:
            over = [session for session, until in self._ended.items() if until <= now]
            for session in over:
                del self._ended[session]
            self._ended.update(ended)
            stale = [key for key, kept in self._remembered.items() if kept.session in ended]
            for key in stale:
                del self._remembered[key]

    def refuse_sessions_until(self, moment: datetime) -> None:
        """Drop what is remembered of sessions: what was issued later is verified once more."""
        with self._lock:
            self._cutoff = moment
            stale = [key for key, kept in self._remembered.items() if kept.session is not None]
            for key in stale:
                del self._remembered[key]

    async def learn(self, bearer: str | None) -> bool:
        """Have nothing to learn: the key service is asked whenever a token names a new key."""
        del bearer
        return False

    def _recalled(self, digest: bytes) -> Principal | None:
        with self._lock:
            principal = self._remembered.get(digest)
            if principal is not None:
                self._remembered.move_to_end(digest)
            return principal

    def _remember(self, digest: bytes, principal: Principal) -> bool:
        """Remember a token, unless its session is over."""
        with self._lock:
            if principal.session in self._ended or self._is_cut_off(principal):
                return False
            self._remembered[digest] = principal
            while len(self._remembered) > self._remembered_max:
                self._remembered.popitem(last=False)
            return True

    def _is_cut_off(self, principal: Principal) -> bool:
        """Whether everybody's sessions were ended after a token of one was issued.

        Tokens say in whole seconds when they were: one of the same second counts as before.
        """
        if self._cutoff is None or principal.session is None or principal.issued_at is None:
            return False
        return principal.issued_at <= self._cutoff

    def _verified(self, token: str, now: datetime) -> Principal:
        try:
            verified = deserialize_compact(
                token, lambda guest: self._key_named(guest, now), registry=self._registry
            )
            claims = msgspec.json.decode(verified.payload, type=Claims)
        except _NOT_A_TOKEN:
            raise TokenInvalid from None
        self._check(verified.headers(), claims, now)
        return Principal(
            subject=claims.sub,
            roles=tuple(claims.roles),
            token_id=claims.jti,
            expires_at=datetime.fromtimestamp(claims.exp, UTC),
            session=claims.sid,
            assurance=_assurance(claims),
            branch=claims.branch,
            proved_at=moment_of(claims.auth_time),
            issued_at=moment_of(claims.iat),
        )

    def _key_named(self, guest: GuestProtocol, now: datetime) -> ECKey:
        """Find the key by the id that the header must carry, whatever key else it offers."""
        key_id = guest.headers()["kid"]
        if key_id not in self._known_keys and self._may_read_keys(now):
            self._known_keys, self._keys_read_at = self._keys.verifying(), now
        key = self._known_keys.get(key_id)
        if key is None:
            raise InvalidKeyIdError
        return key

    def _may_read_keys(self, now: datetime) -> bool:
        read_at = self._keys_read_at
        return read_at is None or not read_at <= now < read_at + _KEYS_READ_AGAIN_AFTER

    def _check(self, header: dict[str, object], claims: Claims, now: datetime) -> None:
        begins = max(claims.iat, claims.nbf or 0)
        audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
        if header.get("typ") != self._rules.typ:
            raise TokenInvalid(f"The access token is not of type {self._rules.typ}.")
        if claims.iss != self._rules.issuer:
            raise TokenInvalid("The access token comes from another issuer.")
        if self._rules.audience not in audience:
            raise TokenInvalid("The access token was issued for another audience.")
        if datetime.fromtimestamp(begins, UTC) > now + self._rules.leeway:
            raise TokenInvalid("The access token is not valid yet: compare the clocks.")


def _assurance(claims: Claims) -> int:
    """Give by how many factors it is known who this is: a client's key stands for two.

    It never leaves its system, and machines have no second one to show.
    """
    if claims.client_id is not None:
        return Assurance.TWO_FACTORS
    return int(claims.acr) if claims.acr in _ASSURANCES else Assurance.ONE_FACTOR
