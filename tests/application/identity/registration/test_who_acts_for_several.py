"""Whoever acts for several customers leaves with the last of them, and is let in with the next."""

from datetime import timedelta
from uuid import UUID

from tests.application.identity.sessions.scene import Lobby
from tests.application.identity.users.examples import added
from tests.application.identity.users.test_shutting_out import known, reached
from tests.application.scene import MANAGER, Desk

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.registration.invite import AddUser, NewUser
from bank.application.identity.registration.leave import (
    CustomerToLeave,
    DeactivateCustomer,
    EraseCustomer,
)
from bank.application.identity.users.lock_user import LockPrincipal, UserToLock
from bank.application.pipeline.declaration import UseCaseKind
from bank.domain.principals import LockReason, PrincipalState
from bank.domain.sessions import SessionEnd

LAWS_TIME = timedelta(days=3653)


async def _clerk_of_two(desk: Desk) -> tuple[str, UUID, UUID]:
    one, other = (await desk.customer()).id, (await desk.customer()).id
    clerk = await added(desk, one, "clerk@example.com")
    await reached(desk, clerk, "clerk@example.com")
    await desk.ask(AddUser, NewUser(customer=other, subject=clerk))
    return clerk, one, other


async def _let_go(desk: Desk, customer: UUID) -> None:
    await desk.ask(DeactivateCustomer, CustomerToLeave(customer), MANAGER)


async def _is_reached(desk: Desk, subject: str) -> bool:
    principal = await known(desk, subject)
    async with desk.bank.scopes.open(UseCaseKind.QUERY) as scope:
        return bool(await (await scope.get(ProvedContacts)).of(principal.row))


async def test_they_sign_in_until_the_last_of_them_has_left(desk: Desk) -> None:
    clerk, one, other = await _clerk_of_two(desk)
    lobby = Lobby(desk.bank)
    session = await lobby.open(await known(desk, clerk))
    await _let_go(desk, one)
    assert (await known(desk, clerk)).is_let_in
    await _let_go(desk, other)
    assert (await known(desk, clerk)).state is PrincipalState.DEACTIVATED
    assert lobby.kept(session).end_reason is SessionEnd.DEACTIVATED


async def test_they_are_forgotten_with_the_last_of_them(desk: Desk) -> None:
    clerk, one, other = await _clerk_of_two(desk)
    await _let_go(desk, one)
    desk.bank.clock.move(timedelta(days=1))
    await _let_go(desk, other)
    desk.bank.clock.move(LAWS_TIME)
    await desk.ask(EraseCustomer, CustomerToLeave(one), MANAGER)
    assert await _is_reached(desk, clerk)
    await desk.ask(EraseCustomer, CustomerToLeave(other), MANAGER)
    assert not await _is_reached(desk, clerk)


async def test_who_left_with_another_customer_is_let_in_when_they_are_added(desk: Desk) -> None:
    firm, next_firm = (await desk.customer()).id, (await desk.customer()).id
    clerk = await added(desk, firm, "clerk@example.com")
    await _let_go(desk, firm)
    assert not (await known(desk, clerk)).is_let_in
    await desk.ask(AddUser, NewUser(customer=next_firm, subject=clerk))
    assert (await known(desk, clerk)).is_let_in


async def test_who_is_locked_stays_so_when_they_are_added(desk: Desk) -> None:
    firm, next_firm = (await desk.customer()).id, (await desk.customer()).id
    clerk = await added(desk, firm, "clerk@example.com")
    order = UserToLock(customer=firm, reason=LockReason.DEVICE_LOST, user=clerk)
    await desk.ask(LockPrincipal, order, MANAGER)
    await desk.ask(AddUser, NewUser(customer=next_firm, subject=clerk))
    assert (await known(desk, clerk)).state is PrincipalState.LOCKED
