"""An organisation of the system tests, of which all is known; the end of all sessions."""

from datetime import date

from tests.system.assembly import OpenBank

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.registration.give_organisation_data import (
    GiveOrganisationData,
    OrganisationDataGiven,
)
from bank.application.identity.sessions.end_everybodys import (
    EndEverybodysSessions,
    EverybodysSessions,
)
from bank.domain.due_diligence import PostalAddress
from bank.domain.organisation_data import BeneficialOwner, OrganisationData
from bank.domain.parties import CustomerKind, CustomerState


async def organisation(bank: OpenBank, name: str, owner: str, street: str) -> None:
    """Take an organisation in that belongs to somebody, and say where it is."""
    new = NewCustomer(kind=CustomerKind.ORGANISATION, full_name=name, email="firm@example.com")
    taken_in = (await bank.run(CreateCustomer, new)).result
    given = OrganisationData(
        legal_name=name,
        registration_number="01234567",
        country="GB",
        address=PostalAddress(street=street, city="London", country="GB"),
        beneficial_owners=(
            BeneficialOwner(full_name=owner, date_of_birth=date(1985, 12, 10), nationality="GB"),
        ),
    )
    order = OrganisationDataGiven(customer=taken_in.id, given=given)
    known = (await bank.run(GiveOrganisationData, order)).result
    assert known.customer.state is CustomerState.ACTIVE


async def end_everybodys_sessions(bank: OpenBank) -> None:
    """End them, as the operator does."""
    await bank.run(EndEverybodysSessions, EverybodysSessions(), roles=("operator",))
