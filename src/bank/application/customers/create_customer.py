"""A customer is taken in."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.domain.parties import (
    BranchNotFound,
    Customer,
    CustomerKind,
    CustomerNotFound,
    taken_in_as,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """What is known of a new customer."""

    kind: CustomerKind
    full_name: str
    email: str
    phone: str | None = None
    branch: str = "main"


@use_case(action="customer.create", kind=UseCaseKind.COMMAND)
class CreateCustomer:
    """Open to tellers, branch managers and integrating systems.

    Refuses an unknown branch. Records the customer: a person, who was identified at the counter, is
    active at once, and an organisation is pending until its data are complete.
    """

    def __init__(self, customers: Customers) -> None:
        """Take the store."""
        self._customers = customers

    async def __call__(self, command: NewCustomer, act: Act) -> Customer:
        """Take the customer in."""
        if not await self._customers.has_branch(command.branch):
            raise BranchNotFound
        customer = Customer(
            row=await self._customers.next_row(),
            created_at=act.now,
            kind=command.kind,
            full_name=command.full_name,
            email=command.email,
            phone=command.phone,
            branch=command.branch,
            version=1,
            state=taken_in_as(command.kind),
        )
        await self._customers.add(customer)
        act.changed(
            Change(
                object_kind="customer",
                object_id=customer.id,
                event="bank.customer.created.v1",
                after=repr(customer),
            )
        )
        return customer

    async def recall(self, customer: UUID, _act: Act) -> Customer:
        """Give the customer that an earlier request with the key took in."""
        return await known(self._customers, customer)


async def known(customers: Customers, wanted: UUID, *, lock: bool = False) -> Customer:
    """Give a customer or refuse."""
    found = await customers.find(wanted, lock=lock)
    if found is None:
        raise CustomerNotFound
    return found
