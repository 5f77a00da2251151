"""Customers come to sign in, leave, and are forgotten, over HTTP: `/v1/customers/{id}/…`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from bank.application.identity.registration.invite import (
    AddUser,
    CustomerToInvite,
    InviteCustomer,
    NewUser,
)
from bank.application.identity.registration.leave import (
    CustomerToLeave,
    DeactivateCustomer,
    EraseCustomer,
)
from bank.application.pipeline.pipeline import Done
from bank.domain.parties import (
    CustomerDeactivated,
    CustomerHasAccounts,
    CustomerNotDeactivated,
    CustomerNotFound,
    CustomerState,
    CustomerUnreachable,
    RetentionNotOver,
)
from bank.domain.principals import AlreadySignsIn, PrincipalNotFound
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import command
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.pending import ACCEPTED, MAY_WAIT, PendingView
from bank.interfaces.http.refusals import InvalidRequest
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.contact_views import contact_of
from bank.interfaces.http.v1.texts import Code, Email, Phone


class UserToAdd(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is to act for the customer: one of `subject`, `email` and `phone`."""

    subject: Code | None = None
    email: Email | None = None
    phone: Phone | None = None


class InvitedView(Struct, frozen=True):
    """Who signs in for the customer; `expires_at` is their invitation's, if they got one."""

    customer_id: UUID
    subject: str
    expires_at: datetime | None


class LeftView(Struct, frozen=True):
    """What the customer is now."""

    id: UUID
    state: CustomerState
    deactivated_at: datetime | None
    version: int


_EITHER: Any = InvitedView | PendingView
_MAY_BE_INVITED = {
    ACCEPTED: ResponseSpec(
        _EITHER,
        generate_examples=False,
        description=f"The invitation is on its way, or it waits.\n{MAY_WAIT[ACCEPTED].description}",
    )
}
"""Both answers of 202: an invited person has yet to come, and the act may wait for others."""


@post(
    "/{customer_id:uuid}/invitation",
    operation_id="inviteCustomer",
    summary="Invite a customer to sign in",
    status_code=202,
    responses=command(CustomerNotFound, CustomerDeactivated, AlreadySignsIn, CustomerUnreachable)
    | _MAY_BE_INVITED,
)
async def invite_customer(
    request: Asked,
    customer_id: FromPath[UUID],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[InvitedView]:
    """Send the customer a code with which they set a password. There is no body."""
    await refuse_content(request)
    done = await ask(request, InviteCustomer, CustomerToInvite(customer_id), dry_run=dry_run)
    return _invited(done)


@post(
    "/{customer_id:uuid}/users",
    operation_id="addCustomerUser",
    summary="Let somebody act for a customer",
    status_code=202,
    responses=command(CustomerNotFound, CustomerDeactivated, PrincipalNotFound) | _MAY_BE_INVITED,
)
async def add_customer_user(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[UserToAdd],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[InvitedView]:
    """Let a principal act for the customer, or invite whoever has an address to."""
    done = await ask(request, AddUser, _user(customer_id, data), dry_run=dry_run)
    return _invited(done)


@post(
    "/{customer_id:uuid}/deactivate",
    operation_id="deactivateCustomer",
    summary="Let a customer go",
    status_code=200,
    responses=command(CustomerNotFound, CustomerDeactivated, CustomerHasAccounts),
)
async def deactivate_customer(
    request: Asked,
    customer_id: FromPath[UUID],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[LeftView]:
    """Let go a customer who holds no account any more. There is nothing to say in a body."""
    await refuse_content(request)
    done = await ask(request, DeactivateCustomer, CustomerToLeave(customer_id), dry_run=dry_run)
    return _left(done)


@post(
    "/{customer_id:uuid}/erase",
    operation_id="eraseCustomer",
    summary="Forget a customer",
    status_code=200,
    responses=command(CustomerNotFound, CustomerNotDeactivated, RetentionNotOver),
)
async def erase_customer(
    request: Asked,
    customer_id: FromPath[UUID],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[LeftView]:
    """Destroy the keys of what is known of a customer, for good. There is nothing to say."""
    await refuse_content(request)
    done = await ask(request, EraseCustomer, CustomerToLeave(customer_id), dry_run=dry_run)
    return _left(done)


def _user(customer: UUID, shown: UserToAdd) -> NewUser:
    if shown.subject is None:
        return NewUser(customer=customer, contact=contact_of(shown.email, shown.phone))
    if shown.email is not None or shown.phone is not None:
        raise InvalidRequest(
            errors=[FieldError("body", "", "Give one of subject, email and phone.")]
        )
    return NewUser(customer=customer, subject=shown.subject)


def _invited(done: Done[Any]) -> Response[InvitedView]:
    invited = done.result
    view = InvitedView(
        customer_id=invited.id, subject=invited.subject, expires_at=invited.expires_at
    )
    return answered(view, done, status=202)


def _left(done: Done[Any]) -> Response[LeftView]:
    left = done.result
    view = LeftView(
        id=left.id, state=left.state, deactivated_at=left.deactivated_at, version=left.version
    )
    return answered(view, done)


customer_life = Router(
    "/customers",
    route_handlers=[invite_customer, add_customer_user, deactivate_customer, erase_customer],
    tags=["Customers"],
)
