"""Verifies access tokens and remembers the ones it has verified."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Final

import msgspec
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import ECKey, GuestProtocol
from joserfc.jws import JWSRegistry, deserialize_compact

from bank.application.ports.authenticator import (
    Authenticator,
    Principal,
    TokenEnding,
    TokenExpired,
    TokenForOthers,
    TokenInvalid,
    TokenMissing,
)
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.principals import Assurance
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.not_a_token import LENGTH_MAX, NOT_A_TOKEN
from bank.infrastructure.access_tokens.refused_tokens import RefusedTokens
from bank.infrastructure.access_tokens.token_rules import (
    ALGORITHM,
    Claims,
    TokenRules,
    moment_of,
)

ENDED: Final = "The access token has ended, or its session: obtain a new one, or sign in again."
_ASSURANCES: Final = frozenset({"1", "2"})
# Strangers can name key ids that do not exist; they must not make us ask the key service each time.
_KEYS_READ_AGAIN_AFTER: Final = timedelta(seconds=10)


class JwtAuthenticator(Authenticator):
    """Verifies by joserfc under one algorithm, then checks the claims; safe from any thread.

    A verified token is remembered by its SHA-256, so that a stolen memory image yields no tokens
    and so that the two ways of writing one signature are two tokens. Tokens that ended are not
    remembered, so that a remembered token need not be compared with what ended.
    """

    def __init__(
        self,
        keys: JwksTokenKeys,
        rules: TokenRules,
        digests: KeyedDigests,
        *,
        remembered_max: int = 20_000,
    ) -> None:
        self._keys = keys
        self._rules = rules
        self._registry = JWSRegistry(algorithms=[ALGORITHM])
        self._known_keys: dict[str, ECKey] = {}
        self._keys_read_at: datetime | None = None
        self._remembered: OrderedDict[bytes, tuple[Principal, str]] = OrderedDict()
        self._remembered_max = remembered_max
        self._refused = RefusedTokens(digests)
        self._lock = Lock()

    def authenticate(self, bearer: str | None, now: datetime) -> Principal:
        """Answer from memory if the token was seen, whole, before."""
        token = (bearer or "").strip()
        if not token:
            raise TokenMissing
        if len(token) > LENGTH_MAX or not token.isascii():
            raise TokenInvalid
        digest = sha256(token.encode("ascii")).digest()
        principal = self._recalled(digest)
        known = principal is not None
        if principal is None:
            principal = self._verified(token, now)
        if principal.expires_at <= now:
            raise TokenExpired
        if not known and not self._remember(digest, principal):
            raise TokenInvalid(ENDED)
        return principal

    def refuse(self, revoked: Mapping[str, datetime], now: datetime) -> None:
        """Look through what is remembered, and through what was refused before."""
        with self._lock:
            self._refused.refuse(revoked, now)
            self._drop(
                key
                for key, (kept, _) in self._remembered.items()
                if kept.session in revoked or kept.token_id in revoked
            )

    def refuse_of(self, endings: Sequence[TokenEnding], now: datetime) -> None:
        """Look through what is remembered, each token with its holder."""
        named = {each.holder for each in endings}
        with self._lock:
            self._refused.refuse_of(endings, now)
            self._drop(
                key
                for key, (kept, holder) in self._remembered.items()
                if holder in named and self._refused.refuses(kept, holder)
            )

    def refuse_until(self, moment: datetime) -> None:
        """Drop what is remembered and older."""
        with self._lock:
            self._refused.refuse_until(moment)
            self._drop(
                key for key, kept in self._remembered.items() if self._refused.refuses(*kept)
            )

    async def learn(self, bearer: str | None) -> bool:
        """Have nothing to learn: the key service is asked whenever a token names a new key."""
        del bearer
        return False

    def _recalled(self, digest: bytes) -> Principal | None:
        with self._lock:
            kept = self._remembered.get(digest)
            if kept is None:
                return None
            self._remembered.move_to_end(digest)
            return kept[0]

    def _remember(self, digest: bytes, principal: Principal) -> bool:
        """Remember a token, unless it ended."""
        holder = self._refused.holder_of(principal)
        with self._lock:
            if self._refused.refuses(principal, holder):
                return False
            self._remembered[digest] = (principal, holder)
            while len(self._remembered) > self._remembered_max:
                self._remembered.popitem(last=False)
            return True

    def _drop(self, stale: Iterable[bytes]) -> None:
        for key in list(stale):
            del self._remembered[key]

    def _verified(self, token: str, now: datetime) -> Principal:
        try:
            verified = deserialize_compact(
                token, lambda guest: self._key_named(guest, now), registry=self._registry
            )
            claims = msgspec.json.decode(verified.payload, type=Claims)
        except NOT_A_TOKEN:
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
            issued_at=_issued_at(claims),
            client=claims.client_id,
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
        if claims.iss != self._rules.issuer:
            raise TokenInvalid("The access token comes from another issuer.")
        if self._rules.audience not in audience:
            raise TokenForOthers
        if header.get("typ") != self._rules.typ:
            raise TokenInvalid(f"The access token is not of type {self._rules.typ}.")
        if datetime.fromtimestamp(begins, UTC) > now + self._rules.leeway:
            raise TokenInvalid("The access token is not valid yet: compare the clocks.")


def _issued_at(claims: Claims) -> datetime:
    return datetime.fromtimestamp(claims.iat, UTC) + timedelta(microseconds=claims.iat_us)


def _assurance(claims: Claims) -> int:
    """Give by how many factors it is known who this is: a client's key stands for two.

    It never leaves its system, and machines have no second one to show.
    """
    if claims.client_id is not None:
        return Assurance.TWO_FACTORS
    return int(claims.acr) if claims.acr in _ASSURANCES else Assurance.ONE_FACTOR
