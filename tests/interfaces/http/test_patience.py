"""One timer for all that is waited for."""

import asyncio

import pytest

from bank.interfaces.http.patience import Patience


async def test_what_comes_in_time_is_given() -> None:
    """Outcome: the value, and a later wait in the same task has all its time again."""
    patience = Patience(30.0)
    assert await patience.wait_for(asyncio.sleep(0, "body")) == "body"
    assert await patience.wait_for(asyncio.sleep(0, "another")) == "another"


async def test_whoever_takes_too_long_is_cut_off_each_in_turn() -> None:
    """Scenario: three wait for what never comes, one of them begins later; a fourth is quick.

    Outcome: the three are told in the order in which they began; the fourth has its value.
    """
    patience, late = Patience(0.05), list[int]()

    async def wait(number: int) -> None:
        await asyncio.sleep(0.02 * number)
        with pytest.raises(TimeoutError):
            await patience.wait_for(asyncio.Event().wait())
        late.append(number)
        assert asyncio.current_task() is not None

    quick = asyncio.create_task(patience.wait_for(asyncio.sleep(0.01, "body")))
    await asyncio.gather(*[wait(number) for number in range(3)])
    assert late == [0, 1, 2]
    assert await quick == "body"


async def test_a_task_that_others_cancel_is_cancelled() -> None:
    """Scenario: a client goes away while its body is waited for.

    Outcome: the task ends cancelled, not timed out.
    """
    waiting = asyncio.create_task(Patience(30.0).wait_for(asyncio.Event().wait()))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_the_timer_stands_again_after_nobody_waited() -> None:
    """Scenario: one is cut off, then nobody waits, then another never gets what it waits for.

    Outcome: both are cut off.
    """
    patience = Patience(0.02)
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await patience.wait_for(asyncio.Event().wait())
        await asyncio.sleep(0.05)
