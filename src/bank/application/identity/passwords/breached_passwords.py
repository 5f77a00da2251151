"""The passwords that the world knows."""

from abc import abstractmethod
from typing import Protocol


class BreachedPasswords(Protocol):
    """Lists of passwords that were stolen elsewhere, or that everybody thinks of."""

    @abstractmethod
    async def know(self, password: str) -> bool:
        """Tell whether a password is on a list."""
