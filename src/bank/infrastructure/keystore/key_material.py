"""The keys themselves: as they are held in memory, and their form inside the sealed file."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from bank.application.ports.key_service import (
    KeyDeclaration,
    KeyKind,
    KeyNotFound,
    KeyOfAnotherKind,
    KeyVersion,
)

_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A version with its secret: 32 bytes, or a DER private key for signing keys."""

    described: KeyVersion
    secret: bytes = field(repr=False)
    signing: EllipticCurvePrivateKey | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key with its versions, oldest first."""

    declared: KeyDeclaration
    versions: tuple[HeldVersion, ...]

    def rotated(self, now: datetime) -> "HeldKey":
        """Give the key with one more version."""
        return HeldKey(self.declared, (*self.versions, self._fresh(now)))

    def version(self, version: str | None) -> HeldVersion:
        """Give the version of an id, or the newest; raises ``KeyNotFound``."""
        if version is None:
            return self.versions[-1]
        for held in self.versions:
            if held.described.id == version:
                return held
        raise KeyNotFound(f"the key {self.declared.name} has no such version")

    def _fresh(self, now: datetime) -> HeldVersion:
        # The random end keeps ids apart when a keystore is made anew: verifiers cache keys by id.
        number = len(self.versions) + 1
        version_id = f"{self.declared.name}-{number}-{os.urandom(4).hex()}"
        if self.declared.kind is not KeyKind.SIGNING:
            return HeldVersion(KeyVersion(version_id, now), os.urandom(_SECRET_BYTES))
        secret = generate_private_key(SECP256R1()).private_bytes(
            Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
        )
        return _signing_version(version_id, now, secret)


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """All keys of one keystore, by name; never changed, only replaced."""

    keys: dict[str, HeldKey]

    def key(self, name: str, kind: KeyKind | None = None) -> HeldKey:
        """Give a key; raises ``KeyNotFound``, and ``KeyOfAnotherKind`` unless it is of ``kind``."""
        held = self.keys.get(name)
        if held is None:
            raise KeyNotFound(f"the keystore holds no key called {name}")
        if kind is not None and held.declared.kind is not kind:
            raise KeyOfAnotherKind(
                f"the key {name} is a {held.declared.kind} key and was used as a {kind} key"
            )
        return held

    def with_key(self, key: HeldKey) -> "HeldKeys":
        """Give the same keys with one added or replaced."""
        return HeldKeys({**self.keys, key.declared.name: key})

    def with_declared(self, declared: Iterable[KeyDeclaration], now: datetime) -> "HeldKeys":
        """Give the same keys and a first version of each declared one that is missing."""
        keys = self
        for declaration in declared:
            if declaration.name in self.keys:
                self.key(declaration.name, declaration.kind)
            else:
                keys = keys.with_key(HeldKey(declaration, ()).rotated(now))
        return keys


def as_document(keys: HeldKeys) -> dict[str, Any]:
    """Give the keys as plain JSON values."""
    return {
        name: {
            "kind": held.declared.kind.value,
            "versions": [
                {
                    "id": version.described.id,
                    "created_at": version.described.created_at.isoformat(),
                    "secret": version.secret.hex(),
                }
                for version in held.versions
            ],
        }
        for name, held in keys.keys.items()
    }


def from_document(document: dict[str, Any]) -> HeldKeys:
    """Read what ``as_document`` gave.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else.
    """
    keys: dict[str, HeldKey] = {}
    for name, entry in document.items():
        declared = KeyDeclaration(name, KeyKind(entry["kind"]))
        versions = tuple(_version(declared.kind, version) for version in entry["versions"])
        keys[name] = HeldKey(declared, versions)
    return HeldKeys(keys)


def _version(kind: KeyKind, entry: dict[str, str]) -> HeldVersion:
    created_at = datetime.fromisoformat(entry["created_at"])
    secret = bytes.fromhex(entry["secret"])
    if kind is KeyKind.SIGNING:
        return _signing_version(entry["id"], created_at, secret)
    return HeldVersion(KeyVersion(entry["id"], created_at), secret)


def _signing_version(version_id: str, created_at: datetime, secret: bytes) -> HeldVersion:
    private = load_der_private_key(secret, password=None)
    if not isinstance(private, EllipticCurvePrivateKey):
        raise TypeError("a signing key is not an elliptic curve key")
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return HeldVersion(KeyVersion(version_id, created_at, public), secret, private)
