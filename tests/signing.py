"""What signs and verifies in tests: the bank's own side, and clients with keys of their own."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from itertools import count
from typing import Any

import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from bank.application.identity.clients.service_clients import ClientKeys
from bank.application.identity.tokens.client_assertions import ClientAssertions
from bank.application.identity.tokens.client_token_issuer import ClientTokenIssuer
from bank.application.ports.authenticator import Authenticator, TokenIssuer
from bank.application.ports.ids import Ids
from bank.application.ports.key_service import KeyService
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.jwt_client_assertions import (
    JwkClientKeys,
    JwtClientAssertions,
)
from bank.infrastructure.access_tokens.jwt_client_token_issuer import JwtClientTokenIssuer
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.system.ids import UuidIds

DIGESTS = HkdfKeyedDigests(b"a secret of the tests' own......")
_numbers = count(1)


class Absent(Enum):
    """What stands for a claim that is not there; its name is the same in every process."""

    LEFT_OUT = "left out"


LEFT_OUT = Absent.LEFT_OUT


def token_ports(keys: KeyService, rules: TokenRules) -> Mapping[type[Any], Any]:
    """Give the ports of tokens over the bank's keys, for a bank in memory."""
    ids: Ids = UuidIds()
    return {
        TokenIssuer: JwtTokenIssuer(keys, ids, rules),
        Authenticator: JwtAuthenticator(JwksTokenKeys(keys, rules), rules, DIGESTS),
        ClientAssertions: JwtClientAssertions(rules),
        ClientKeys: JwkClientKeys(),
        ClientTokenIssuer: JwtClientTokenIssuer(keys, ids, rules),
    }


class Client:
    """A system with a key pair, that makes assertions for a bank."""

    def __init__(
        self, client_id: str = "payments", key: ECKey | RSAKey | None = None, alg: str = "ES256"
    ) -> None:
        self.client_id = client_id
        self.key = key or ECKey.generate_key("P-256", {"kid": "key-1"})
        self.alg = alg

    @property
    def jwks(self) -> dict[str, Any]:
        """Its public keys."""
        return {"keys": [self.key.as_dict(private=False)]}

    @property
    def keys(self) -> str:
        """The same, as text."""
        return msgspec.json.encode(self.jwks).decode()

    def assertion(self, audience: str, now: datetime, **changes: Any) -> str:
        """Make an assertion; ``header`` changes its header, ``None`` takes a claim away."""
        header = {"alg": self.alg, "kid": self.key.kid, "typ": "JWT", **changes.pop("header", {})}
        seconds = int(now.timestamp())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": audience,
            "iat": seconds,
            "exp": seconds + 60,
            "jti": f"assertion-{next(_numbers)}",
            **changes,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(header, said, self.key, algorithms=[self.alg])
