"""Secrets that are the same in every run."""

from hashlib import shake_256

from bank.application.identity.secrets_source import SecretsSource


class CountedSecrets(SecretsSource):
    """Gives bytes made of a running number."""

    def __init__(self) -> None:
        """Start at the first."""
        self._number = 0

    def token(self, length: int) -> bytes:
        """Give the next bytes."""
        self._number += 1
        return shake_256(b"secret %d" % self._number).digest(length)
