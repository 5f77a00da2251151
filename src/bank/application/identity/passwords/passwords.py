"""The passwords of principals."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from bank.domain.identifiers import RowId


class Passwords(Protocol):
    """Passwords, inside the current unit of work; hashing happens off the event loop."""

    @abstractmethod
    async def holds(self, principal: RowId | None, password: str, now: datetime) -> bool:
        """Tell whether it is the principal's password; nobody's takes as long, and is not.

        A hash of an older kind is made anew on the way.
        """

    @abstractmethod
    async def set(self, principal: RowId, password: str, now: datetime) -> None:
        """Give a principal a password.

        Refuses one that is too short or too long, then one that is little but words of the bank,
        then one that is known to the world.
        """

    @abstractmethod
    async def prepared(self, password: str) -> str:
        """Give what may be kept of a password until there is a principal to have it.

        Refuses as ``set`` does.
        """

    @abstractmethod
    async def keep(self, principal: RowId, prepared: str, now: datetime) -> None:
        """Give a principal the password that was prepared."""

    @abstractmethod
    async def drop(self, principal: RowId) -> None:
        """Take a principal's password away, if they have one."""

    @abstractmethod
    async def mark(self, principal: RowId) -> bytes | None:
        """Give what tells a principal's password from the next one; nothing where there is none."""

    @abstractmethod
    async def has(self, principal: RowId) -> bool:
        """Whether a principal has a password."""
