"""The store of who acts for whom, from the customer's side."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.principals import Principal


class CustomerUsers(Protocol):
    """The principals who act for customers, inside the current unit of work."""

    @abstractmethod
    async def of(self, customer: UUID) -> Sequence[Principal]:
        """Give those who act for a customer, in the order of their rows; nobody, if unknown."""

    @abstractmethod
    async def remove(self, customer: UUID, principal: RowId) -> bool:
        """Let a principal act for a customer no more, and say whether they did."""
