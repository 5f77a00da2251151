"""An external issuer that speaks as Keycloak does, and what is forged in its name."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey
from tests.signing import LEFT_OUT

from bank.infrastructure.access_tokens.external_issuer import ExternalIssuer, ExternalRules
from bank.infrastructure.access_tokens.external_keys import ExternalKeys, HttpKeySource

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
ISSUER = "https://sso.example/realms/bank"
RULES = ExternalRules(
    name="sso",
    issuer=ISSUER,
    audience="bank",
    algorithms=("RS256", "ES256"),
    roles={"bank-teller": "teller", "bank-auditor": "auditor"},
    roles_claim="realm_access.roles",
    branch_claim="branch",
    assurance=2,
)
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1", "alg": "RS256", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig"})
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": ["account", "bank"],
    "sub": "f3a1",
    "typ": "Bearer",
    "azp": "portal",
    "iat": SECONDS,
    "exp": SECONDS + 300,
    "jti": "onrtac:1",
    "realm_access": {"roles": ["offline_access", "bank-teller", "bank-auditor"]},
    "branch": "harbour",
}


class Ticking:
    """A clock that never falls, moved by the test."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def issuer_at(
    address: str, clock: Ticking | None = None, rules: ExternalRules = RULES, **changes: Any
) -> ExternalIssuer:
    """Make the issuer whose keys are at an address."""
    changed = replace(rules, **changes)
    source = HttpKeySource(address)
    keys = ExternalKeys(changed.name, source, changed.algorithms, seconds=clock or Ticking())
    return ExternalIssuer(changed, keys)


def claims(**changes: Any) -> dict[str, Any]:
    """Give the claims with some changed; ``LEFT_OUT`` takes one away."""
    return {name: value for name, value in (CLAIMS | changes).items() if value is not LEFT_OUT}


def token(
    said: Mapping[str, Any] | bytes | None = None,
    key: RSAKey | ECKey = RSA,
    **header: Any,
) -> str:
    """Sign claims, or anything, with the issuer's key unless it is another's."""
    algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
    protected = {"alg": algorithm, "kid": key.kid, "typ": "JWT", **header}
    protected = {name: value for name, value in protected.items() if value is not LEFT_OUT}
    content = said if isinstance(said, bytes) else json.dumps(said or CLAIMS).encode()
    algorithms = ["RS256", "ES256", "PS256", "RS512"]
    registry = jws.JWSRegistry(algorithms=algorithms, strict_check_header=False)
    return jws.serialize_compact(protected, content, key, registry=registry)


def part(value: Any) -> str:
    """Encode a part of a token by hand."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
