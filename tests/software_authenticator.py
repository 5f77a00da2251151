"""An authenticator and its browser in a few lines: makes passkeys and signs, well or badly."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, SYNCED, BACKED_UP, WITH_KEY = 0x01, 0x04, 0x08, 0x10, 0x40
AAGUID = bytes(range(16))


@dataclass(kw_only=True)
class SoftwareAuthenticator:
    """One passkey, at the page of some origin; each field can be set to what is wrong."""

    origin: str = "https://bank.example"
    relying_party: str | None = None
    credential: bytes = b"credential of a passkey"
    sign_count: int = 0
    counts: bool = True
    verifies: bool = True
    present: bool = True
    synced: bool = False
    framed: bool = False
    says_whose: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: bytes = b""

    def make(self, options: Mapping[str, Any], **client: Any) -> dict[str, Any]:
        """Answer the options of a registration; ``client`` overrides what the browser says."""
        self.handle = decoded(options["user"]["id"])
        party = self.relying_party or options["rp"]["id"]
        attested = AAGUID + len(self.credential).to_bytes(2, "big") + self.credential
        data = self._data(party, WITH_KEY) + attested + self._cose_key()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = self._client_data("webauthn.create", options, client)
        return self._answer(
            {"clientDataJSON": encoded(client_data), "attestationObject": encoded(attestation)}
        )

    def sign(self, options: Mapping[str, Any], **client: Any) -> dict[str, Any]:
        """Answer the options of a signature."""
        self.sign_count += self.counts
        data = self._data(self.relying_party or options["rpId"])
        client_data = self._client_data("webauthn.get", options, client)
        signature = self.key.sign(data + sha256(client_data).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": encoded(client_data),
            "authenticatorData": encoded(data),
            "signature": encoded(signature),
        }
        if self.says_whose:
            response["userHandle"] = encoded(self.handle)
        return self._answer(response)

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        return {
            "id": encoded(self.credential),
            "rawId": encoded(self.credential),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }

    def _client_data(self, kind: str, options: Mapping[str, Any], client: Any) -> bytes:
        said = {
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": self.framed,
        }
        return json.dumps(said | client).encode()

    def _data(self, party: str, more: int = 0) -> bytes:
        flags = more | PRESENT * self.present | VERIFIED * self.verifies
        flags |= (SYNCED | BACKED_UP) * self.synced
        return sha256(party.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _cose_key(self) -> bytes:
        point = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
