"""A command that is done for each use case of registration, codes, notices and leaving."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.application.identity.factors.passkey_scene import unit
from tests.application.scene import MANAGER, OPENED_AT, STRANGER, WORKER, Desk, actor
from tests.software_authenticator import SoftwareAuthenticator

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.codes.forget_codes import OldCodes
from bank.application.identity.notices.send_notices import (
    NoticesToClaim,
    NoticesToSettle,
    NoticeToGiveUp,
)
from bank.application.identity.recovery.reset_password import (
    BeginPasswordReset,
    ForgottenPassword,
    PasswordReset,
)
from bank.application.identity.registration.accept_with_passkey import (
    BeginInvitedPasskey,
    InvitationToPasskey,
    PasskeyOfInvited,
)
from bank.application.identity.registration.change_contact import BeginContactChange, NewContact
from bank.application.identity.registration.invite import (
    CustomerToInvite,
    InvitationTaken,
    InviteCustomer,
    NewUser,
)
from bank.application.identity.registration.leave import CustomerToLeave
from bank.application.identity.registration.register import (
    CodeGivenBack,
    NewRegistration,
    ProveRegistration,
    Register,
    RegistrationProof,
)
from bank.application.ports.customers import Customers
from bank.domain.audit import Actor
from bank.domain.contacts import Contact
from bank.domain.due_diligence import DueDiligence, PostalAddress
from bank.domain.identifiers import RowId, public_id
from bank.domain.parties import Customer, CustomerKind, CustomerState

_ROW = RowId(999_999)
NEWCOMER = actor("customer", str(public_id(OPENED_AT, _ROW)))
"""A customer who has not said much of themselves yet."""

_MARY, _EVE = Contact.email("mary@example.com"), Contact.email("eve@example.com")
_PASSWORD = "a ship in the harbour"

WHO: Mapping[str, Actor] = {
    "address_code.forget": WORKER,
    "contact.begin_change": NEWCOMER,
    "contact.change": NEWCOMER,
    "customer.erase": MANAGER,
    "due_diligence.give": NEWCOMER,
    "notice.claim": WORKER,
    "notice.give_up": WORKER,
    "notice.settle": WORKER,
    "password_reset.begin": STRANGER,
    "password_reset.finish": STRANGER,
    "registration.accept": STRANGER,
    "registration.accept_with_passkey": STRANGER,
    "registration.begin": STRANGER,
    "registration.begin_passkey": STRANGER,
    "registration.prove": STRANGER,
}
"""By whom each is done, but for those of any integrating system."""


async def of_registration(desk: Desk) -> dict[str, Any]:
    """Give them, each for the one who ``WHO`` names."""
    await _newcomer(desk)
    new = NewRegistration(full_name="Mary Somerville", contact=_MARY, password=_PASSWORD)
    registered = await _given_back(desk, Register, new)
    await desk.ask(ProveRegistration, _proof(registered), STRANGER)
    reset = await _given_back(desk, BeginPasswordReset, ForgottenPassword(_MARY))
    invited, invitation = await _invited(desk, "invited@example.com")
    _, to_begin = await _invited(desk, "begins@example.com")
    notice = max(desk.bank.store.committed.notices)
    return {
        "address_code.forget": OldCodes(),
        "contact.begin_change": NewContact(_EVE),
        "contact.change": await _given_back(desk, BeginContactChange, NewContact(_EVE), NEWCOMER),
        "customer.add_user": NewUser(customer=invited, contact=_MARY),
        "customer.deactivate": CustomerToLeave(invited),
        "customer.erase": CustomerToLeave(await _long_gone(desk)),
        "customer.invite": CustomerToInvite(await _taken_in(desk, "another@example.com")),
        "due_diligence.give": DueDiligence(
            nationality="GB", address=PostalAddress(street="1", city="London", country="GB")
        ),
        "notice.claim": NoticesToClaim(),
        "notice.give_up": NoticeToGiveUp(notice),
        "notice.settle": NoticesToSettle(sent=[notice]),
        "password_reset.begin": ForgottenPassword(_MARY),
        "password_reset.finish": PasswordReset(id=reset.id, code=reset.code, password=_PASSWORD),
        "registration.accept": InvitationTaken(code=invitation, password=_PASSWORD),
        "registration.accept_with_passkey": await _passkey_made(desk),
        "registration.begin": new,
        "registration.begin_passkey": InvitationToPasskey(code=to_begin, account_name="somebody"),
        "registration.prove": _proof(await _given_back(desk, Register, replace(new, contact=_EVE))),
    }


async def _invited(desk: Desk, email: str) -> tuple[UUID, str]:
    """Invite a new customer, and give them and the code."""
    customer = await _taken_in(desk, email)
    await desk.ask(InviteCustomer, CustomerToInvite(customer))
    return customer, _last_code(desk)


async def _passkey_made(desk: Desk) -> PasskeyOfInvited:
    _, code = await _invited(desk, "keyed@example.com")
    order = InvitationToPasskey(code=code, account_name="somebody")
    begun = (await desk.ask(BeginInvitedPasskey, order, STRANGER)).result
    answer = SoftwareAuthenticator(credential=b"of the invited").make(begun.options)
    return PasskeyOfInvited(code=code, name="laptop", answer=answer)


async def _taken_in(desk: Desk, email: str) -> UUID:
    new = NewCustomer(kind=CustomerKind.PERSON, full_name="Mary Somerville", email=email)
    created: Customer = (await desk.ask(CreateCustomer, new)).result
    return created.id


async def _newcomer(desk: Desk) -> None:
    async with unit(desk) as scope:
        await (await scope.get(Customers)).add(
            Customer(
                row=_ROW,
                created_at=OPENED_AT,
                kind=CustomerKind.PERSON,
                full_name="Somebody New",
                email="new@example.com",
                phone=None,
                branch="main",
                version=1,
                state=CustomerState.PENDING,
            )
        )


async def _long_gone(desk: Desk) -> UUID:
    customer = await desk.customer()
    left = replace(
        customer,
        state=CustomerState.DEACTIVATED,
        deactivated_at=OPENED_AT - timedelta(days=4000),
    )
    desk.bank.store.committed.customers[customer.row] = left
    return customer.id


async def _given_back(
    desk: Desk, use_case: type[Any], command: Any, who: Actor = STRANGER
) -> CodeGivenBack:
    begun = (await desk.ask(use_case, command, who)).result
    return CodeGivenBack(id=begun.id, code=_last_code(desk))


def _proof(given: CodeGivenBack) -> RegistrationProof:
    return RegistrationProof(id=given.id, code=given.code)


def _last_code(desk: Desk) -> str:
    notices = desk.bank.store.committed.notices
    code = notices[max(notices)].code
    assert code is not None
    return code
