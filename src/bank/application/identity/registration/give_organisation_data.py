"""Staff say of organisations what the law wants to be known, see what is missing, and change it."""

from dataclasses import dataclass, field
from uuid import UUID

from bank.application.identity.registration.stored_organisation_data import (
    StoredOrganisationData,
)
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.customers import Customers, acted_for
from bank.application.ports.customers_told import CustomerNews, CustomersTold
from bank.domain.contacts import PERSONAL
from bank.domain.due_diligence import AlreadyKnown
from bank.domain.organisation_data import NotAnOrganisation, OrganisationData
from bank.domain.parties import (
    Customer,
    CustomerKind,
    CustomerNotFound,
    refuse_unless_current,
)


@dataclass(frozen=True, slots=True)
class OrganisationById:
    """Of which organisation."""

    customer: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDataGiven:
    """What is said of an organisation; what is left out stays."""

    customer: UUID
    given: OrganisationData = field(repr=False, metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDataChange:
    """What is said of an organisation from now on; what is left out stays.

    ``if_version`` is the version of the customer that the caller read.
    """

    customer: UUID
    given: OrganisationData = field(repr=False, metadata=PERSONAL)
    if_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOrganisation:
    """An organisation, and what is known of it beside."""

    customer: Customer
    known: OrganisationData

    @property
    def id(self) -> UUID:
        """The customer's public id."""
        return self.customer.id


@use_case(action="organisation_data.read", kind=UseCaseKind.QUERY, audited=True)
class ReadOrganisationData:
    """Open to staff at a branch, whoever audits, and integrating systems.

    Refuses, in this order: an unknown customer; a person.
    """

    def __init__(self, customers: Customers, stored: StoredOrganisationData) -> None:
        """Take the stores."""
        self._customers = customers
        self._stored = stored

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: OrganisationById) -> Resource:
        """Say whose data they are."""
        return await acted_for(self._customers, command.customer)

    async def __call__(self, command: OrganisationById, act: Act) -> KnownOrganisation:
        """Give what is known."""
        customer = await _organisation(self._customers, command.customer)
        act.looked_at("customer", customer.id)
        return KnownOrganisation(customer=customer, known=await self._stored.of(customer))


@use_case(action="organisation_data.give", kind=UseCaseKind.COMMAND)
class GiveOrganisationData:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown customer; a person; one who has left; what is known already
    and would become another; an owner's date of birth that cannot be one, and what is no country.
    Records what was missing, and once nothing is the customer is active.
    """

    def __init__(self, customers: Customers, stored: StoredOrganisationData) -> None:
        """Take the stores."""
        self._customers = customers
        self._stored = stored

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: OrganisationDataGiven) -> Resource:
        """Say whose data they are."""
        return await acted_for(self._customers, command.customer)

    async def __call__(self, command: OrganisationDataGiven, act: Act) -> KnownOrganisation:
        """Add what was given."""
        customer = await _organisation(self._customers, command.customer, lock=True)
        customer.refuse_if_left()
        before = KnownOrganisation(customer=customer, known=await self._stored.of(customer))
        if before.known.is_changed_by(command.given):
            raise AlreadyKnown
        return await _added(self._customers, self._stored, before, command.given, act)

    async def recall(self, wanted: UUID, _act: Act) -> KnownOrganisation:
        """Give what is known now."""
        customer = await _organisation(self._customers, wanted)
        return KnownOrganisation(customer=customer, known=await self._stored.of(customer))


@use_case(action="organisation_data.change", kind=UseCaseKind.COMMAND)
class ChangeOrganisationData:
    """Open to tellers, branch managers and integrating systems; as shipped, others approve it.

    Refuses, in this order: an unknown customer; a person; a version that is not the last; one who
    has left; an owner's date of birth that cannot be one, and what is no country. Records what was
    given over what was known, and once nothing is missing the customer is active. A change of what
    was known is told to them.
    """

    def __init__(
        self, customers: Customers, stored: StoredOrganisationData, told: CustomersTold
    ) -> None:
        """Take the stores, and what tells customers."""
        self._customers = customers
        self._stored = stored
        self._told = told

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: OrganisationDataChange) -> Resource:
        """Say whose data they are."""
        return await acted_for(self._customers, command.customer)

    async def __call__(self, command: OrganisationDataChange, act: Act) -> KnownOrganisation:
        """Write what was given over what was known."""
        customer = await _organisation(self._customers, command.customer, lock=True)
        refuse_unless_current(customer.version, command.if_version)
        customer.refuse_if_left()
        before = KnownOrganisation(customer=customer, known=await self._stored.of(customer))
        changed = await _added(self._customers, self._stored, before, command.given, act)
        if before.known.is_changed_by(command.given):
            await self._told.changed([customer.id], CustomerNews.ORGANISATION_DATA_CHANGED)
        return changed

    async def recall(self, wanted: UUID, _act: Act) -> KnownOrganisation:
        """Give what is known now."""
        customer = await _organisation(self._customers, wanted)
        return KnownOrganisation(customer=customer, known=await self._stored.of(customer))


async def _added(
    customers: Customers,
    stored: StoredOrganisationData,
    before: KnownOrganisation,
    given: OrganisationData,
    act: Act,
) -> KnownOrganisation:
    """Write what was given over what was known; what became another makes a new version."""
    customer, known = before.customer, before.known.with_given(given, act.now.date())
    await stored.put(customer, known, act.now)
    changed = customer.known_as(enough=known.is_complete, otherwise=known != before.known)
    if changed is not customer:
        await customers.save(changed)
    act.changed(
        Change(
            object_kind="customer",
            object_id=customer.id,
            event="bank.customer.organisation-data-given.v1",
            before=repr((customer.state, before.known.texts())),
            after=repr((changed.state, known.texts())),
        )
    )
    return KnownOrganisation(customer=changed, known=known)


async def _organisation(customers: Customers, wanted: UUID, *, lock: bool = False) -> Customer:
    found = await customers.find(wanted, lock=lock)
    if found is None:
        raise CustomerNotFound
    if found.kind is not CustomerKind.ORGANISATION:
        raise NotAnOrganisation
    return found
