"""Staff say of a person what the law wants to be known, see what is missing, and change it."""

from dataclasses import dataclass, field
from uuid import UUID

from bank.application.identity.registration.known_people import CustomersData, KnownPeople
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.customers import Customers, acted_for
from bank.application.ports.customers_told import CustomerNews, CustomersTold
from bank.domain.contacts import PERSONAL
from bank.domain.due_diligence import AlreadyKnown, DueDiligence, NotAPerson
from bank.domain.parties import (
    Customer,
    CustomerKind,
    CustomerNotFound,
    refuse_unless_current,
)


@dataclass(frozen=True, slots=True)
class PersonById:
    """Of which person."""

    customer: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsDataGiven:
    """What is said of a person; what is left out stays."""

    customer: UUID
    given: DueDiligence = field(repr=False, metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsDataChange:
    """What is said of a person from now on; what is left out stays.

    ``if_version`` is the version of the customer that the caller read.
    """

    customer: UUID
    given: DueDiligence = field(repr=False, metadata=PERSONAL)
    if_version: int


@use_case(action="due_diligence.read_of_customer", kind=UseCaseKind.QUERY, audited=True)
class ReadCustomersDueDiligence:
    """Open to staff of the customer's branch, whoever audits, and integrating systems.

    Refuses, in this order: an unknown customer; an organisation.
    """

    def __init__(self, customers: Customers, people: KnownPeople) -> None:
        """Take the store, and what is known of people."""
        self._customers = customers
        self._people = people

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: PersonById) -> Resource:
        """Say whose data they are."""
        return await acted_for(self._customers, command.customer)

    async def __call__(self, command: PersonById, act: Act) -> CustomersData:
        """Give what is known."""
        customer = await _person(self._customers, command.customer)
        act.looked_at("customer", customer.id)
        return await self._people.of(customer)


@use_case(action="due_diligence.give_for_customer", kind=UseCaseKind.COMMAND)
class GiveCustomersDueDiligence:
    """Open to tellers and branch managers of the customer's branch, and integrating systems.

    Refuses, in this order: an unknown customer; an organisation; one who has left; what is known
    already and would become another; a date of birth that cannot be one, and what is no country.
    Records what was missing, and once nothing is the customer is active.
    """

    def __init__(self, customers: Customers, people: KnownPeople) -> None:
        """Take the store, and what is known of people."""
        self._customers = customers
        self._people = people

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: PersonsDataGiven) -> Resource:
        """Say whose data they are."""
        return await acted_for(self._customers, command.customer)

    async def __call__(self, command: PersonsDataGiven, act: Act) -> CustomersData:
        """Add what was given."""
        customer = await _person(self._customers, command.customer, lock=True)
        customer.refuse_if_left()
        before = await self._people.of(customer)
        if before.known.is_changed_by(command.given):
            raise AlreadyKnown
        return await self._people.add(before, command.given, act)

    async def recall(self, wanted: UUID, _act: Act) -> CustomersData:
        """Give what is known now."""
        return await self._people.of(await _person(self._customers, wanted))


@use_case(action="due_diligence.change_for_customer", kind=UseCaseKind.COMMAND)
class ChangeCustomersDueDiligence:
    """Open to tellers and branch managers of the customer's branch, and integrating systems.

    As shipped, others approve it. Refuses, in this order: an unknown customer; an organisation; a
    version that is not the last; one who has left; a date of birth that cannot be one, and what is
    no country. Records what was given over what was known, and once nothing is missing the customer
    is active. A change of what was known is told to them.
    """

    def __init__(self, customers: Customers, people: KnownPeople, told: CustomersTold) -> None:
        """Take the store, what is known of people, and what tells them."""
        self._customers = customers
        self._people = people
        self._told = told

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: PersonsDataChange) -> Resource:
        """Say whose data they are."""
        return await acted_for(self._customers, command.customer)

    async def __call__(self, command: PersonsDataChange, act: Act) -> CustomersData:
        """Write what was given over what was known."""
        customer = await _person(self._customers, command.customer, lock=True)
        refuse_unless_current(customer.version, command.if_version)
        customer.refuse_if_left()
        before = await self._people.of(customer)
        changed = await self._people.add(before, command.given, act)
        if before.known.is_changed_by(command.given):
            await self._told.changed([customer.id], CustomerNews.PERSONS_DATA_CHANGED)
        return changed

    async def recall(self, wanted: UUID, _act: Act) -> CustomersData:
        """Give what is known now."""
        return await self._people.of(await _person(self._customers, wanted))


async def _person(customers: Customers, wanted: UUID, *, lock: bool = False) -> Customer:
    found = await customers.find(wanted, lock=lock)
    if found is None:
        raise CustomerNotFound
    if found.kind is not CustomerKind.PERSON:
        raise NotAPerson
    return found
