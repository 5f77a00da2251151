"""A customer's name changes."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.customers.known_customer import known
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.application.ports.customers_told import CustomerNews, CustomersTold
from bank.domain.parties import Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRenaming:
    """The new name; ``if_version`` is the version that the caller read.

    What others approve days later overwrites nothing that they did not see.
    """

    id: UUID
    full_name: str
    if_version: int


@use_case(action="customer.rename", kind=UseCaseKind.COMMAND)
class RenameCustomer:
    """Open to tellers, branch managers and integrating systems; as shipped, others approve it.

    Refuses, in this order: an unknown customer; a version that is not the last; one who has left.
    Records the new name, and tells the customer.
    """

    def __init__(self, customers: Customers, told: CustomersTold) -> None:
        """Take the store, and what tells customers."""
        self._customers = customers
        self._told = told

    async def __call__(self, command: CustomerRenaming, act: Act) -> Customer:
        """Rename the customer."""
        customer = await known(self._customers, command.id, lock=True)
        renamed = customer.amended(full_name=command.full_name, if_version=command.if_version)
        await self._customers.save(renamed)
        await self._told.changed([customer.id], CustomerNews.CUSTOMER_RENAMED)
        act.changed(Change.between("customer", "bank.customer.renamed.v1", customer, renamed))
        return renamed

    async def recall(self, customer: UUID, _act: Act) -> Customer:
        """Give the customer as they are now."""
        return await known(self._customers, customer)
