"""The store of recovery codes, and the form that they are written in."""

import base64
import hashlib
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from bank.domain.identifiers import RowId, public_id

SET_SIZE: Final = 10
CODE_BYTES: Final = 16
"""128 bits: too many to guess, so that a plain digest keeps them."""

_GROUP: Final = 4
_LENGTH: Final = 26
"""Characters of base 32 that 16 bytes take."""

_ALIKE: Final = str.maketrans({"0": "O", "1": "I", "8": "B"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeSet:
    """The codes that a principal has. ``left`` of them were not used."""

    row: RowId
    created_at: datetime
    left: int
    used_at: datetime | None = None

    @property
    def id(self) -> UUID:
        """The public id."""
        return public_id(self.created_at, self.row)


class RecoveryCodes(Protocol):
    """One set of codes for each principal, as digests, inside the current unit of work."""

    @abstractmethod
    async def replace(
        self, principal: RowId, digests: Sequence[bytes], now: datetime
    ) -> RecoveryCodeSet:
        """Keep a new set in place of the old one, if there was one."""

    @abstractmethod
    async def set_of(self, principal: RowId) -> RecoveryCodeSet | None:
        """Give the set that a principal has, used up or not."""

    @abstractmethod
    async def use(self, principal: RowId, digest: bytes, now: datetime) -> bool:
        """Use a code up, and tell whether it was there to be used; locks it until the unit ends."""

    @abstractmethod
    async def remove(self, principal: RowId) -> None:
        """Delete the set of a principal."""


def written(code: bytes) -> str:
    """Write a code for people, in groups: ``ABCD-EFGH-…``."""
    text = base64.b32encode(code).decode().rstrip("=")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def digest_of(text: str) -> bytes | None:
    """Give the digest of a code as somebody typed it, or nothing where it has no such form.

    Case, spaces and dashes make no difference, nor do digits that look like letters.
    """
    plain = "".join(text.split()).replace("-", "").upper().translate(_ALIKE)
    if len(plain) != _LENGTH or not plain.isascii():
        return None
    return hashlib.sha256(plain.encode()).digest()
