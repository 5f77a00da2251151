"""Finding places in long histories: by day, by moment, by entry."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bank.domain.identifiers import RowId
from bank.domain.ledger.positions import Position, Tip


class Positions(Protocol):
    """Where the book and its accounts stood, inside the current read snapshot; locks nothing.

    However long a history is, a place in it is found in a number of steps that grows with its
    logarithm: an account's postings are numbered without gaps in the order of their entries, and
    neither ``recorded_at`` nor the booking date falls along those.
    """

    @abstractmethod
    async def tip(self) -> Tip:
        """Give the end of the book."""

    @abstractmethod
    async def ends_of(self, days: Sequence[date]) -> Sequence[int]:
        """Give the last entry that was booked on each day or before it; 0 where there was none."""

    @abstractmethod
    async def recorded_by(self, moment: datetime) -> int:
        """Give the last entry that was recorded by a moment (UTC); 0 where there was none."""

    @abstractmethod
    async def of_account(self, account: RowId, entries: Sequence[int]) -> Sequence[Position]:
        """Give where an account stood after each of some entries, whichever accounts they moved."""
