"""A command that is done for each use case of a customer's users."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tests.application.identity.staff.examples import ADMINISTRATOR
from tests.application.scene import MANAGER, Desk

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.registration.give_customers_data import (
    PersonById,
    PersonsDataChange,
    PersonsDataGiven,
)
from bank.application.identity.registration.give_organisation_data import (
    OrganisationById,
    OrganisationDataChange,
    OrganisationDataGiven,
)
from bank.application.identity.registration.invite import AddUser, NewUser
from bank.application.identity.sessions.end_everybodys import EverybodysSessions
from bank.application.identity.users.end_sessions import SessionsOfCustomer
from bank.application.identity.users.list_users import UsersOfCustomer
from bank.application.identity.users.lock_user import LockPrincipal, UserToLock, UserToUnlock
from bank.application.identity.users.remove_user import UserToRemove
from bank.domain.audit import Actor
from bank.domain.contacts import Contact
from bank.domain.due_diligence import DueDiligence
from bank.domain.organisation_data import OrganisationData
from bank.domain.parties import CustomerKind
from bank.domain.principals import LockReason

FIRM = NewCustomer(
    kind=CustomerKind.ORGANISATION, full_name="Engines Ltd", email="office@engines.example"
)
WHO: Mapping[str, Actor] = {
    "principal.unlock": MANAGER,
    "session.end_everybodys": ADMINISTRATOR,
}
"""By whom each is done, but for those of any integrating system."""


async def of_users(desk: Desk) -> dict[str, Any]:
    """Give them, each for the one who ``WHO`` names."""
    customer, locked = (await desk.customer()).id, (await desk.customer()).id
    user = await added(desk, customer, "clerk@example.com")
    reason = LockReason.CREDENTIALS_STOLEN
    await desk.ask(LockPrincipal, UserToLock(customer=locked, reason=reason))
    firm = (await desk.ask(CreateCustomer, FIRM)).result.id
    country = OrganisationData(country="DE")
    return {
        "due_diligence.change_for_customer": PersonsDataChange(
            customer=customer, given=DueDiligence(nationality="FR"), if_version=1
        ),
        "due_diligence.give_for_customer": PersonsDataGiven(
            customer=customer, given=DueDiligence(nationality="GB")
        ),
        "due_diligence.read_of_customer": PersonById(customer),
        "organisation_data.change": OrganisationDataChange(
            customer=firm, given=country, if_version=1
        ),
        "organisation_data.give": OrganisationDataGiven(customer=firm, given=country),
        "organisation_data.read": OrganisationById(firm),
        "customer.list_users": UsersOfCustomer(customer),
        "customer.remove_user": UserToRemove(customer=customer, subject=user),
        "principal.lock": UserToLock(customer=customer, reason=reason),
        "principal.unlock": UserToUnlock(customer=locked),
        "session.end_of_customer": SessionsOfCustomer(customer),
        "session.end_everybodys": EverybodysSessions(),
    }


async def added(desk: Desk, customer: UUID, email: str) -> str:
    """Let somebody act for a customer, and give their subject."""
    new = NewUser(customer=customer, contact=Contact.email(email))
    subject: str = (await desk.ask(AddUser, new)).result.subject
    return subject
