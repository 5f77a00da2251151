"""Issues access tokens of clients."""

from datetime import datetime, timedelta

from bank.application.identity.tokens.client_token_issuer import (
    ClientTokenIssuer,
    ClientTokenOrder,
)
from bank.application.identity.tokens.grants import AudienceUnknown
from bank.application.ports.authenticator import IssuedToken
from bank.application.ports.ids import Ids
from bank.application.ports.key_service import KeyService
from bank.infrastructure.access_tokens.jwt_token_issuer import signed
from bank.infrastructure.access_tokens.token_rules import Claims, TokenRules


class JwtClientTokenIssuer(ClientTokenIssuer):
    """Signs as for people; the subject is the client itself, as RFC 9068 has it."""

    def __init__(self, keys: KeyService, ids: Ids, rules: TokenRules) -> None:
        self._keys = keys
        self._ids = ids
        self._rules = rules

    def issue(self, order: ClientTokenOrder, now: datetime, lifetime: timedelta) -> IssuedToken:
        """Say for whom it is, and sign it as the audience takes it."""
        audience = order.audience or self._rules.audience
        typ = self._rules.type_for(audience)
        if typ is None:
            raise AudienceUnknown
        issued_at = int(now.timestamp())
        claims = Claims(
            iss=self._rules.issuer,
            aud=audience,
            sub=order.client.client_id,
            iat=issued_at,
            iat_us=now.microsecond,
            nbf=issued_at,
            exp=issued_at + lifetime // timedelta(seconds=1),
            jti=str(self._ids.new()),
            roles=list(order.roles),
            sid=str(order.client.session),
            client_id=order.client.client_id,
            scope=" ".join(order.roles),
        )
        return signed(claims, self._keys, self._rules.key, typ)
