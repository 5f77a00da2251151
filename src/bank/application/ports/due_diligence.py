"""The store of what the law wants to be known of people."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from bank.domain.due_diligence import DueDiligence
from bank.domain.parties import Customer


class StoredDueDiligence(Protocol):
    """Due-diligence data, inside the current unit of work, sealed under the customer's key."""

    @abstractmethod
    async def of(self, customer: Customer) -> DueDiligence:
        """Give what is known of a customer: nothing at first, and nothing once it is erased."""

    @abstractmethod
    async def put(self, customer: Customer, known: DueDiligence, now: datetime) -> None:
        """Write what is known of a customer who was locked, or has just been added."""
