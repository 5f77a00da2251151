"""Somebody is shut out while their accounts are open, and let in again."""

from typing import Any
from uuid import UUID

import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.identity.users.examples import added
from tests.application.scene import MANAGER, SERVICE, TELLER, Desk, actor

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.principals import Principals
from bank.application.identity.users.lock_user import (
    LockPrincipal,
    UnlockPrincipal,
    UserToLock,
    UserToUnlock,
)
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId, public_id
from bank.domain.parties import CustomerNotFound
from bank.domain.principals import (
    LockReason,
    Principal,
    PrincipalDeactivated,
    PrincipalLocked,
    PrincipalNotFound,
    PrincipalNotLocked,
    PrincipalState,
)
from bank.domain.sessions import NotLetIn, SessionEnd, SessionOver
from bank.domain.staff import OwnAccount

STOLEN = LockReason.CREDENTIALS_STOLEN


async def known(desk: Desk, subject: Any) -> Principal:
    async with desk.bank.scopes.open(UseCaseKind.QUERY) as scope:
        found = await (await scope.get(Principals)).find(str(subject))
    assert found is not None
    return found


async def reached(desk: Desk, subject: Any, email: str = "ada@example.com") -> Principal:
    """Give somebody who hears what is told."""
    principal = await known(desk, subject)
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        contacts = await scope.get(ProvedContacts)
        await contacts.put(principal, Contact.email(email), desk.bank.clock.now())
        await (await scope.get(UnitOfWork)).commit()
    return principal


async def lock(desk: Desk, customer: UUID, who: Any = MANAGER, user: str | None = None) -> Any:
    order = UserToLock(customer=customer, reason=STOLEN, user=user)
    return (await desk.ask(LockPrincipal, order, who)).result.principal


async def unlock(desk: Desk, customer: UUID, who: Any = MANAGER) -> Any:
    return (await desk.ask(UnlockPrincipal, UserToUnlock(customer=customer), who)).result.principal


async def test_who_is_locked_is_out_of_every_session_and_opens_none(desk: Desk) -> None:
    customer, lobby = (await desk.customer()).id, Lobby(desk.bank)
    ada = await reached(desk, customer)
    session = await lobby.open(ada)
    locked = await lock(desk, customer)
    assert (locked.state, locked.lock_reason) == (PrincipalState.LOCKED, STOLEN)
    assert lobby.kept(session).end_reason is SessionEnd.LOCKED
    (ending,) = [row.ending for row in desk.bank.store.committed.token_endings.values()]
    assert (ending.holder, ending.shut_out) == (desk.bank.digests.pseudonym(ada.subject), True)
    with pytest.raises(NotLetIn):
        await lobby.open(ada)
    with pytest.raises(SessionOver):
        await lobby.renew(session)
    kinds = [each.kind for each in desk.bank.store.committed.notices.values()]
    assert kinds == [NoticeKind.LOCKED]


async def test_who_is_unlocked_comes_in_as_before(desk: Desk) -> None:
    customer, lobby = (await desk.customer()).id, Lobby(desk.bank)
    ada = await reached(desk, customer)
    await lock(desk, customer)
    unlocked = await unlock(desk, customer)
    assert (unlocked.state, unlocked.lock_reason) == (PrincipalState.ACTIVE, None)
    assert (await lobby.open(ada)).cookie is not None
    (ending,) = [row.ending for row in desk.bank.store.committed.token_endings.values()]
    assert not ending.shut_out
    kinds = [each.kind for each in desk.bank.store.committed.notices.values()]
    assert kinds == [NoticeKind.LOCKED, NoticeKind.UNLOCKED]


async def test_refusals_in_their_order(desk: Desk) -> None:
    customer = (await desk.customer()).id
    with pytest.raises(CustomerNotFound):
        await lock(desk, public_id(desk.bank.clock.now(), RowId(424_242)))
    with pytest.raises(PrincipalNotFound):
        await lock(desk, customer, user="somebody else")
    with pytest.raises(OwnAccount):
        await lock(desk, customer, actor("branch_manager", str(customer)))
    with pytest.raises(PrincipalNotLocked):
        await unlock(desk, customer)
    await lock(desk, customer)
    with pytest.raises(PrincipalLocked):
        await lock(desk, customer)
    with pytest.raises(OwnAccount):
        await unlock(desk, customer, actor("branch_manager", str(customer)))
    gone = (await known(desk, customer)).changed(state=PrincipalState.DEACTIVATED)
    await Lobby(desk.bank).save(gone)
    assert gone.lock_reason is None
    with pytest.raises(PrincipalDeactivated):
        await lock(desk, customer)


async def test_what_a_machine_locks_a_person_unlocks(desk: Desk) -> None:
    customer = (await desk.customer()).id
    with pytest.raises(ActionForbidden):
        await lock(desk, customer, TELLER)
    await lock(desk, customer, SERVICE)
    with pytest.raises(ActionForbidden):
        await unlock(desk, customer, SERVICE)
    await unlock(desk, customer, actor("compliance_officer", "colin"))


async def test_one_user_is_locked_and_the_others_are_not(desk: Desk) -> None:
    customer = (await desk.customer()).id
    clerk = await added(desk, customer, "clerk@example.com")
    await lock(desk, customer, user=clerk)
    assert (await known(desk, clerk)).state is PrincipalState.LOCKED
    assert (await known(desk, customer)).is_let_in
