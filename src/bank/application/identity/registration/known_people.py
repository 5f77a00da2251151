"""What the law wants to be known of people is read and added to, whoever gives it."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.pipeline.act import Act, Change
from bank.application.ports.customers import Customers
from bank.application.ports.due_diligence import StoredDueDiligence
from bank.domain.due_diligence import DueDiligence
from bank.domain.parties import Customer

GIVEN = "bank.customer.due-diligence-given.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersData:
    """A customer, and what is known of them beside."""

    customer: Customer
    known: DueDiligence

    @property
    def id(self) -> UUID:
        """The customer's public id."""
        return self.customer.id


class KnownPeople:
    """People among the customers, inside the current unit of work."""

    def __init__(self, customers: Customers, stored: StoredDueDiligence) -> None:
        """Take the stores."""
        self._customers = customers
        self._stored = stored

    async def of(self, customer: Customer) -> CustomersData:
        """Give what is known of a person."""
        return CustomersData(customer=customer, known=await self._stored.of(customer))

    async def add(self, before: CustomersData, given: DueDiligence, act: Act) -> CustomersData:
        """Write what was given over what was known of a person who was locked.

        Once nothing is missing they are active; what became another makes a new version of the
        customer. Refuses a date of birth that cannot be one, and what is no country.
        """
        customer = before.customer
        known = before.known.with_given(given, act.now.date())
        await self._stored.put(customer, known, act.now)
        changed = customer.known_as(enough=known.is_complete, otherwise=known != before.known)
        if changed is not customer:
            await self._customers.save(changed)
        act.changed(
            Change(
                object_kind="customer",
                object_id=customer.id,
                event=GIVEN,
                before=repr((customer.state, before.known.texts())),
                after=repr((changed.state, known.texts())),
            )
        )
        return CustomersData(customer=changed, known=known)
