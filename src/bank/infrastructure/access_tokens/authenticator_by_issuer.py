"""The bank's own tokens and those of external issuers, told apart by who says they issued them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from threading import Lock

from bank.application.ports.authenticator import (
    Authenticator,
    Principal,
    TokenEnding,
    TokenInvalid,
)
from bank.application.ports.keyed_digests import KeyedDigests
from bank.infrastructure.access_tokens.external_issuer import ExternalIssuer
from bank.infrastructure.access_tokens.foreign_tokens import claimed
from bank.infrastructure.access_tokens.jwt_authenticator import ENDED
from bank.infrastructure.access_tokens.refused_tokens import RefusedTokens


class AuthenticatorByIssuer(Authenticator):
    """Chooses by the ``iss`` of the token, which proves nothing: whoever is chosen verifies it.

    Whatever names none of the external issuers is the bank's own to judge. What ended counts for
    all: others' tokens are compared each time, as they are verified each time.
    """

    def __init__(
        self, own: Authenticator, external: Sequence[ExternalIssuer], digests: KeyedDigests
    ) -> None:
        self._own = own
        self._external = {each.rules.issuer: each for each in external}
        self._refused = RefusedTokens(digests)
        self._lock = Lock()

    def authenticate(self, bearer: str | None, now: datetime) -> Principal:
        """Let the issuer's side verify."""
        token = (bearer or "").strip()
        issuer = self._chosen(token)
        if issuer is None:
            return self._own.authenticate(bearer, now)
        principal = issuer.principal(token, now)
        with self._lock:
            holder = self._refused.holder_of(principal) if self._refused.names_holders else ""
            if self._refused.refuses(principal, holder):
                raise TokenInvalid(ENDED)
        return principal

    def refuse(self, revoked: Mapping[str, datetime], now: datetime) -> None:
        """Refuse of the bank's own; others have no sessions here."""
        self._own.refuse(revoked, now)

    def refuse_of(self, endings: Sequence[TokenEnding], now: datetime) -> None:
        """Refuse of the bank's own, and of others."""
        self._own.refuse_of(endings, now)
        with self._lock:
            self._refused.refuse_of(endings, now)

    def refuse_until(self, moment: datetime) -> None:
        """Refuse of the bank's own, and of others."""
        self._own.refuse_until(moment)
        with self._lock:
            self._refused.refuse_until(moment)

    async def learn(self, bearer: str | None) -> bool:
        """Look for the key, where the issuer is an external one."""
        token = (bearer or "").strip()
        issuer = self._chosen(token)
        return issuer is not None and await issuer.learn(token)

    def _chosen(self, token: str) -> ExternalIssuer | None:
        if not self._external:
            return None
        issuer = claimed(token).get("iss") if token else None
        return self._external.get(issuer) if isinstance(issuer, str) else None
