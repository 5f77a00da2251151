"""Who acts for a customer is listed, and removed."""

from typing import Any
from uuid import UUID

import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.identity.users.examples import added
from tests.application.identity.users.test_shutting_out import known, reached
from tests.application.scene import MANAGER, TELLER, Desk, actor
from tests.people_who_sign_in import NAME, person

from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.principals import Principals
from bank.application.identity.registration.invite import AddUser, NewUser
from bank.application.identity.users.end_sessions import EndSessionsOfCustomer, SessionsOfCustomer
from bank.application.identity.users.list_users import ListUsers, UsersOfCustomer
from bank.application.identity.users.lock_user import LockPrincipal, UserToLock
from bank.application.identity.users.remove_user import RemoveUser, UserToRemove
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId, public_id
from bank.domain.parties import CustomerNotFound
from bank.domain.principals import (
    LockReason,
    PrincipalKind,
    PrincipalNotFound,
    UserIsTheCustomer,
)
from bank.domain.sessions import SessionEnd
from bank.domain.staff import OwnAccount


async def remove(desk: Desk, customer: UUID, subject: str, who: Any = MANAGER) -> Any:
    order = UserToRemove(customer=customer, subject=subject)
    return (await desk.ask(RemoveUser, order, who)).result


async def acting_for(desk: Desk, customer: UUID) -> list[str]:
    users = (await desk.ask(ListUsers, UsersOfCustomer(customer), TELLER)).result
    return [each.principal.subject for each in users]


async def test_everybody_who_acts_for_a_customer_is_listed(desk: Desk) -> None:
    customer = (await desk.customer()).id
    clerk = await added(desk, customer, "clerk@example.com")
    assert await acting_for(desk, customer) == [str(customer), clerk]
    await reached(desk, clerk, "clerk@example.com")
    users = (await desk.ask(ListUsers, UsersOfCustomer(customer), TELLER)).result
    assert [str(each) for each in users[1].contacts] == ["email:clerk@example.com"]
    with pytest.raises(CustomerNotFound):
        await acting_for(desk, public_id(desk.bank.clock.now(), RowId(424_242)))


async def test_who_is_removed_acts_for_the_customer_no_more_and_both_hear_of_it(
    desk: Desk,
) -> None:
    firm, other = (await desk.customer()).id, (await desk.customer()).id
    clerk = await added(desk, firm, "clerk@example.com")
    first, removed = await reached(desk, firm), await reached(desk, clerk, "clerk@example.com")
    await desk.ask(AddUser, NewUser(customer=other, subject=clerk))
    lobby = Lobby(desk.bank)
    session = await lobby.open(removed)
    done = await remove(desk, firm, clerk)
    assert (done.id, done.sessions_ended) == (firm, 1)
    assert await acting_for(desk, firm) == [str(firm)]
    assert lobby.kept(session).end_reason is SessionEnd.USER_REMOVED
    told = {each.principal: each.kind for each in desk.bank.store.committed.notices.values()}
    assert told[removed.row] is NoticeKind.REMOVED_AS_USER
    assert told[first.row] is NoticeKind.USER_REMOVED
    assert (await known(desk, clerk)).is_let_in
    assert clerk in await acting_for(desk, other)
    with pytest.raises(PrincipalNotFound):
        await remove(desk, firm, clerk)


async def test_the_customer_themselves_stays_and_the_last_other_may_go(desk: Desk) -> None:
    customer = (await desk.customer()).id
    clerk = await added(desk, customer, "clerk@example.com")
    with pytest.raises(UserIsTheCustomer):
        await remove(desk, customer, str(customer))
    with pytest.raises(OwnAccount):
        await remove(desk, customer, clerk, actor("branch_manager", clerk))
    with pytest.raises(ActionForbidden):
        await remove(desk, customer, clerk, TELLER)
    await remove(desk, customer, clerk)
    assert await acting_for(desk, customer) == [str(customer)]


async def test_the_sessions_of_everybody_who_acts_for_a_customer_end(desk: Desk) -> None:
    customer, stranger = (await desk.customer()).id, (await desk.customer()).id
    clerk = await added(desk, customer, "clerk@example.com")
    lobby = Lobby(desk.bank)
    opened = [await lobby.open(await reached(desk, each)) for each in (customer, clerk, clerk)]
    other = await lobby.open(await known(desk, stranger))
    ended = (await desk.ask(EndSessionsOfCustomer, SessionsOfCustomer(customer), MANAGER)).result
    assert ended.sessions == len(opened)
    assert {lobby.kept(each).end_reason for each in opened} == {SessionEnd.ENDED_BY_BANK}
    assert lobby.kept(other).ended_at is None
    kinds = [each.kind for each in desk.bank.store.committed.notices.values()]
    assert kinds.count(NoticeKind.SESSIONS_ENDED_BY_BANK) == 2


@pytest.mark.parametrize("kind", [PrincipalKind.STAFF, PrincipalKind.SERVICE])
async def test_whoever_runs_the_bank_is_nobodys_user_and_is_not_shut_out_as_one(
    desk: Desk, kind: PrincipalKind
) -> None:
    """Scenario: a manager makes an administrator, or a system, act for a customer to lock them."""
    customer, now = (await desk.customer()).id, desk.bank.clock.now()
    found = await person(desk.bank.scopes, now, kind=kind, roles=("administrator",))
    subject = found.principal.subject
    for new in (
        NewUser(customer=customer, subject=subject),
        NewUser(customer=customer, contact=Contact.email(NAME)),
    ):
        with pytest.raises(PrincipalNotFound):
            await desk.ask(AddUser, new, MANAGER)
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        await (await scope.get(Principals)).bind(found.principal.row, customer)
        await (await scope.get(UnitOfWork)).commit()
    assert subject not in await acting_for(desk, customer)
    lock = UserToLock(customer=customer, reason=LockReason.OTHER, user=subject)
    with pytest.raises(PrincipalNotFound):
        await desk.ask(LockPrincipal, lock, MANAGER)
    assert (await known(desk, subject)).is_let_in
