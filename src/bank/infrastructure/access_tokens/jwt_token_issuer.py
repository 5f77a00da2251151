"""Issues access tokens."""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from joserfc.util import json_b64encode, urlsafe_b64encode

from bank.application.ports.authenticator import IssuedToken, TokenIssuer
from bank.application.ports.ids import Ids
from bank.application.ports.key_service import KeyService
from bank.infrastructure.access_tokens.token_rules import ALGORITHM, Claims, TokenRules

_SECOND: Final = timedelta(seconds=1)


class JwtTokenIssuer(TokenIssuer):
    """Assembles the compact form itself: joserfc signs only with private keys that it is given.

    Our signing keys do not leave the key service, so joserfc encodes the parts and, on the other
    side, verifies.
    """

    def __init__(self, keys: KeyService, ids: Ids, rules: TokenRules) -> None:
        self._keys = keys
        self._ids = ids
        self._rules = rules

    def issue(
        self,
        subject: str,
        roles: tuple[str, ...],
        now: datetime,
        lifetime: timedelta,
        *,
        session: str | None = None,
    ) -> IssuedToken:
        """Sign with the newest key, whose id has to be in the header before it signs."""
        if not subject.strip() or not roles or lifetime < _SECOND:
            raise ValueError(
                "an access token has a subject, a role or more, and a lifetime of a second or more"
            )
        issued_at = int(now.timestamp())
        claims = Claims(
            iss=self._rules.issuer,
            aud=self._rules.audience,
            sub=subject,
            iat=issued_at,
            nbf=issued_at,
            exp=issued_at + lifetime // _SECOND,
            jti=str(self._ids.new()),
            roles=list(roles),
            sid=session,
        )
        return IssuedToken(
            text=self._signed(msgspec.json.encode(claims)),
            expires_at=datetime.fromtimestamp(claims.exp, UTC),
            token_id=claims.jti,
        )

    def _signed(self, payload: bytes) -> str:
        newest = self._keys.versions(self._rules.key)[-1].id
        header = {"alg": ALGORITHM, "kid": newest, "typ": self._rules.typ}
        signed = json_b64encode(header) + b"." + urlsafe_b64encode(payload)
        signature = self._keys.sign(self._rules.key, signed, version=newest)
        return (signed + b"." + urlsafe_b64encode(signature.raw)).decode("ascii")
