"""How a customer is reached changes."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.customers.known_customer import known
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.application.ports.customers_told import CustomersTold
from bank.domain.parties import Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAmendment:
    """What changes, where not ``None``; names have an act of their own.

    ``if_version`` is the version that the caller read, where they say so.
    """

    id: UUID
    email: str | None = None
    phone: str | None = None
    if_version: int | None = None


@use_case(action="customer.amend", kind=UseCaseKind.COMMAND)
class AmendCustomer:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown customer; a version that is not the last; one who has left.
    Records the new data, and tells the customer at the addresses until then if those changed.
    """

    def __init__(self, customers: Customers, told: CustomersTold) -> None:
        """Take the store, and what tells customers."""
        self._customers = customers
        self._told = told

    async def __call__(self, command: CustomerAmendment, act: Act) -> Customer:
        """Change the customer."""
        customer = await known(self._customers, command.id, lock=True)
        amended = customer.amended(
            email=command.email,
            phone=command.phone,
            if_version=command.if_version,
        )
        await self._customers.save(amended)
        if (amended.email, amended.phone) != (customer.email, customer.phone):
            await self._told.reached_otherwise(customer)
        act.changed(Change.between("customer", "bank.customer.amended.v1", customer, amended))
        return amended

    async def recall(self, customer: UUID, _act: Act) -> Customer:
        """Give the customer as they are now."""
        return await known(self._customers, customer)
