"""Secrets from the machine's randomness."""

import secrets

from bank.application.identity.secrets_source import SecretsSource


class SystemSecretsSource(SecretsSource):
    """Asks the operating system."""

    def token(self, length: int) -> bytes:
        """Give fresh random bytes."""
        return secrets.token_bytes(length)
