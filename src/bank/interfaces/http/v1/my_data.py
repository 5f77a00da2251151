"""What the bank knows of me over HTTP: `/v1/me/due-diligence` and `/v1/me/contacts`."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.registration.change_contact import (
    BeginContactChange,
    ChangeContact,
    NewContact,
)
from bank.application.identity.registration.give_due_diligence import (
    CustomersData,
    GiveDueDiligence,
    ReadDueDiligence,
)
from bank.domain.address_codes import CodeInvalid
from bank.domain.contacts import Channel
from bank.domain.due_diligence import Datum, DueDiligence, InvalidDueDiligence, PostalAddress
from bank.domain.parties import CustomerDeactivated, CustomerNotFound, CustomerState
from bank.domain.principals import PrincipalNotFound, SignInNameTaken
from bank.domain.sessions import FreshProofNeeded
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import command, keyless, query
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import InvalidRequest
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.contact_views import (
    CodeSentView,
    CodeShown,
    ContactShown,
    code_of,
    contact_of,
    sent_view,
)
from bank.interfaces.http.v1.texts import FullName

Country = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z]{2}\Z",
        description="ISO 3166 code.",
        extra_json_schema={"pattern": "^[A-Z]{2}$"},
    ),
]


class AddressShown(Struct, frozen=True, forbid_unknown_fields=True):
    """Where somebody lives."""

    street: FullName
    city: FullName
    country: Country
    postal_code: FullName | None = None


def address_of(shown: AddressShown | None) -> PostalAddress | None:
    """Give the address that somebody has sent, if they have."""
    if shown is None:
        return None
    return PostalAddress(
        street=shown.street,
        city=shown.city,
        country=shown.country,
        postal_code=shown.postal_code,
    )


def shown_address(known: PostalAddress | None) -> AddressShown | None:
    """Show an address, if one is known."""
    if known is None:
        return None
    return AddressShown(
        street=known.street,
        city=known.city,
        country=known.country,
        postal_code=known.postal_code,
    )


class DueDiligenceGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """What you say of yourself; what is left out stays."""

    date_of_birth: date | None = None
    nationality: Country | None = None
    address: AddressShown | None = None
    tax_residence: Country | None = None


class DueDiligenceView(Struct, frozen=True):
    """What is known of you, and what is missing before you can hold accounts."""

    state: CustomerState
    missing: list[Datum]
    date_of_birth: date | None
    nationality: str | None
    address: AddressShown | None
    tax_residence: str | None


class ContactView(Struct, frozen=True):
    """By what you sign in and are reached from now on."""

    channel: Channel
    value: str


_REFUSED = (PrincipalNotFound,)


@get(
    "/due-diligence",
    operation_id="getDueDiligence",
    summary="Read what is known of me, and what is missing",
    responses=query(CustomerNotFound),
)
async def get_due_diligence(request: Asked) -> Response[DueDiligenceView]:
    """Read what the law wants the bank to know of you."""
    done = await ask(request, ReadDueDiligence, None)
    return answered(_view(done.result), done)


@patch(
    "/due-diligence",
    operation_id="giveDueDiligence",
    summary="Say what is missing",
    responses=command(CustomerNotFound, CustomerDeactivated, InvalidDueDiligence, FreshProofNeeded),
)
async def give_due_diligence(
    request: Asked,
    data: JSONBody[DueDiligenceGiven],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[DueDiligenceView]:
    """Say what you know of yourself; once nothing is missing you are active."""
    done = await ask(request, GiveDueDiligence, _given(data), dry_run=dry_run)
    return answered(_view(done.result), done)


@post(
    "/contacts",
    operation_id="beginContactChange",
    summary="Ask for another address",
    status_code=202,
    responses=keyless(*_REFUSED, FreshProofNeeded),
)
async def begin_contact_change(
    request: Asked, data: JSONBody[ContactShown]
) -> Response[CodeSentView]:
    """Be sent a code to the address that is to be yours."""
    order = NewContact(contact_of(data.email, data.phone))
    done = await ask(request, BeginContactChange, order)
    return answered(sent_view(done.result), done, status=202)


@post(
    "/contacts/{change_id:uuid}/code",
    operation_id="changeContact",
    summary="Prove another address",
    status_code=200,
    responses=keyless(*_REFUSED, CodeInvalid, SignInNameTaken),
)
async def change_contact(
    request: Asked, change_id: FromPath[UUID], data: JSONBody[CodeShown]
) -> Response[ContactView]:
    """Give the code back; your old address is told."""
    done = await ask(request, ChangeContact, code_of(change_id, data))
    contact = done.result.contact
    return answered(ContactView(channel=contact.channel, value=contact.value), done)


def _given(shown: DueDiligenceGiven) -> DueDiligence:
    if shown == DueDiligenceGiven():
        raise InvalidRequest(errors=[FieldError("body", "", "Name at least one field.")])
    return DueDiligence(
        date_of_birth=shown.date_of_birth,
        nationality=shown.nationality,
        address=address_of(shown.address),
        tax_residence=shown.tax_residence,
    )


def _view(data: CustomersData) -> DueDiligenceView:
    known = data.known
    return DueDiligenceView(
        state=data.customer.state,
        missing=list(known.missing),
        date_of_birth=known.date_of_birth,
        nationality=known.nationality,
        address=shown_address(known.address),
        tax_residence=known.tax_residence,
    )


my_data = Router(
    "/me",
    route_handlers=[get_due_diligence, give_due_diligence, begin_contact_change, change_contact],
    tags=["Me"],
)
