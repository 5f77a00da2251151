"""The store of customers."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from bank.application.ports.authorizer import Resource
from bank.domain.identifiers import RowId
from bank.domain.parties import Customer, CustomerNotFound


class Customers(Protocol):
    """Customers, inside the current unit of work.

    Personal data is sealed on the way in, opened on the way out.
    """

    @abstractmethod
    async def next_row(self) -> RowId:
        """Give a row number for a new customer."""

    @abstractmethod
    async def has_branch(self, branch: str) -> bool:
        """Whether the bank has a branch of that code."""

    @abstractmethod
    async def add(self, customer: Customer) -> None:
        """Add a customer.

        With a principal of their own whose subject is the customer's public id.
        """

    @abstractmethod
    async def find(self, customer: UUID, *, lock: bool = False) -> Customer | None:
        """Give a customer; with ``lock`` nobody else changes them until the unit ends."""

    @abstractmethod
    async def save(self, customer: Customer) -> None:
        """Write the personal data and version of a customer that was locked."""

    @abstractmethod
    async def erase(self, customer: Customer) -> None:
        """Write state and version of a customer who was locked, and destroy their key for good.

        What is sealed under it nobody can read again, and nobody finds them by their data.
        """

    @abstractmethod
    async def search(
        self, *, full_name: str | None, email: str | None, phone: str | None, limit: int
    ) -> Sequence[Customer]:
        """Give customers whose data equals every given value, but for case and spacing."""

    @abstractmethod
    async def subjects(self, customer: UUID) -> frozenset[str]:
        """Give the subjects who act for a customer."""


async def acted_for(customers: Customers, customer: UUID) -> Resource:
    """Say who acts for a customer, and to which branch they belong; nobody, where there is none."""
    found = await customers.find(customer)
    return Resource(
        holders=await customers.subjects(customer),
        branch=None if found is None else found.branch,
        hidden_by=CustomerNotFound,
    )
