"""The key service without a hardware module: keys in an encrypted file, used in this process."""

import hmac
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from bank.application.ports.key_service import (
    DATA_KEYS,
    KEYS_OF_THE_BANK,
    DataKey,
    KeyDeclaration,
    KeyKind,
    KeyNotFound,
    KeyService,
    KeystoreLocked,
    KeyVersion,
    Signature,
    WrappedKeyDamaged,
)
from bank.infrastructure.keystore.key_material import HeldVersion
from bank.infrastructure.keystore.keystore_file import KeystoreFile, Opened
from bank.infrastructure.keystore.private_files import ensure_private_folder, exclusively
from bank.infrastructure.keystore.unlocking import KeyFile, Passphrase, Unlocking

KEYSTORE_NAME: Final = "keystore.json"
KEY_FILE_NAME: Final = "key-file"
_WRAPPED_VERSION: Final = 1
_DATA_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_COORDINATE_BYTES: Final = 32


class LocalKeyService(KeyService):
    """Uses the keys of one keystore file.

    Other processes may rotate keys meanwhile: the file is read anew when it has changed and
    versions are asked for, or when a version is asked for that is not known. Safe from any thread,
    as the keys in memory are replaced whole.
    """

    def __init__(self, file: KeystoreFile, opened: Opened) -> None:
        self._file = file
        self._opened = opened
        self._stamp = (0, 0)
        self._stamp = self._file_stamp()

    @classmethod
    def open_or_create(
        cls,
        folder: Path,
        now: datetime,
        *,
        passphrase: str | None = None,
        key_file: Path | None = None,
        keys: Sequence[KeyDeclaration] = KEYS_OF_THE_BANK,
    ) -> "LocalKeyService":
        """Open the keystore in ``folder``, or create it, and add the declared keys that it lacks.

        With neither passphrase nor key file, a key file is made in the folder together with the
        keystore. A keystore that exists is never replaced. Of several processes that do this at
        once one creates and the others open. Raises ``KeystoreExposed``, ``KeystoreLocked``,
        ``KeystoreDamaged``, ``KeystoreNotWritten``, ``KeyOfAnotherKind``.
        """
        unlocking = _unlocking(folder, passphrase, key_file)
        ensure_private_folder(folder)
        file = KeystoreFile(folder / KEYSTORE_NAME, unlocking)
        with exclusively(folder):
            exists = os.path.lexists(file.path)
            opened = file.read() if exists else file.begin()
            complete = opened.with_keys(opened.keys.with_declared(keys, now))
            if not exists or complete.keys is not opened.keys:
                file.write(complete)
            return cls(file, complete)

    def rotate(self, key: str, now: datetime) -> KeyVersion:
        """Add a version, which serves from now on; older ones keep unwrapping and verifying.

        Raises ``KeyNotFound`` and what opening raises.
        """
        with exclusively(self._file.path.parent):
            opened = self._file.read(self._opened)
            rotated = opened.keys.key(key).rotated(now)
            opened = opened.with_keys(opened.keys.with_key(rotated))
            self._file.write(opened)
            self._opened, self._stamp = opened, self._file_stamp()
        return rotated.versions[-1].described

    def generate_data_key(self, context: str) -> DataKey:
        """Mint and wrap."""
        plaintext = os.urandom(_DATA_KEY_BYTES)
        return DataKey(plaintext, self._wrap(plaintext, context))

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Unwrap with the version that the wrapped key names."""
        head, version_id, nonce, sealed = _taken_apart(wrapped)
        try:
            version = self._version(DATA_KEYS.name, KeyKind.WRAPPING, version_id)
            return AESGCM(version.secret).decrypt(nonce, sealed, head + context.encode())
        except (InvalidTag, KeyNotFound) as error:
            raise _damaged() from error

    def rewrap(self, wrapped: bytes, context: str) -> bytes:
        """Unwrap and wrap."""
        return self._wrap(self.unwrap(wrapped, context), context)

    def sign(self, key: str, data: bytes, *, version: str | None = None) -> Signature:
        """Sign and give the two numbers in 32 bytes each."""
        held = self._version(key, KeyKind.SIGNING, version)
        if held.signing is None:  # from_document and rotated leave no signing key without it
            raise KeyNotFound(key)
        r, s = decode_dss_signature(held.signing.sign(data, ECDSA(SHA256())))
        raw = r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")
        return Signature(raw, held.described.id)

    def mac(self, key: str, data: bytes, *, version: str | None = None) -> bytes:
        """Compute under the version's secret."""
        return hmac.digest(self._version(key, KeyKind.MAC, version).secret, data, "sha256")

    def versions(self, key: str) -> tuple[KeyVersion, ...]:
        """Look at the file first, in case another process rotated the key."""
        if self._file_stamp() != self._stamp:
            self._read_anew()
        return tuple(version.described for version in self._opened.keys.key(key).versions)

    def _wrap(self, plaintext: bytes, context: str) -> bytes:
        version = self._version(DATA_KEYS.name, KeyKind.WRAPPING, None)
        version_id = version.described.id.encode()
        head = bytes((_WRAPPED_VERSION, len(version_id))) + version_id
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(version.secret).encrypt(nonce, plaintext, head + context.encode())
        return head + nonce + sealed

    def _version(self, key: str, kind: KeyKind, version: str | None) -> HeldVersion:
        try:
            return self._opened.keys.key(key, kind).version(version)
        except KeyNotFound:
            self._read_anew()
            return self._opened.keys.key(key, kind).version(version)

    def _read_anew(self) -> None:
        stamp = self._file_stamp()
        self._opened, self._stamp = self._file.read(self._opened), stamp

    def _file_stamp(self) -> tuple[int, int]:
        try:
            status = self._file.path.stat()
        except FileNotFoundError:
            return self._stamp
        return status.st_ino, status.st_mtime_ns


def is_keystore(folder: Path) -> bool:
    """Whether a keystore stands in a folder, openable or not."""
    return os.path.lexists(folder / KEYSTORE_NAME)


def _unlocking(folder: Path, passphrase: str | None, key_file: Path | None) -> Unlocking:
    if passphrase is not None and key_file is not None:
        raise KeystoreLocked(
            "The keystore opens by a passphrase or by a key file: configure one of them, not both."
        )
    if passphrase is not None:
        return Passphrase(passphrase)
    if key_file is not None:
        return KeyFile(key_file)
    return KeyFile(folder / KEY_FILE_NAME, created_if_missing=True)


def _taken_apart(wrapped: bytes) -> tuple[bytes, str, bytes, bytes]:
    if len(wrapped) < 2 or wrapped[0] != _WRAPPED_VERSION:  # noqa: PLR2004 - version and length
        raise _damaged()
    head, rest = wrapped[: 2 + wrapped[1]], wrapped[2 + wrapped[1] :]
    version_id = head[2:].decode("ascii", errors="replace")
    if len(rest) <= _NONCE_BYTES + _TAG_BYTES:
        raise _damaged()
    return head, version_id, rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]


def _damaged() -> WrappedKeyDamaged:
    return WrappedKeyDamaged(
        "A wrapped data key does not open: it was altered, belongs to another owner, or the "
        "keystore is not the one that wrapped it. Restore database and keystore together."
    )
