"""Lost factors are reset by two people, after a wait in which the owner can say no."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.application.identity.staff.examples import registered
from tests.application.scene import MANAGER, SERVICE, TELLER, WORKER, Desk, actor
from tests.people_who_sign_in import authenticator

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.list_factors import AllMyFactors, ListFactors
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.principals import Principals
from bank.application.identity.recovery.finish_factor_resets import (
    FinishFactorResets,
    OverdueFactorResets,
)
from bank.application.identity.recovery.read_resets import (
    FactorResetsWanted,
    GetFactorReset,
    ListFactorResets,
)
from bank.application.identity.recovery.reset_factors import (
    ConfirmFactorReset,
    FactorResetById,
    LostFactors,
    RequestFactorReset,
    StopFactorReset,
)
from bank.application.identity.staff.read_staff import ListStaff, StaffPage
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.audit import Outcome
from bank.domain.contacts import Contact
from bank.domain.factor_resets import (
    GOOD_FOR,
    WAIT,
    FactorResetNotFound,
    FactorResetOver,
    FactorResetState,
    FactorResetUnderWay,
    SecondPersonNeeded,
)
from bank.domain.identifiers import RowId
from bank.domain.principals import PrincipalNotFound


@pytest.fixture
async def ada(desk: Desk) -> UUID:
    """Give somebody with an authenticator, which they have lost."""
    customer = await desk.customer()
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        principal = await (await scope.get(Principals)).find(str(customer.id))
        assert principal is not None
        contact = Contact.email("ada@example.com")
        await (await scope.get(ProvedContacts)).put(principal, contact, desk.bank.clock.now())
        await (await scope.get(UnitOfWork)).commit()
    await authenticator(desk.bank.scopes, principal.row, desk.bank.clock.now())
    return customer.id


async def left(desk: Desk, owner: UUID) -> dict[Any, int]:
    async with desk.bank.scopes.open(UseCaseKind.QUERY) as scope:
        principal = await (await scope.get(Principals)).find(str(owner))
        assert principal is not None
        return await (await scope.get(EveryFactor)).enrolled(principal.row)


async def listed(desk: Desk, who: Any = TELLER, **wanted: Any) -> list[UUID]:
    found = (await desk.ask(ListFactorResets, FactorResetsWanted(**wanted), who)).result
    return [each.id for each in found]


async def request(desk: Desk, owner: UUID, who: Any = TELLER) -> UUID:
    reset: UUID = (await desk.ask(RequestFactorReset, LostFactors(owner), who)).result.id
    return reset


def told(desk: Desk) -> list[NoticeKind]:
    return [each.kind for each in desk.bank.store.committed.notices.values()]


async def finish(desk: Desk) -> int:
    done = await desk.ask(FinishFactorResets, OverdueFactorResets(), WORKER)
    resets: int = done.result.resets
    return resets


async def test_two_people_and_a_day_later_the_factors_are_gone(desk: Desk, ada: UUID) -> None:
    reset = await request(desk, ada)
    waiting = (await desk.ask(ConfirmFactorReset, FactorResetById(reset), MANAGER)).result
    assert waiting.state is FactorResetState.WAITING
    assert waiting.due_at == desk.bank.clock.now() + WAIT
    assert await finish(desk) == 0
    desk.bank.clock.move(WAIT)
    assert await left(desk, ada)
    assert (await finish(desk), await finish(desk)) == (1, 0)
    assert not await left(desk, ada)
    (event,) = desk.events("factor_reset.finish")
    assert event.outcome is Outcome.DONE
    assert told(desk) == [
        NoticeKind.FACTOR_RESET_ASKED,
        NoticeKind.FACTOR_RESET_WAITS,
        NoticeKind.FACTORS_RESET,
    ]


async def test_nobody_does_both_halves(desk: Desk, ada: UUID) -> None:
    reset = await request(desk, ada, MANAGER)
    with pytest.raises(SecondPersonNeeded):
        await desk.ask(ConfirmFactorReset, FactorResetById(reset), MANAGER)
    as_owner = actor("branch_manager", str(ada))
    with pytest.raises(SecondPersonNeeded):
        await desk.ask(ConfirmFactorReset, FactorResetById(reset), as_owner)
    with pytest.raises(SecondPersonNeeded):
        await desk.ask(RequestFactorReset, LostFactors(ada), as_owner)
    with pytest.raises(ActionForbidden):
        await desk.ask(ConfirmFactorReset, FactorResetById(reset), TELLER)


@pytest.mark.parametrize("confirmed", [False, True])
async def test_its_owner_stops_it(desk: Desk, ada: UUID, *, confirmed: bool) -> None:
    reset = await request(desk, ada)
    if confirmed:
        await desk.ask(ConfirmFactorReset, FactorResetById(reset), MANAGER)
    owner = actor("customer", str(ada))
    stopped = (await desk.ask(StopFactorReset, FactorResetById(reset), owner)).result
    assert stopped.state is FactorResetState.STOPPED
    assert told(desk)[-1] is NoticeKind.FACTOR_RESET_STOPPED
    desk.bank.clock.move(GOOD_FOR)
    assert await finish(desk) == 0
    assert await left(desk, ada)
    with pytest.raises(FactorResetOver):
        await desk.ask(ConfirmFactorReset, FactorResetById(reset), actor("branch_manager", "b"))
    await request(desk, ada)


async def test_a_stranger_does_not_learn_of_it(desk: Desk, ada: UUID) -> None:
    reset = await request(desk, ada)
    for which in (reset, ada):
        with pytest.raises(FactorResetNotFound):
            await desk.ask(StopFactorReset, FactorResetById(which), actor("customer", "eve"))


async def test_a_request_lapses(desk: Desk, ada: UUID) -> None:
    reset = await request(desk, ada)
    with pytest.raises(FactorResetUnderWay):
        await request(desk, ada, MANAGER)
    desk.bank.clock.move(GOOD_FOR + timedelta(seconds=1))
    with pytest.raises(FactorResetOver):
        await desk.ask(ConfirmFactorReset, FactorResetById(reset), MANAGER)
    await request(desk, ada, MANAGER)


async def test_who_is_unknown_and_who_may_not_ask(desk: Desk, ada: UUID) -> None:
    with pytest.raises(PrincipalNotFound):
        await request(desk, UUID(int=7))
    with pytest.raises(ActionForbidden):
        await request(desk, ada, SERVICE)


async def test_staff_find_what_is_under_way_and_what_is_over(desk: Desk, ada: UUID) -> None:
    first = await request(desk, ada)
    await desk.ask(StopFactorReset, FactorResetById(first), MANAGER)
    desk.bank.clock.move(timedelta(seconds=1))
    ben = (await desk.customer()).id
    lapsed = await request(desk, ben)
    desk.bank.clock.move(GOOD_FOR)
    waits = await request(desk, ada)
    await desk.ask(ConfirmFactorReset, FactorResetById(waits), MANAGER)
    assert await listed(desk) == [waits, lapsed, first]
    assert await listed(desk, is_open=True) == [waits]
    assert await listed(desk, is_open=False) == [lapsed, first]
    assert await listed(desk, owner=ada) == [waits, first]
    assert await listed(desk, MANAGER, limit=1) == [waits]
    assert await listed(desk, before=waits) == [lapsed, first]
    with pytest.raises(ActionForbidden):
        await listed(desk, actor("customer", str(ada)))
    assert desk.events("factor_reset.list")


async def test_its_owner_sees_it_among_their_factors_while_it_is_under_way(
    desk: Desk, ada: UUID
) -> None:
    owner = actor("customer", str(ada))

    async def shown() -> UUID | None:
        mine = (await desk.ask(ListFactors, AllMyFactors(), owner)).result
        return None if mine.reset is None else mine.reset.id

    assert await shown() is None
    reset = await request(desk, ada)
    assert await shown() == reset
    assert (await desk.ask(GetFactorReset, FactorResetById(reset), owner)).result.id == reset
    with pytest.raises(FactorResetNotFound):
        await desk.ask(GetFactorReset, FactorResetById(reset), actor("customer", "eve"))
    await desk.ask(StopFactorReset, FactorResetById(reset), owner)
    assert await shown() is None


async def test_two_administrators_reset_the_factors_of_a_member_of_staff(desk: Desk) -> None:
    joan = await registered(desk)
    one, other = (actor("administrator", each) for each in ("one", "other"))
    found = (await desk.ask(ListStaff, StaffPage(after=RowId(0), limit=10), one)).result
    assert [each.id for each in found] == [joan]
    reset = await request(desk, joan, one)
    assert await listed(desk, other, is_open=True) == [reset]
    with pytest.raises(SecondPersonNeeded):
        await desk.ask(ConfirmFactorReset, FactorResetById(reset), one)
    await desk.ask(ConfirmFactorReset, FactorResetById(reset), other)
    desk.bank.clock.move(WAIT)
    assert await finish(desk) == 1


async def test_branches_do_not_reset_staff_nor_administrators_customers(
    desk: Desk, ada: UUID
) -> None:
    administrator = actor("administrator")
    joan = await registered(desk)
    of_joan, of_ada = await request(desk, joan, administrator), await request(desk, ada)
    for owner, reset, who in ((joan, of_joan, MANAGER), (ada, of_ada, actor("administrator", "b"))):
        with pytest.raises(PrincipalNotFound):
            await request(desk, owner, who)
        for use_case in (ConfirmFactorReset, StopFactorReset, GetFactorReset):
            with pytest.raises(FactorResetNotFound):
                await desk.ask(use_case, FactorResetById(reset), who)
        assert reset not in await listed(desk, who)


@pytest.mark.parametrize("role", ["teller", "auditor", "administrator"])
async def test_a_member_of_staff_stops_the_reset_of_their_own_factors(
    desk: Desk, role: str
) -> None:
    joan = await registered(desk, "joan@bank.example", role)
    reset = await request(desk, joan, actor("administrator"))
    herself = actor(role, str(joan))
    stopped = (await desk.ask(StopFactorReset, FactorResetById(reset), herself)).result
    assert stopped.state is FactorResetState.STOPPED
