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
        assurance: int | None = None,
        branch: str | None = None,
        proved_at: datetime | None = None,
    ) -> IssuedToken:
        """Say for whom it is, and sign."""
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
            iat_us=now.microsecond,
            nbf=issued_at,
            exp=issued_at + lifetime // _SECOND,
            jti=str(self._ids.new()),
            roles=list(roles),
            sid=session,
            acr=None if assurance is None else str(assurance),
            branch=branch,
            auth_time=None if proved_at is None else int(proved_at.timestamp()),
        )
        return signed(claims, self._keys, self._rules.key, self._rules.typ)


def signed(claims: Claims, keys: KeyService, key: str, typ: str) -> IssuedToken:
    """Sign claims with the newest version of a key, whose id is in the header before it signs."""
    newest = keys.versions(key)[-1].id
    header = {"alg": ALGORITHM, "kid": newest, "typ": typ}
    content = json_b64encode(header) + b"." + urlsafe_b64encode(msgspec.json.encode(claims))
    signature = keys.sign(key, content, version=newest)
    return IssuedToken(
        text=(content + b"." + urlsafe_b64encode(signature.raw)).decode("ascii"),
        expires_at=datetime.fromtimestamp(claims.exp, UTC),
        token_id=claims.jti,
    )
