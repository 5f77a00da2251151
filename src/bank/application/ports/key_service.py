"""Keys that never leave their keeper: they wrap data keys, sign, and authenticate messages."""

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, Protocol


class KeyKind(StrEnum):
    """What a key may be used for; a key has one kind for life."""

    WRAPPING = "wrapping"
    MAC = "mac"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class KeyDeclaration:
    """A key that the bank needs its key service to hold."""

    name: str
    kind: KeyKind


DATA_KEYS: Final = KeyDeclaration("data-keys", KeyKind.WRAPPING)
DIGESTS: Final = KeyDeclaration("digests", KeyKind.MAC)
ACCESS_TOKENS: Final = KeyDeclaration("access-tokens", KeyKind.SIGNING)
KEYS_OF_THE_BANK: Final = (DATA_KEYS, DIGESTS, ACCESS_TOKENS)


@dataclass(frozen=True, slots=True)
class KeyVersion:
    """One version of a key.

    ``id`` is unique over all keys and is safe to publish. ``public_key`` is a DER
    SubjectPublicKeyInfo (P-256) for signing keys and nothing for the others.
    """

    id: str
    created_at: datetime
    public_key: bytes | None = None


@dataclass(frozen=True, slots=True)
class DataKey:
    """A fresh data key: 32 bytes to encrypt with now, and the wrapped form that may be stored."""

    plaintext: bytes = field(repr=False)
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """An ECDSA signature on P-256 over SHA-256.

    ``raw`` is r and s, 32 bytes each, as JSON Web Signatures want it.
    """

    raw: bytes
    key_id: str


class KeyServiceFault(Exception):
    """The root of what goes wrong with keys: faults of the installation, not answers to clients."""

    code: ClassVar[str] = "key_service_fault"


class KeyNotFound(KeyServiceFault):
    """The key service holds no such key, or no such version of it."""

    code = "key_not_found"


class KeyOfAnotherKind(KeyServiceFault):
    """The key exists and is not meant for this operation."""

    code = "key_of_another_kind"


class WrappedKeyDamaged(KeyServiceFault):
    """The wrapped data key was altered, or belongs to another context; trying again cannot help."""

    code = "wrapped_key_damaged"


class KeystoreLocked(KeyServiceFault):
    """The passphrase or key file is missing or is not the one that the keystore was sealed with."""

    code = "keystore_locked"


class KeystoreDamaged(KeyServiceFault):
    """The keystore cannot be read as one; it is never replaced by a new one."""

    code = "keystore_damaged"


class KeystoreExposed(KeyServiceFault):
    """Other users of the machine could read the keystore or what unlocks it."""

    code = "keystore_exposed"


class KeystoreNotWritten(KeyServiceFault):
    """The keystore could not be stored; the one before, if any, is untouched."""

    code = "keystore_not_written"


class KeyService(Protocol):
    """Uses keys on the bank's behalf, in the shape of a cloud key management service.

    The methods are synchronous, because local and PKCS#11 keys answer in microseconds; an adapter
    for a remote service brings its own executor. Nothing here is called once per row: callers keep
    opened data keys and derived secrets. ``context`` names what a data key is for
    (``book|purpose|owner``) and is authenticated with it, so that a wrapped key cannot be moved to
    another owner. ``version`` is a version's id; without one the newest serves. Old versions keep
    unwrapping and verifying after a rotation.

    Every method raises a ``KeyServiceFault``: ``KeyNotFound``, ``KeyOfAnotherKind``, and
    ``KeystoreLocked`` or ``KeystoreDamaged`` where the keys have to be read anew.
    """

    @abstractmethod
    def generate_data_key(self, context: str) -> DataKey:
        """Mint a random 256-bit data key, wrapped under the newest ``data-keys`` version."""

    @abstractmethod
    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Give the data key's 32 bytes.

        Raises ``WrappedKeyDamaged`` if altered or of another context.
        """

    @abstractmethod
    def rewrap(self, wrapped: bytes, context: str) -> bytes:
        """Give the same data key wrapped under the newest version.

        Raises ``WrappedKeyDamaged`` as above.
        """

    @abstractmethod
    def sign(self, key: str, data: bytes, *, version: str | None = None) -> Signature:
        """Sign the SHA-256 of ``data`` with ECDSA on P-256."""

    @abstractmethod
    def mac(self, key: str, data: bytes, *, version: str | None = None) -> bytes:
        """Give HMAC-SHA256 of ``data``, 32 bytes.

        Whoever stores what follows from it names the version, because a rotation changes the
        answer.
        """

    @abstractmethod
    def versions(self, key: str) -> tuple[KeyVersion, ...]:
        """Give the versions of a key, oldest first; there is at least one."""
