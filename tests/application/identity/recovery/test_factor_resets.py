"""Lost factors are reset by two people, after a wait in which the owner can say no."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.application.scene import MANAGER, SERVICE, TELLER, WORKER, Desk, actor
from tests.people_who_sign_in import authenticator

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.principals import Principals
from bank.application.identity.recovery.finish_factor_resets import (
    FinishFactorResets,
    OverdueFactorResets,
)
from bank.application.identity.recovery.reset_factors import (
    ConfirmFactorReset,
    FactorResetById,
    LostFactors,
    RequestFactorReset,
    StopFactorReset,
)
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
