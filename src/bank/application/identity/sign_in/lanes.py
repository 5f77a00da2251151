"""The lanes in which failures to sign in are counted."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from bank.domain.sign_in_guard import Lane


class SignInLanes(Protocol):
    """Lanes by their keyed digests (32 bytes), inside the current unit of work.

    One in which nothing fails is there to be alone in, as whoever sends codes to an address is.
    """

    @abstractmethod
    async def lock(self, lane: bytes) -> Lane:
        """Give a lane, made now if there is none, which nobody else enters until the unit ends."""

    @abstractmethod
    async def save(self, lane: bytes, state: Lane) -> None:
        """Write a lane that was locked."""

    @abstractmethod
    async def forget(self, failed_before: datetime) -> int:
        """Delete the lanes whose last failure was before a moment, or that have none.

        Those that somebody is in stay, and some where they are many. Says how many there were.
        """
