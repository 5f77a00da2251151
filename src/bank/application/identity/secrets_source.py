"""Where secrets come from."""

from abc import abstractmethod
from typing import Protocol


class SecretsSource(Protocol):
    """Gives bytes that nobody can guess; safe from any thread."""

    @abstractmethod
    def token(self, length: int) -> bytes:
        """Give fresh random bytes, as many as are asked for."""
