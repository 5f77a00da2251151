"""The time."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time.

    May run backwards, which the ledger withstands by never recording earlier than its last.
    """

    @abstractmethod
    def now(self) -> datetime:
        """Give the present moment, time-zone-aware, in UTC."""
