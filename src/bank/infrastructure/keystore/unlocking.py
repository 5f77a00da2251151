"""What opens a keystore: a passphrase, or a file of 32 random bytes."""

import os
from abc import abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from bank.application.ports.key_service import KeystoreDamaged, KeystoreLocked
from bank.infrastructure.keystore.private_files import read_private, write_private

PASSPHRASE_LENGTH_MIN: Final = 12
_KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
# 32 MiB and about 0.2 s; one of the equivalent settings of OWASP's password storage advice.
_SCRYPT: Final = {"n": 1 << 15, "r": 8, "p": 3}
# A keystore that somebody edited must not make the bank allocate without bound.
_SCRYPT_COST_MAX: Final = 1 << 22

Header = dict[str, Any]


class Unlocking(Protocol):
    """A way to derive the 32-byte key that seals a keystore.

    ``header`` is the part of the keystore that is stored in the clear and authenticated with the
    rest.
    """

    @abstractmethod
    def begin(self) -> Header:
        """Give the header entries of a keystore that is being created.

        Raises ``KeystoreLocked``.
        """

    @abstractmethod
    def key(self, header: Header) -> bytes:
        """Give the key for a header.

        Raises ``KeystoreLocked``, ``KeystoreExposed``, ``KeystoreDamaged``.
        """


@dataclass(frozen=True, slots=True)
class Passphrase(Unlocking):
    """Derives the key by scrypt from what an operator or a secret store supplies."""

    text: str = field(repr=False)

    def begin(self) -> Header:
        """Choose salt and cost."""
        if len(self.text) < PASSPHRASE_LENGTH_MIN:
            raise KeystoreLocked(
                f"The keystore's passphrase has fewer than {PASSPHRASE_LENGTH_MIN} characters. "
                "Choose a longer one; several random words are good."
            )
        return {"unlocked_by": "passphrase", **_SCRYPT, "salt": os.urandom(_SALT_BYTES).hex()}

    def key(self, header: Header) -> bytes:
        """Derive, with the salt and the cost that the header names."""
        if header["unlocked_by"] != "passphrase":
            raise KeystoreLocked(
                "This keystore was sealed with a key file, not with a passphrase. Remove the "
                "passphrase from the configuration, or restore the keystore that it belongs to."
            )
        try:
            n, r, p = int(header["n"]), int(header["r"]), int(header["p"])
            salt = bytes.fromhex(header["salt"])
            derivation = Scrypt(salt=salt, length=_KEY_BYTES, n=n, r=r, p=p)
        except (KeyError, TypeError, ValueError) as error:
            raise _altered() from error
        if n * r * p > _SCRYPT_COST_MAX:
            raise _altered()
        return derivation.derive(self.text.encode())


@dataclass(frozen=True, slots=True)
class KeyFile(Unlocking):
    """Takes the key from a private file.

    Creates that file only where told to, with a new keystore.
    """

    path: Path
    created_if_missing: bool = False

    def begin(self) -> Header:
        """Make the key file if there is none: one left by a run that ended in between is used."""
        if self.created_if_missing and not self.path.exists():
            write_private(self.path, os.urandom(_KEY_BYTES))
        return {"unlocked_by": "key-file"}

    def key(self, header: Header) -> bytes:
        """Read the file."""
        if header["unlocked_by"] != "key-file":
            raise KeystoreLocked(
                "This keystore was sealed with a passphrase and none is configured. Supply the "
                "passphrase it was created with."
            )
        try:
            content = read_private(self.path, size_max=_KEY_BYTES)
        except OSError as error:
            raise KeystoreLocked(
                f"The keystore's key file {self.path} cannot be read ({error.strerror}). Restore "
                "it from a backup or configure where it is; without it the keystore stays shut."
            ) from error
        if len(content) != _KEY_BYTES:
            raise KeystoreLocked(
                f"{self.path} is not a key file: it must hold exactly {_KEY_BYTES} bytes. "
                "Restore it from a backup or configure where the right one is."
            )
        return content


def _altered() -> KeystoreDamaged:
    return KeystoreDamaged("The keystore's header was altered. Restore the keystore from a backup.")
