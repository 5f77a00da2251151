"""Finding entries outside any unit of work."""

from abc import abstractmethod
from typing import Protocol
from uuid import UUID

from bank.domain.ledger.reversals import EntryToReverse


class EntryDirectory(Protocol):
    """Finds entries, as the last commit left them: they never change."""

    @abstractmethod
    async def find(self, entry: UUID) -> EntryToReverse | None:
        """Give the entry of a public id, the bank's own or one that a client chose."""

    @abstractmethod
    async def maker_of(self, entry: EntryToReverse) -> str | None:
        """Give the pseudonym of who posted an entry."""
