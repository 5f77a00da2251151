"""The moment at which everybody's sessions were ended last."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class SessionCutoff(Protocol):
    """One moment for the whole bank, inside the current unit of work."""

    @abstractmethod
    async def put(self, at: datetime) -> None:
        """End every session and token of until a moment, in one row however many there are.

        An earlier moment than the last changes nothing.
        """

    @abstractmethod
    async def last(self) -> datetime | None:
        """Give the moment, if ever they were ended."""
