"""A customer's data changes."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.customers.create_customer import known
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.domain.parties import Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAmendment:
    """What changes, where not ``None``.

    ``if_version`` is the version that the caller read, where they say so.
    """

    id: UUID
    full_name: str | None = None
    email: str | None = None
    phone: str | None = None
    if_version: int | None = None


@use_case(action="customer.amend", kind=UseCaseKind.COMMAND)
class AmendCustomer:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown customer; a version that is not the last; one who has left.
    Records the new data.
    """

    def __init__(self, customers: Customers) -> None:
        """Take the store."""
        self._customers = customers

    async def __call__(self, command: CustomerAmendment, act: Act) -> Customer:
        """Change the customer."""
        customer = await known(self._customers, command.id, lock=True)
        amended = customer.amended(
            full_name=command.full_name,
            email=command.email,
            phone=command.phone,
            if_version=command.if_version,
        )
        await self._customers.save(amended)
        act.changed(
            Change(
                object_kind="customer",
                object_id=customer.id,
                event="bank.customer.amended.v1",
                before=repr(customer),
                after=repr(amended),
            )
        )
        return amended

    async def recall(self, customer: UUID, _act: Act) -> Customer:
        """Give the customer as they are now."""
        return await known(self._customers, customer)
