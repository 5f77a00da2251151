"""The public keys of access tokens as a JSON Web Key Set."""

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from joserfc.jwk import ECKey

from bank.application.ports.authenticator import TokenKeys
from bank.application.ports.key_service import KeyNotFound, KeyService, KeyVersion
from bank.infrastructure.access_tokens.token_rules import ALGORITHM, TokenRules


class JwksTokenKeys(TokenKeys):
    """Publishes every version of the signing key: tokens signed before a rotation stay good."""

    def __init__(self, keys: KeyService, rules: TokenRules) -> None:
        self._keys = keys
        self._rules = rules

    def published(self) -> dict[str, list[dict[str, str]]]:
        """Ask the key service each time, so that a rotation shows at once."""
        return {"keys": [_published(key) for key in self.verifying().values()]}

    def verifying(self) -> dict[str, ECKey]:
        """Give the keys by their id, oldest first."""
        versions = self._keys.versions(self._rules.key)
        return {version.id: _public_key(version) for version in versions}


def _public_key(version: KeyVersion) -> ECKey:
    if version.public_key is None:
        raise KeyNotFound(
            f"the key version {version.id} has no public key and cannot verify tokens"
        )
    pem = load_der_public_key(version.public_key).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    return ECKey.import_key(pem, {"kid": version.id, "alg": ALGORITHM, "use": "sig"})


def _published(key: ECKey) -> dict[str, str]:
    return {name: str(value) for name, value in key.as_dict(private=False).items()}
