"""Customers say of themselves what the law wants to be known, and are told what is missing."""

from uuid import UUID

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.identity.registration.known_people import CustomersData, KnownPeople
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.domain.due_diligence import DueDiligence
from bank.domain.parties import Customer, CustomerKind, CustomerNotFound
from bank.domain.principals import Principal


class Themselves:
    """Finds the customer whom a principal is, not one whom they act for."""

    def __init__(self, principals: Principals, customers: Customers) -> None:
        """Take the stores."""
        self._principals = principals
        self._customers = customers

    async def principal(self, subject: str) -> Principal:
        """Give who signs in. Refuses whoever is no principal."""
        found = await self._principals.find(subject)
        if found is None:
            raise CustomerNotFound
        return found

    async def of(self, subject: str, *, lock: bool = False) -> Customer:
        """Give the person. Refuses whoever is none, but staff, a service or an organisation."""
        principal = await self._principals.find(subject)
        acting = () if principal is None else await self._principals.customers_of(principal.row)
        for customer in acting:
            if str(customer) == subject:
                found = await self._customers.find(customer, lock=lock)
                if found is not None and found.kind is CustomerKind.PERSON:
                    return found
        raise CustomerNotFound


@use_case(action="due_diligence.read", kind=UseCaseKind.QUERY)
class ReadDueDiligence:
    """Open to customers, of themselves. Refuses whoever is no person among the customers."""

    def __init__(self, themselves: Themselves, people: KnownPeople) -> None:
        """Take who asks, and what is known of people."""
        self._themselves = themselves
        self._people = people

    async def __call__(self, _command: None, act: Act) -> CustomersData:
        """Give what is known."""
        return await self._people.of(await self._themselves.of(act.actor.subject))


@use_case(action="due_diligence.give", kind=UseCaseKind.COMMAND, fresh_proof=True)
class GiveDueDiligence:
    """Open to customers, of themselves; what is known already changes by a fresh proof alone.

    Refuses, in this order: whoever is no person among the customers; one who has left; a date of
    birth that cannot be one, and what is no country. Records what was given over what was known,
    and once nothing is missing the customer is active. Whoever changes what was known is told so.
    """

    def __init__(self, themselves: Themselves, people: KnownPeople, notices: Notices) -> None:
        """Take who asks, what is known of people, and what tells them."""
        self._themselves = themselves
        self._people = people
        self._notices = notices

    async def is_sensitive(self, command: DueDiligence, act: Act) -> bool:
        """Whether it changes something that is known."""
        customer = await self._themselves.of(act.actor.subject, lock=True)
        return (await self._people.of(customer)).known.is_changed_by(command)

    async def __call__(self, command: DueDiligence, act: Act) -> CustomersData:
        """Add what was given."""
        customer = await self._themselves.of(act.actor.subject, lock=True)
        customer.refuse_if_left()
        before = await self._people.of(customer)
        added = await self._people.add(before, command, act)
        if before.known.is_changed_by(command):
            await self._tell(act)
        return added

    async def _tell(self, act: Act) -> None:
        owner = await self._themselves.principal(act.actor.subject)
        notice = Notice(kind=NoticeKind.DUE_DILIGENCE_CHANGED, principal=owner.row)
        await self._notices.tell(notice)

    async def recall(self, _customer: UUID, act: Act) -> CustomersData:
        """Give what is known now."""
        return await self._people.of(await self._themselves.of(act.actor.subject))
