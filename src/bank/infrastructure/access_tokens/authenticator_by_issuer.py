"""The bank's own tokens and those of external issuers, told apart by who says they issued them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bank.application.ports.authenticator import Authenticator, Principal
from bank.infrastructure.access_tokens.external_issuer import ExternalIssuer
from bank.infrastructure.access_tokens.foreign_tokens import claimed


class AuthenticatorByIssuer(Authenticator):
    """Chooses by the ``iss`` of the token, which proves nothing: whoever is chosen verifies it.

    Whatever names none of the external issuers is the bank's own to judge.
    """

    def __init__(self, own: Authenticator, external: Sequence[ExternalIssuer]) -> None:
        self._own = own
        self._external = {each.rules.issuer: each for each in external}

    def authenticate(self, bearer: str | None, now: datetime) -> Principal:
        """Let the issuer's side verify."""
        token = (bearer or "").strip()
        issuer = self._chosen(token)
        return (
            self._own.authenticate(bearer, now) if issuer is None else issuer.principal(token, now)
        )

    def forget(self, token_id: str) -> None:
        """Forget of the bank's own; of others nothing is remembered."""
        self._own.forget(token_id)

    def refuse_sessions(self, ended: Mapping[str, datetime], now: datetime) -> None:
        """Refuse of the bank's own; others have no sessions here."""
        self._own.refuse_sessions(ended, now)

    def refuse_sessions_until(self, moment: datetime) -> None:
        """Refuse of the bank's own; others have no sessions here."""
        self._own.refuse_sessions_until(moment)

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
