"""The store of what is kept of passwords."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from bank.domain.identifiers import RowId


class PasswordHashes(Protocol):
    """One hash for each principal that has a password, inside the current unit of work."""

    @abstractmethod
    async def find(self, principal: RowId) -> str | None:
        """Give what is kept. Locks nothing."""

    @abstractmethod
    async def put(self, principal: RowId, kept: str, now: datetime) -> None:
        """Keep a hash in place of the one that was there, if there was one."""

    @abstractmethod
    async def drop(self, principal: RowId) -> None:
        """Forget the hash, if there is one."""

    @abstractmethod
    async def renew(self, principal: RowId, old: str, new: str) -> None:
        """Keep a new hash of the same password, unless another has been put there meanwhile."""
