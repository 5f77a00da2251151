"""What the bank knows of me over HTTP: `/v1/me/due-diligence` and `/v1/me/contacts`."""

from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from bank.application.identity.registration.change_contact import (
    BeginContactChange,
    ChangeContact,
    NewContact,
)
from bank.application.identity.registration.give_due_diligence import (
    GiveDueDiligence,
    ReadDueDiligence,
)
from bank.domain.address_codes import CodeInvalid
from bank.domain.contacts import Channel
from bank.domain.due_diligence import InvalidDueDiligence
from bank.domain.parties import CustomerDeactivated, CustomerNotFound
from bank.domain.principals import PrincipalNotFound, SignInNameTaken
from bank.domain.sessions import FreshProofNeeded
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import command, keyless, query
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.contact_views import (
    CodeSentView,
    CodeShown,
    ContactShown,
    code_of,
    contact_of,
    sent_view,
)
from bank.interfaces.http.v1.due_diligence_views import (
    DueDiligenceGiven,
    DueDiligenceView,
    due_diligence_view,
    something_of,
)


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
    return answered(due_diligence_view(done.result), done)


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
    done = await ask(request, GiveDueDiligence, something_of(data), dry_run=dry_run)
    return answered(due_diligence_view(done.result), done)


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


my_data = Router(
    "/me",
    route_handlers=[get_due_diligence, give_due_diligence, begin_contact_change, change_contact],
    tags=["Me"],
)
