"""The stores of passkeys and of the challenges that they sign."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.passkeys import Passkey, PasskeyChallenge


class Passkeys(Protocol):
    """Passkeys, inside the current unit of work."""

    @abstractmethod
    async def add(self, passkey: Passkey) -> None:
        """Add a passkey; raises ``PasskeyAlreadyRegistered`` where its credential is known."""

    @abstractmethod
    async def of(self, principal: RowId) -> Sequence[Passkey]:
        """Give a principal's passkeys, oldest first."""

    @abstractmethod
    async def find(self, credential: bytes, *, lock: bool = False) -> Passkey | None:
        """Give the passkey of a credential id; with ``lock`` nobody else uses it until the end."""

    @abstractmethod
    async def save(self, passkey: Passkey) -> None:
        """Write count, backup and last use of a passkey that was locked."""

    @abstractmethod
    async def remove(self, principal: RowId, passkey: UUID) -> bool:
        """Remove a principal's passkey for good, and tell whether there was one."""


class PasskeyChallenges(Protocol):
    """Challenges that wait for an answer, inside the current unit of work."""

    @abstractmethod
    async def put(self, challenge: PasskeyChallenge) -> None:
        """Keep a challenge, in place of an earlier one of the same attempt."""

    @abstractmethod
    async def take(self, attempt: UUID) -> PasskeyChallenge | None:
        """Take an attempt's challenge out, expired or not, so that nobody else answers it.

        Whoever comes second waits until the first one's unit ends.
        """

    @abstractmethod
    async def forget(self, *, expired_at: datetime) -> int:
        """Drop those that were expired at a moment, and say how many."""
