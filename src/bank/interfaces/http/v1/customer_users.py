"""Who acts for a customer over HTTP: `/v1/customers/{id}/users`, and whether they are let in."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.users.end_sessions import EndSessionsOfCustomer, SessionsOfCustomer
from bank.application.identity.users.list_users import CustomerUser, ListUsers, UsersOfCustomer
from bank.application.identity.users.lock_user import (
    LockPrincipal,
    UnlockPrincipal,
    UserToLock,
    UserToUnlock,
)
from bank.application.identity.users.remove_user import RemoveUser, UserToRemove
from bank.application.pipeline.pipeline import Done
from bank.domain.contacts import Channel
from bank.domain.parties import CustomerNotFound
from bank.domain.principals import (
    LockReason,
    PrincipalDeactivated,
    PrincipalLocked,
    PrincipalNotFound,
    PrincipalNotLocked,
    PrincipalState,
    UserIsTheCustomer,
)
from bank.domain.staff import OwnAccount
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask, changed, gone
from bank.interfaces.http.documentation import command, query
from bank.interfaces.http.paging import Page
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.my_sessions import SessionsEndedView

_Subject = Annotated[
    UUID | None,
    Meta(description="The `subject` of one of the customer's users; the customer's own if none."),
]


class LockToSet(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to shut out, and why."""

    reason: LockReason
    user: _Subject = None


class LockToLift(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to let in again."""

    user: _Subject = None


class CustomerUserView(Struct, frozen=True):
    """Who acts for the customer.

    `email` and `phone` are the proved addresses that they sign in by: none before they have taken
    their invitation. `lock_reason` is there while they are locked. `pseudonym` is how audit events
    and approvals name them.
    """

    subject: str
    pseudonym: str
    state: PrincipalState
    lock_reason: LockReason | None
    email: str | None
    phone: str | None
    created_at: datetime


class LockView(Struct, frozen=True):
    """Whether somebody is let in."""

    subject: str
    state: PrincipalState
    lock_reason: LockReason | None
    version: int


_KNOWN = (CustomerNotFound, PrincipalNotFound, OwnAccount)


@get(
    "/{customer_id:uuid}/users",
    operation_id="listCustomerUsers",
    summary="List who acts for a customer",
    responses=query(CustomerNotFound),
)
async def list_customer_users(
    request: Asked, customer_id: FromPath[UUID]
) -> Response[Page[CustomerUserView]]:
    """List everybody who may act for the customer, first who came first; each read is audited."""
    done = await ask(request, ListUsers, UsersOfCustomer(customer_id))
    return answered(Page([_user_view(each) for each in done.result]), done)


@delete(
    "/{customer_id:uuid}/users/{subject:uuid}",
    operation_id="removeCustomerUser",
    summary="Let somebody act for a customer no more",
    responses=command(*_KNOWN, UserIsTheCustomer),
)
async def remove_customer_user(
    request: Asked, customer_id: FromPath[UUID], subject: FromPath[UUID]
) -> Response[None]:
    """Let a user act for the customer no more, and end all of their sessions."""
    await refuse_content(request)
    order = UserToRemove(customer=customer_id, subject=str(subject))
    return gone(await ask(request, RemoveUser, order))


@post(
    "/{customer_id:uuid}/lock",
    operation_id="lockCustomer",
    summary="Shut somebody out",
    status_code=200,
    responses=command(*_KNOWN, PrincipalLocked, PrincipalDeactivated),
)
async def lock_customer(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[LockToSet],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[LockView]:
    """Shut out whoever the customer is, or one of their users; the accounts go on.

    Within a second nobody gets in by a session of theirs, and they neither sign in nor set another
    password until they are unlocked.
    """
    order = UserToLock(customer=customer_id, reason=data.reason, user=_text(data.user))
    return _locked(await ask(request, LockPrincipal, order, dry_run=dry_run), dry_run=dry_run)


@post(
    "/{customer_id:uuid}/unlock",
    operation_id="unlockCustomer",
    summary="Let somebody in again",
    status_code=200,
    responses=command(*_KNOWN, PrincipalNotLocked),
)
async def unlock_customer(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[LockToLift],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[LockView]:
    """Let in again who was shut out, by whatever they signed in by before."""
    order = UserToUnlock(customer=customer_id, user=_text(data.user))
    return _locked(await ask(request, UnlockPrincipal, order, dry_run=dry_run), dry_run=dry_run)


@delete(
    "/{customer_id:uuid}/sessions",
    operation_id="endCustomerSessions",
    summary="End a customer's sessions",
    status_code=200,
    responses=command(CustomerNotFound),
)
async def end_customer_sessions(
    request: Asked, customer_id: FromPath[UUID]
) -> Response[SessionsEndedView]:
    """End every session of everybody who acts for the customer; they may sign in anew."""
    await refuse_content(request)
    done = await ask(request, EndSessionsOfCustomer, SessionsOfCustomer(customer_id))
    return answered(SessionsEndedView(done.result.sessions), done)


def _text(subject: UUID | None) -> str | None:
    return None if subject is None else str(subject)


def _user_view(user: CustomerUser) -> CustomerUserView:
    reached = {contact.channel: contact.value for contact in user.contacts}
    return CustomerUserView(
        subject=user.principal.subject,
        pseudonym=user.pseudonym,
        state=user.principal.state,
        lock_reason=user.principal.lock_reason,
        email=reached.get(Channel.EMAIL),
        phone=reached.get(Channel.PHONE),
        created_at=user.principal.created_at,
    )


def _locked(done: Done[Any], *, dry_run: bool) -> Response[LockView]:
    principal = done.result.principal
    view = LockView(
        subject=principal.subject,
        state=principal.state,
        lock_reason=principal.lock_reason,
        version=principal.version,
    )
    return changed(view, done, dry_run=dry_run)


customer_users = Router(
    "/customers",
    route_handlers=[
        list_customer_users,
        remove_customer_user,
        lock_customer,
        unlock_customer,
        end_customer_sessions,
    ],
    tags=["Customers"],
)
