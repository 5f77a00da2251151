"""What each maker has moved on a day, of the actions that rules count."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Whose sum it is (by pseudonym), of which action and currency, on which calendar day."""

    maker: str
    action: str
    currency: str
    day: date


class ApprovalTally(Protocol):
    """The sums, inside the current unit of work; amounts are minor units."""

    @abstractmethod
    async def lock(self, tally: Tally) -> int:
        """Give a sum, which nobody else changes until the unit ends.

        Several are locked in the order of their currencies, then of their actions.
        """

    @abstractmethod
    async def is_counted(self, key: UUID) -> bool:
        """Whether the act of a key was counted before; ask behind the lock."""

    @abstractmethod
    async def count(self, tally: Tally, key: UUID, amount_minor: int) -> None:
        """Add an act to a sum that was locked, and remember that it was counted."""

    @abstractmethod
    async def give_back(self, key: UUID) -> None:
        """Take an act out of its sums again; one that was not counted is fine. Locks them."""

    @abstractmethod
    async def forget_before(self, day: date) -> int:
        """Delete sums of earlier days with what was counted in them; gives their number."""
