"""Business days that are closed."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bank.domain.ledger.accounts import AccountKind
from bank.domain.ledger.days import ClosedDay


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotal:
    """What all accounts under a general-ledger code in a currency stood at when a day was closed.

    ``balance_minor`` is signed, debit positive.
    """

    gl_code: str
    kind: AccountKind
    currency: str
    balance_minor: int


class ClosedDays(Protocol):
    """The closed business days, inside the current read snapshot; they never change."""

    @abstractmethod
    async def find(self, day: date) -> ClosedDay | None:
        """Give a closed day."""

    @abstractmethod
    async def listed(self, *, before: date | None, limit: int) -> Sequence[ClosedDay]:
        """Give closed days, newest first, before a day where given."""

    @abstractmethod
    async def totals(self, day: date) -> Sequence[DayTotal]:
        """Give what was frozen at the close of a day, by code and currency."""
