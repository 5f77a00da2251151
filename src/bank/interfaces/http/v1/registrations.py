"""Registering over HTTP: `/v1/registrations`."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.passwords.password_hasher import HashingBusy
from bank.application.identity.registration.invite import AcceptInvitation, InvitationTaken
from bank.application.identity.registration.register import (
    NewRegistration,
    ProveRegistration,
    Register,
    RegistrationProof,
)
from bank.application.pipeline.pipeline import Done
from bank.domain.address_codes import CodeInvalid
from bank.domain.parties import CustomerState
from bank.domain.passwords import (
    PasswordBreached,
    PasswordOfBankWords,
    PasswordTooLong,
    PasswordTooShort,
)
from bank.domain.principals import AlreadySignsIn, SignInNameTaken
from bank.domain.sessions import SessionKind
from bank.interfaces.http.calls import Asked, answered, ask, created
from bank.interfaces.http.cookies import refuse_forged, session_cookie
from bank.interfaces.http.documentation import public
from bank.interfaces.http.door import at_the_door
from bank.interfaces.http.even_answers import steps_of
from bank.interfaces.http.refusals import CsrfRefused
from bank.interfaces.http.v1.contact_views import (
    CodeSentView,
    CodeShown,
    NewPassword,
    contact_of,
    sent_view,
)
from bank.interfaces.http.v1.invited_passkeys import (
    InvitationCode,
    LetInView,
    accept_with_passkey,
    begin_invited_passkey,
)
from bank.interfaces.http.v1.sign_in_views import Session
from bank.interfaces.http.v1.texts import Email, FullName, Phone

BAD_PASSWORD = (
    PasswordTooShort,
    PasswordTooLong,
    PasswordOfBankWords,
    PasswordBreached,
    HashingBusy,
)


class PersonToRegister(Struct, frozen=True, forbid_unknown_fields=True):
    """A person, where a code reaches them, and their password.

    Give one of `email` and `phone`: you will sign in by it.
    """

    full_name: FullName
    email: Email | None = None
    phone: Annotated[Phone | None, Meta(description="With its country's code: `+44…`.")] = None
    password: Annotated[
        NewPassword | None,
        Meta(description="Left out by whoever enrols a passkey instead, or sets one later."),
    ] = None


class InvitationShown(Struct, frozen=True, forbid_unknown_fields=True):
    """The code of an invitation, and the password that is to be."""

    code: InvitationCode
    password: NewPassword


class AddressProof(CodeShown, frozen=True, forbid_unknown_fields=True):
    """The code that was sent, and whether you want to come in at once."""

    session: Annotated[
        Session | None,
        Meta(description="For whoever gave no password: to come in at once, to enrol a passkey."),
    ] = None


class FirstSession(Struct, frozen=True):
    """You are in. Tokens are shown this once; a browser's session is in a cookie."""

    session_id: UUID
    ends_at: datetime
    access_token: str | None
    access_token_expires_at: datetime | None
    refresh_token: str | None


class RegisteredView(Struct, frozen=True):
    """The customer who you are now."""

    customer_id: UUID
    state: CustomerState
    session: FirstSession | None


@post(
    operation_id="beginRegistration",
    summary="Register",
    status_code=202,
    responses=public(*BAD_PASSWORD),
)
async def begin_registration(
    request: Asked, data: JSONBody[PersonToRegister]
) -> Response[CodeSentView]:
    """Register, and be sent a code. Whose address is known to the bank is told so there instead."""
    contact = contact_of(data.email, data.phone)
    order = NewRegistration(full_name=data.full_name, contact=contact, password=data.password)
    done = await steps_of(request).even(at_the_door(request, Register, order))
    return answered(sent_view(done.result), done, status=202)


@post(
    "/{registration_id:uuid}/code",
    operation_id="proveRegistration",
    summary="Prove the address",
    responses=public(CodeInvalid, SignInNameTaken, CsrfRefused),
)
async def prove_registration(
    request: Asked, registration_id: FromPath[UUID], data: JSONBody[AddressProof]
) -> Response[RegisteredView]:
    """Give the code back within ten minutes and five tries, and be a customer.

    You see, but move nothing, until `/v1/me/due-diligence` is complete.
    """
    if data.session == "browser":
        refuse_forged(request.scope)
    done = await ask(request, ProveRegistration, _proof(registration_id, data))
    return _registered(done)


@post(
    "/invited",
    operation_id="acceptInvitation",
    summary="Accept an invitation",
    responses=public(CodeInvalid, AlreadySignsIn, *BAD_PASSWORD, SignInNameTaken),
    status_code=200,
)
async def accept_invitation(request: Asked, data: JSONBody[InvitationShown]) -> Response[LetInView]:
    """Set a password with the code of an invitation; `/passkey` below it makes a passkey."""
    order = InvitationTaken(code=data.code, password=data.password)
    done = await at_the_door(request, AcceptInvitation, order)
    return answered(LetInView(done.result.subject), done)


def _proof(registration: UUID, shown: AddressProof) -> RegistrationProof:
    kind = None if shown.session is None else SessionKind(shown.session)
    return RegistrationProof(id=registration, code=shown.code, session_kind=kind)


def _registered(done: Done[Any]) -> Response[RegisteredView]:
    """Answer who they are, with what their session is carried by, if they have one."""
    customer, opened = done.result.customer, done.result.session
    session = None
    if opened is not None:
        session = FirstSession(
            session_id=opened.id,
            ends_at=opened.ends_at,
            access_token=opened.access_token,
            access_token_expires_at=opened.access_expires_at,
            refresh_token=opened.refresh_token,
        )
    view = RegisteredView(customer_id=customer.id, state=customer.state, session=session)
    answer = created(view, done, at=f"/v1/customers/{customer.id}")
    answer.set_header("cache-control", "no-store")
    if opened is not None and opened.cookie is not None:
        answer.set_header("set-cookie", session_cookie(opened))
    return answer


registrations = Router(
    "/registrations",
    route_handlers=[
        begin_registration,
        prove_registration,
        accept_invitation,
        begin_invited_passkey,
        accept_with_passkey,
    ],
    tags=["Registration"],
)
