"""One-time codes that an authenticator shows for thirty seconds each (RFC 6238)."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class OneTimeCodes(Protocol):
    """Codes of six digits, of a secret and the time. Secrets are text in base 32."""

    @abstractmethod
    def provisioning_uri(self, secret: str, label: str) -> str:
        """Give what authenticators read as a QR code: ``otpauth://totp/…``."""

    @abstractmethod
    def matching_step(
        self, secret: str, code: str, now: datetime, *, after: int | None
    ) -> int | None:
        """Give the time step that a code is of: now, the one before or the one to come.

        Only steps after ``after`` count, so that whoever stores what is given back and brings it
        the next time accepts no code twice.
        """
