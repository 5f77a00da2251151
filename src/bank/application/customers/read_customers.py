"""Customers are looked up: one by id, or those whose data equals what is searched for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.customers.known_customer import known
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.customers import Customers, acted_for
from bank.domain.parties import Customer


@dataclass(frozen=True, slots=True)
class CustomerById:
    """Which customer."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSearch:
    """What to search for; each given value must match. Nothing given finds nobody."""

    full_name: str | None = None
    email: str | None = None
    phone: str | None = None
    limit: int = 50


@use_case(action="customer.read", kind=UseCaseKind.QUERY, audited=True)
class GetCustomer:
    """Open to staff, to integrating systems and to the customer.

    Refuses a customer that the caller may not know of.
    """

    def __init__(self, customers: Customers) -> None:
        """Take the store."""
        self._customers = customers

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: CustomerById) -> Resource:
        """Say who acts for the customer."""
        return await acted_for(self._customers, command.id)

    async def __call__(self, command: CustomerById, act: Act) -> Customer:
        """Give the customer."""
        customer = await known(self._customers, command.id)
        act.looked_at("customer", command.id)
        return customer


@use_case(action="customer.search", kind=UseCaseKind.QUERY, audited=True)
class SearchCustomers:
    """Open to staff and integrating systems. Refuses nothing: what is not there is not found."""

    def __init__(self, customers: Customers) -> None:
        """Take the store."""
        self._customers = customers

    async def __call__(self, command: CustomerSearch, _act: Act) -> Sequence[Customer]:
        """Give the customers found."""
        if not (command.full_name or command.email or command.phone):
            return ()
        return await self._customers.search(
            full_name=command.full_name,
            email=command.email,
            phone=command.phone,
            limit=command.limit,
        )
