"""Staff change how a customer is reached."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.customers.known_customer import known
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.application.ports.customers_told import CustomersTold
from bank.domain.parties import Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersContact:
    """How a customer is to be reached, where not ``None``.

    ``if_version`` is the version that the caller read: what others approve days later overwrites
    nothing that has come in between.
    """

    id: UUID
    if_version: int
    email: str | None = None
    phone: str | None = None


@use_case(action="customer.change_contact", kind=UseCaseKind.COMMAND)
class ChangeCustomersContact:
    """Open to tellers, branch managers and integrating systems; as shipped, others approve it.

    An invitation goes where this says: whoever could change it alone could invite themselves.
    Refuses, in this order: an unknown customer; a version that is not the last; one who has left.
    Records the new data, and tells the customer at every address, old and new, if one changed.
    """

    def __init__(self, customers: Customers, told: CustomersTold) -> None:
        """Take the store, and what tells customers."""
        self._customers = customers
        self._told = told

    async def __call__(self, command: CustomersContact, act: Act) -> Customer:
        """Change the customer."""
        customer = await known(self._customers, command.id, lock=True)
        changed = customer.amended(
            email=command.email,
            phone=command.phone,
            if_version=command.if_version,
        )
        await self._customers.save(changed)
        if (changed.email, changed.phone) != (customer.email, customer.phone):
            await self._told.reached_otherwise(customer, changed)
        act.changed(
            Change.between("customer", "bank.customer.contact-changed.v1", customer, changed)
        )
        return changed

    async def recall(self, customer: UUID, _act: Act) -> Customer:
        """Give the customer as they are now."""
        return await known(self._customers, customer)
