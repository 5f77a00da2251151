"""What every backend does when two would appoint the first administrator at once."""

import asyncio

from tests.contracts.backend import NOW, Backend, Unit
from tests.contracts.waiting import ended, waits

from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind, PrincipalState


async def _appointed(unit: Unit) -> Principal:
    """Appoint somebody at the branch that the turn is taken at, too."""
    added = Principal(
        row=await unit.principals.next_row(),
        subject="anna",
        kind=PrincipalKind.STAFF,
        state=PrincipalState.ACTIVE,
        roles=("administrator",),
        created_at=NOW,
        branch="main",
    )
    await unit.principals.add(added)
    return added


async def _seen(unit: Unit) -> int:
    page = await unit.principals.page(PrincipalKind.STAFF, after=RowId(0), limit=10)
    return len(page)


async def _seen_in_turn(unit: Unit) -> int:
    assert not await _seen(unit)
    await unit.first_appointment.take_turn()
    return await _seen(unit)


async def test_who_comes_second_waits_and_sees_whom_the_first_appointed(backend: Backend) -> None:
    """Two units take the turn on connections of their own.

    Scenario: both find nobody; the first takes the turn and appoints, the second asks for it.
    Outcome: the second waits until the first has committed, and sees whom it appointed.
    """
    async with backend.unit() as first, backend.unit() as second:
        await first.first_appointment.take_turn()
        waiting = asyncio.create_task(_seen_in_turn(second))
        assert await waits(waiting)
        await _appointed(first)
        await first.work.commit()
        assert await ended(waiting) == 1


async def test_who_gives_up_leaves_the_turn_to_the_next(backend: Backend) -> None:
    """Two units take the turn on connections of their own.

    Scenario: the first takes the turn, appoints somebody and is rolled back.
    Outcome: the second has the turn then, and nobody is there.
    """
    async with backend.unit() as second:
        async with backend.unit() as first:
            await first.first_appointment.take_turn()
            await _appointed(first)
            waiting = asyncio.create_task(_seen_in_turn(second))
            assert await waits(waiting)
        assert await ended(waiting) == 0


async def test_nobody_else_waits_for_the_turn(backend: Backend) -> None:
    """A unit has the turn, another works at the same branch.

    Scenario: the first takes the turn; the second adds a member of staff of the branch.
    Outcome: the second does not wait.
    """
    async with backend.unit() as first, backend.unit() as second:
        await first.first_appointment.take_turn()
        joining = asyncio.create_task(_appointed(second))
        assert await ended(joining)
        await second.work.commit()


async def test_a_turn_may_be_taken_twice_by_the_same(backend: Backend) -> None:
    async with backend.unit() as unit:
        await unit.first_appointment.take_turn()
        await unit.first_appointment.take_turn()
        assert await _seen(unit) == 0
