"""The bank ends the sessions of whoever acts for a customer, who stay customers."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.users.known_users import KnownUsers
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource


@dataclass(frozen=True, slots=True)
class SessionsOfCustomer:
    """Whose sessions are to end."""

    customer: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersSessionsEnded:
    """How many sessions ended; ``id`` is the customer's."""

    id: UUID
    sessions: int


@use_case(action="session.end_of_customer", kind=UseCaseKind.COMMAND)
class EndSessionsOfCustomer:
    """Open to branch managers, compliance officers, administrators and integrating systems.

    Refuses an unknown customer. Records the end of every session of everybody who acts for the
    customer, whomever else they act for, and tells those who had one. They may sign in anew.
    """

    def __init__(self, known: KnownUsers, sessions: SessionDesk, notices: Notices) -> None:
        """Take who acts for whom, what ends their sessions, and what tells them."""
        self._known = known
        self._sessions = sessions
        self._notices = notices

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: SessionsOfCustomer) -> Resource:
        """Say whose sessions they are."""
        return await self._known.resource(command.customer)

    async def __call__(self, command: SessionsOfCustomer, act: Act) -> CustomersSessionsEnded:
        """End them, one principal after the other in the order of their rows."""
        ended = 0
        for each in await self._known.of(command.customer):
            number = await self._sessions.end_all(each.subject, SessionEnd.ENDED_BY_BANK, act.now)
            if number:
                notice = Notice(kind=NoticeKind.SESSIONS_ENDED_BY_BANK, principal=each.row)
                await self._notices.tell(notice)
            ended += number
        act.changed(
            Change(
                object_kind="customer",
                object_id=command.customer,
                event="bank.customer.sessions-ended.v1",
                after=f"{ended} ended",
            )
        )
        return CustomersSessionsEnded(id=command.customer, sessions=ended)

    async def recall(self, customer: UUID, _act: Act) -> CustomersSessionsEnded:
        """Say that it was done before."""
        return CustomersSessionsEnded(id=customer, sessions=0)
