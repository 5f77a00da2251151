"""A customer is taken in."""

from dataclasses import dataclass, field
from uuid import UUID

from bank.application.customers.known_customer import known
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.application.ports.due_diligence import StoredDueDiligence
from bank.domain.contacts import PERSONAL
from bank.domain.due_diligence import DueDiligence
from bank.domain.parties import (
    BranchNotFound,
    Customer,
    CustomerKind,
    known_at_first,
    taken_in_as,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """What is known of a new customer; of a person perhaps what the law wants, or some of it."""

    kind: CustomerKind
    full_name: str
    email: str
    phone: str | None = None
    branch: str = "main"
    due_diligence: DueDiligence | None = field(default=None, repr=False, metadata=PERSONAL)


@use_case(action="customer.create", kind=UseCaseKind.COMMAND)
class CreateCustomer:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown branch; a person's data of an organisation; a date of birth
    that cannot be one, and what is no country. Records the customer, and what was given of what the
    law wants to be known. A person of whom nothing is missing is active at once; everybody else is
    pending until nothing is.
    """

    def __init__(self, customers: Customers, stored: StoredDueDiligence) -> None:
        """Take the stores."""
        self._customers = customers
        self._stored = stored

    async def __call__(self, command: NewCustomer, act: Act) -> Customer:
        """Take the customer in."""
        if not await self._customers.has_branch(command.branch):
            raise BranchNotFound
        told = known_at_first(command.kind, command.due_diligence, act.now.date())
        customer = Customer(
            row=await self._customers.next_row(),
            created_at=act.now,
            kind=command.kind,
            full_name=command.full_name,
            email=command.email,
            phone=command.phone,
            branch=command.branch,
            version=1,
            state=taken_in_as(told),
        )
        await self._customers.add(customer)
        if told.texts():
            await self._stored.put(customer, told, act.now)
        act.changed(
            Change(
                object_kind="customer",
                object_id=customer.id,
                event="bank.customer.created.v1",
                after=repr((customer, told.texts())),
            )
        )
        return customer

    async def recall(self, customer: UUID, _act: Act) -> Customer:
        """Give the customer that an earlier request with the key took in."""
        return await known(self._customers, customer)
