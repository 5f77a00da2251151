"""Somebody acts for a customer no more."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.users.customer_users import CustomerUsers
from bank.application.identity.users.known_users import KnownUsers
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.customers_told import CustomerNews, CustomersTold
from bank.domain.principals import UserIsTheCustomer
from bank.domain.staff import OwnAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class UserToRemove:
    """Who is to act for the customer no more."""

    customer: UUID
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRemoved:
    """Who acted for the customer; ``id`` is the customer's."""

    id: UUID
    sessions_ended: int


@use_case(action="customer.remove_user", kind=UseCaseKind.COMMAND)
class RemoveUser:
    """Open to branch managers and integrating systems.

    Refuses, in this order: an unknown customer; whoever does not act for them; the caller
    themselves; the principal who the customer themselves is. Records that they act for the customer
    no more, ends all of their sessions, whomever else they act for, and tells them and those who
    still act for the customer.

    The customer's own principal always stays, so that there is one to be invited; that the last
    other user goes is no reason to keep somebody who must go.
    """

    def __init__(
        self,
        known: KnownUsers,
        users: CustomerUsers,
        sessions: SessionDesk,
        notices: Notices,
        told: CustomersTold,
    ) -> None:
        """Take who acts for whom, what ends their sessions, and what tells them and the others."""
        self._known = known
        self._users = users
        self._sessions = sessions
        self._notices = notices
        self._told = told

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: UserToRemove) -> Resource:
        """Say whose user it is."""
        return await self._known.resource(command.customer)

    async def __call__(self, command: UserToRemove, act: Act) -> UserRemoved:
        """Loosen the bond, end, tell."""
        user = await self._known.one(command.customer, command.subject)
        if user.subject == act.actor.subject:
            raise OwnAccount
        if user.subject == str(command.customer):
            raise UserIsTheCustomer
        await self._users.remove(command.customer, user.row)
        ended = await self._sessions.end_all(user.subject, SessionEnd.USER_REMOVED, act.now)
        await self._notices.tell(Notice(kind=NoticeKind.REMOVED_AS_USER, principal=user.row))
        await self._told.changed([command.customer], CustomerNews.USER_REMOVED)
        act.changed(
            Change(
                object_kind="customer",
                object_id=command.customer,
                event="bank.customer.user-removed.v1",
                before=user.subject,
            )
        )
        return UserRemoved(id=command.customer, sessions_ended=ended)

    async def recall(self, customer: UUID, _act: Act) -> UserRemoved:
        """Say that it was done before."""
        return UserRemoved(id=customer, sessions_ended=0)
