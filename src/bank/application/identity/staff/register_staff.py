"""Somebody joins the staff."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bank.application.identity.codes.code_desk import CodeDesk, CodeOrder
from bank.application.identity.principals import Principals
from bank.application.identity.staff.staff_book import StaffBook, StaffMember
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.ids import Ids
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.address_codes import CodePurpose
from bank.domain.contacts import PERSONAL, Contact
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind, PrincipalState, SignInNameTaken
from bank.domain.staff import ADMINISTRATOR, refuse_unless_staff_roles


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStaffMember:
    """Where the invitation goes, by which they then sign in; what they do, and at which branch."""

    contact: Contact = field(repr=False, metadata=PERSONAL)
    roles: tuple[str, ...]
    branch: str


@use_case(action="staff.register", kind=UseCaseKind.COMMAND)
class RegisterStaff:
    """Open to administrators.

    Refuses, in this order: roles that are none of staff's; an address by which somebody signs in;
    an unknown branch. Records them, and sends an invitation to set a password. Another
    administrator is told to the watch.
    """

    def __init__(
        self,
        principals: Principals,
        desk: CodeDesk,
        book: StaffBook,
        ids: Ids,
        watch: WatchTold,
    ) -> None:
        """Take who there is, what invites, what names them, and what tells the watch."""
        self._principals = principals
        self._desk = desk
        self._book = book
        self._ids = ids
        self._watch = watch

    async def __call__(self, command: NewStaffMember, act: Act) -> StaffMember:
        """Write them down and invite them."""
        refuse_unless_staff_roles(command.roles)
        if await self._principals.named(command.contact.value) is not None:
            raise SignInNameTaken
        member = new_member(
            self._ids, command.roles, command.branch, await self._principals.next_row(), act.now
        )
        await self._principals.add(member)
        order = CodeOrder(
            purpose=CodePurpose.INVITATION,
            contact=command.contact,
            asked_by=act.actor.pseudonym,
            principal=member.row,
        )
        code = await self._desk.invite(order, act.now)
        if ADMINISTRATOR in member.roles:
            await self._watch.hear(WatchNews.ADMINISTRATOR_APPOINTED)
        act.changed(change_of(member, "bank.staff.registered.v1", after=member.roles))
        return await self._book.member(member, invitation_ends_at=code.expires_at)

    async def recall(self, member: UUID, _act: Act) -> StaffMember:
        """Give the member of staff as they are now."""
        return await self._book.member(await self._book.known(str(member)))


def new_member(ids: Ids, roles: Sequence[str], branch: str, row: RowId, now: datetime) -> Principal:
    """Make a principal of a member of staff, who cannot sign in before they have a password."""
    return Principal(
        row=row,
        subject=str(ids.new()),
        kind=PrincipalKind.STAFF,
        state=PrincipalState.ACTIVE,
        roles=tuple(sorted(set(roles))),
        created_at=now,
        branch=branch,
    )


def change_of(
    member: Principal,
    event: str,
    *,
    before: Sequence[str] | None = None,
    after: Sequence[str] | None = None,
) -> Change:
    """Say what changed about a member of staff: their roles before and after."""
    return Change(
        object_kind="staff",
        object_id=UUID(member.subject),
        event=event,
        before=None if before is None else ",".join(before),
        after=None if after is None else ",".join(after),
    )
