"""The keystore's file: keys sealed by AES-256-GCM, bound to a header in the clear."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bank.application.ports.key_service import KeystoreDamaged, KeystoreLocked
from bank.infrastructure.keystore.key_material import HeldKeys, as_document, from_document
from bank.infrastructure.keystore.private_files import read_private, write_private
from bank.infrastructure.keystore.unlocking import Header, Unlocking

_FORMAT: Final = "bank-keystore"
_VERSION: Final = 1
_NONCE_BYTES: Final = 12
_SIZE_MAX: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A keystore as it was read: its header, the key that seals it, and its keys."""

    header: Header
    sealing_key: bytes = field(repr=False)
    keys: HeldKeys

    def with_keys(self, keys: HeldKeys) -> "Opened":
        """Give the same keystore with other keys."""
        return Opened(self.header, self.sealing_key, keys)


class KeystoreFile:
    """Reads and writes one keystore; whoever writes holds the folder's lock."""

    def __init__(self, path: Path, unlocking: Unlocking) -> None:
        self.path = path
        self._unlocking = unlocking

    def begin(self) -> Opened:
        """Give a new, empty keystore that is not written yet; raises ``KeystoreLocked``."""
        header = {"format": _FORMAT, "version": _VERSION, **self._unlocking.begin()}
        return Opened(header, self._unlocking.key(header), HeldKeys({}))

    def read(self, known: Opened | None = None) -> Opened:
        """Open the keystore; ``known`` saves deriving the key again when the header is the same.

        Raises ``KeystoreExposed``, ``KeystoreLocked``, ``KeystoreDamaged``.
        """
        header, nonce, sealed = self._parsed()
        if known is not None and known.header == header:
            key = known.sealing_key
        else:
            key = self._unlocking.key(header)
        try:
            document = json.loads(AESGCM(key).decrypt(nonce, sealed, _bound(header)))
            return Opened(header, key, from_document(document))
        except InvalidTag:
            by = "passphrase" if header["unlocked_by"] == "passphrase" else "key file"
            raise KeystoreLocked(
                f"The keystore {self.path} does not open with this {by}: it is another one, or the "
                f"keystore was altered. Supply the {by} it was created with, or restore both from "
                "the same backup."
            ) from None
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._damaged() from error

    def write(self, opened: Opened) -> None:
        """Replace the file as a whole; raises ``KeystoreNotWritten``."""
        nonce = os.urandom(_NONCE_BYTES)
        plain = json.dumps(as_document(opened.keys)).encode()
        sealed = AESGCM(opened.sealing_key).encrypt(nonce, plain, _bound(opened.header))
        document = {**opened.header, "nonce": nonce.hex(), "sealed": sealed.hex()}
        write_private(self.path, (json.dumps(document, indent=2) + "\n").encode())

    def _parsed(self) -> tuple[Header, bytes, bytes]:
        try:
            document: dict[str, Any] = json.loads(read_private(self.path, size_max=_SIZE_MAX))
            nonce = bytes.fromhex(document.pop("nonce"))
            sealed = bytes.fromhex(document.pop("sealed"))
            if document["format"] != _FORMAT or len(nonce) != _NONCE_BYTES:
                raise self._damaged()
            if document["unlocked_by"] not in {"passphrase", "key-file"}:
                raise self._damaged()
            version = document["version"]
        except OSError as error:
            raise KeystoreDamaged(
                f"The keystore {self.path} cannot be read ({error.strerror})."
            ) from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._damaged() from error
        if version != _VERSION:
            raise KeystoreDamaged(
                f"The keystore {self.path} is of format {version!r} and this bank reads format "
                f"{_VERSION}. Start the version of the bank that wrote it, or a newer one."
            )
        return document, nonce, sealed

    def _damaged(self) -> KeystoreDamaged:
        return KeystoreDamaged(
            f"{self.path} is damaged or is not a keystore. Restore it from a backup; do not delete "
            "it, because everything sealed with its keys would be lost."
        )


def _bound(header: Header) -> bytes:
    return json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
