"""What a browser and the bank say to each other about passkeys (Web Authentication, level 3)."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.passkeys import Passkey


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyUser:
    """For whom a passkey is made: ``handle`` is what it tells the bank, ``name`` what it shows."""

    handle: bytes
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCredential:
    """What a new passkey said of itself, verified; ``public_key`` is in COSE form."""

    credential: bytes
    public_key: bytes
    sign_count: int
    aaguid: UUID
    is_synced: bool
    is_backed_up: bool

    def passkey(self, number: UUID, principal: RowId, name: str, now: datetime) -> Passkey:
        """Give the passkey that it is from now on: whose, and what they call it."""
        return Passkey(
            id=number,
            principal=principal,
            credential=self.credential,
            public_key=self.public_key,
            sign_count=self.sign_count,
            aaguid=self.aaguid,
            is_synced=self.is_synced,
            is_backed_up=self.is_backed_up,
            name=name,
            created_at=now,
        )


@dataclass(frozen=True, slots=True)
class ShownCredential:
    """Which credential answered, unverified, and whose it says it is."""

    credential: bytes
    user_handle: bytes | None


@dataclass(frozen=True, slots=True)
class Signature:
    """What a passkey said when it signed, verified."""

    sign_count: int
    is_backed_up: bool


class PasskeyCeremonies(Protocol):
    """Makes options for browsers and verifies their answers, both as JSON. Reads and keeps nothing.

    The user is always verified, by PIN, face or finger. An answer of the wrong shape, origin or
    relying party, over another challenge, without that, or with a wrong signature, is ``None``.
    """

    @abstractmethod
    def registration(
        self, challenge: bytes, user: PasskeyUser, known: Sequence[bytes]
    ) -> Mapping[str, Any]:
        """Give the options of a registration, for whoever has none of the known credentials."""

    @abstractmethod
    def made(self, answer: Mapping[str, Any], challenge: bytes) -> MadeCredential | None:
        """Verify the answer to a registration."""

    @abstractmethod
    def authentication(self, challenge: bytes, allowed: Sequence[bytes]) -> Mapping[str, Any]:
        """Give the options of a signature by one of some credentials; without any, by whichever."""

    @abstractmethod
    def shown(self, answer: Mapping[str, Any]) -> ShownCredential | None:
        """Read which credential answered, to find its key."""

    @abstractmethod
    def signed(
        self, answer: Mapping[str, Any], challenge: bytes, public_key: bytes
    ) -> Signature | None:
        """Verify a signature. The count is the caller's to compare."""
