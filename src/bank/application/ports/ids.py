"""New public identifiers."""

from abc import abstractmethod
from typing import Protocol
from uuid import UUID


class Ids(Protocol):
    """Mints identifiers that sort by the time they were made (UUIDv7); safe from any thread."""

    @abstractmethod
    def new(self) -> UUID:
        """Give a UUIDv7 that nobody has had before."""
