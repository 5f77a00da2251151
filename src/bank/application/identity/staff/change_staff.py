"""What a member of staff does changes; they leave, or come back."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.staff.register_staff import change_of
from bank.application.identity.staff.staff_book import StaffBook, StaffMember
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.parties import BranchNotFound, refuse_unless_current
from bank.domain.principals import Principal, PrincipalState
from bank.domain.staff import ADMINISTRATOR, OwnAccount, administers, refuse_unless_staff_roles


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChange:
    """What changes, where not ``None``.

    ``active`` says whether they are let in; ``if_version`` is the version that the caller read.
    """

    member: UUID
    roles: tuple[str, ...] | None = None
    branch: str | None = None
    active: bool | None = None
    if_version: int | None = None


@use_case(action="staff.change", kind=UseCaseKind.COMMAND)
class ChangeStaff:
    """Open to administrators.

    Refuses, in this order: roles that are none of staff's; an unknown member; the caller
    themselves; a version that is not the last; an unknown branch; the last administrator who
    leaves. Records the change, ends all of their sessions, and tells them; another administrator is
    told to the watch.
    """

    def __init__(
        self,
        principals: Principals,
        book: StaffBook,
        sessions: SessionDesk,
        branches: Customers,
        notices: Notices,
        watch: WatchTold,
    ) -> None:
        """Take who there is, what ends their sessions, who knows branches, and what tells whom."""
        self._principals = principals
        self._book = book
        self._sessions = sessions
        self._branches = branches
        self._notices = notices
        self._watch = watch

    async def __call__(self, command: StaffChange, act: Act) -> StaffMember:
        """Change them."""
        if command.roles is not None:
            refuse_unless_staff_roles(command.roles)
        subject = str(command.member)
        if administers(await self._book.known(subject)) and not _stays(command):
            # Locks all administrators in the order of their rows, before this one alone.
            await self._book.administrators()
        member = await self._book.known(subject, lock=True)
        if subject == act.actor.subject:
            raise OwnAccount
        refuse_unless_current(member.version, command.if_version)
        changed = await self._changed(command, member)
        if administers(member) and not administers(changed):
            await self._book.refuse_if_last(member)
        await self._principals.save(changed)
        reason = SessionEnd.ROLES_CHANGED if changed.is_let_in else SessionEnd.DEACTIVATED
        await self._sessions.end_all(subject, reason, act.now)
        await self._notices.tell(Notice(kind=NoticeKind.STAFF_CHANGED, principal=member.row))
        if administers(changed) and not administers(member):
            await self._watch.hear(WatchNews.ADMINISTRATOR_APPOINTED)
        act.changed(
            change_of(changed, "bank.staff.changed.v1", before=member.roles, after=changed.roles)
        )
        return await self._book.member(changed)

    async def recall(self, member: UUID, _act: Act) -> StaffMember:
        """Give the member of staff as they are now."""
        return await self._book.member(await self._book.known(str(member)))

    async def _changed(self, command: StaffChange, member: Principal) -> Principal:
        if command.branch is not None and not await self._branches.has_branch(command.branch):
            raise BranchNotFound
        state = None
        if command.active is not None:
            state = PrincipalState.ACTIVE if command.active else PrincipalState.DEACTIVATED
        roles = None if command.roles is None else tuple(sorted(set(command.roles)))
        return member.changed(state=state, roles=roles, branch=command.branch)


def _stays(command: StaffChange) -> bool:
    """Whether whoever is an administrator still is one after it."""
    return command.active is not False and (command.roles is None or ADMINISTRATOR in command.roles)
