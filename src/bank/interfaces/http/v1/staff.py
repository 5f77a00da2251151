"""Staff over HTTP: `/v1/staff`."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from bank.application.identity.staff.change_staff import ChangeStaff, StaffChange
from bank.application.identity.staff.read_staff import (
    GetStaffMember,
    ListStaff,
    StaffById,
    StaffPage,
)
from bank.application.identity.staff.register_staff import NewStaffMember, RegisterStaff
from bank.application.identity.staff.staff_book import StaffMember
from bank.domain.contacts import Contact, InvalidContact
from bank.domain.identifiers import RowId
from bank.domain.parties import BranchNotFound, StaleVersion
from bank.domain.principals import PrincipalNotFound, PrincipalState, SignInNameTaken
from bank.domain.staff import LastAdministrator, OwnAccount, StaffRoleUnfit
from bank.interfaces.http.calls import Asked, answered, ask, changed, version_wanted
from bank.interfaces.http.documentation import command, query, would_be
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, number_after, page_of
from bank.interfaces.http.refusals import InvalidCursor, InvalidIfMatch, InvalidRequest
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.texts import Code, Email

_Roles = Annotated[list[Annotated[str, Meta(max_length=32)]], Meta(min_length=1, max_length=8)]


class StaffMemberToRegister(Struct, frozen=True, forbid_unknown_fields=True):
    """Who joins; the invitation goes to `email`, by which they then sign in."""

    email: Email
    roles: _Roles
    branch: Code = "main"


class StaffChanges(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What changes; what is left out stays. `active` says whether they are let in."""

    roles: _Roles | UnsetType = UNSET
    branch: Code | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class StaffMemberView(Struct, frozen=True):
    """A member of staff; `id` is the subject of their tokens, the ETag the quoted `version`.

    `pseudonym` is how audit events and approvals name them. `email` is the proved address that they
    sign in by: none before they have taken their invitation.
    """

    id: UUID
    pseudonym: str
    email: str | None
    roles: list[str]
    branch: str | None
    state: PrincipalState
    created_at: datetime
    version: int


@post(
    operation_id="registerStaffMember",
    summary="Register a member of staff",
    responses=command(StaffRoleUnfit, InvalidContact, SignInNameTaken, BranchNotFound)
    | would_be(StaffMemberView, "Whom a dry run would register; the id is not kept for them."),
)
async def register_staff_member(
    request: Asked,
    data: JSONBody[StaffMemberToRegister],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[StaffMemberView]:
    """Register a member of staff, who is invited to set a password."""
    order = NewStaffMember(
        contact=Contact.email(data.email), roles=tuple(data.roles), branch=data.branch
    )
    done = await ask(request, RegisterStaff, order, dry_run=dry_run)
    view = _view(done.result)
    return changed(view, done, dry_run=dry_run, at=f"/v1/staff/{view.id}", version=view.version)


@get(operation_id="listStaff", summary="List staff", responses=query(InvalidCursor))
async def list_staff(
    request: Asked, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> Response[Page[StaffMemberView]]:
    """List all staff, also those who were let go, in the order in which they came."""
    wanted = StaffPage(after=RowId(number_after(cursor) or 0), limit=limit + 1)
    done = await ask(request, ListStaff, wanted)
    return answered(page_of(done.result, limit, _view, lambda each: each.principal.row), done)


@get(
    "/{member_id:uuid}",
    operation_id="getStaffMember",
    summary="Read a member of staff",
    responses=query(PrincipalNotFound),
)
async def get_staff_member(request: Asked, member_id: FromPath[UUID]) -> Response[StaffMemberView]:
    """Read a member of staff."""
    done = await ask(request, GetStaffMember, StaffById(member_id))
    return answered(_view(done.result), done, version=done.result.principal.version)


@patch(
    "/{member_id:uuid}",
    operation_id="changeStaffMember",
    summary="Change what a member of staff does",
    responses=command(
        StaffRoleUnfit,
        PrincipalNotFound,
        OwnAccount,
        StaleVersion,
        InvalidIfMatch,
        BranchNotFound,
        LastAdministrator,
    ),
)
async def change_staff_member(
    request: Asked,
    member_id: FromPath[UUID],
    data: JSONBody[StaffChanges],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[StaffMemberView]:
    """Change roles or branch, or let somebody go; it ends all of their sessions."""
    order = _change(member_id, data, version_wanted(request))
    done = await ask(request, ChangeStaff, order, dry_run=dry_run)
    view = _view(done.result)
    return changed(view, done, dry_run=dry_run, version=view.version)


def _change(member: UUID, changes: StaffChanges, if_version: int | None) -> StaffChange:
    if changes == StaffChanges():
        raise InvalidRequest(errors=[FieldError("body", "", "Name at least one field to change.")])
    return StaffChange(
        member=member,
        roles=None if changes.roles is UNSET else tuple(changes.roles),
        branch=None if changes.branch is UNSET else changes.branch,
        active=None if changes.active is UNSET else changes.active,
        if_version=if_version,
    )


def _view(member: StaffMember) -> StaffMemberView:
    principal = member.principal
    return StaffMemberView(
        id=member.id,
        pseudonym=member.pseudonym,
        email=member.email,
        roles=list(principal.roles),
        branch=principal.branch,
        state=principal.state,
        created_at=principal.created_at,
        version=principal.version,
    )


staff = Router(
    "/staff",
    route_handlers=[register_staff_member, list_staff, get_staff_member, change_staff_member],
    tags=["Staff"],
)
