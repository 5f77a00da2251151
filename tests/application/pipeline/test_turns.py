"""Long work in slices."""

import asyncio

from bank.application.pipeline.turns import SLICE, in_turns


async def test_others_run_between_two_slices() -> None:
    """Scenario: two and a half slices of work beside somebody else's.

    Outcome: all items, in order, and the other had a turn before the last slice.
    """
    seen: list[str] = []

    async def other() -> None:
        seen.append("other")

    waiting = asyncio.ensure_future(other())
    items: list[int] = []
    async for some in in_turns(range(2 * SLICE + SLICE // 2)):
        items += some
        seen.append("slice")
    await waiting
    assert items == list(range(2 * SLICE + SLICE // 2))
    assert seen == ["slice", "other", "slice", "slice"]


async def test_what_fits_into_one_slice_is_not_interrupted() -> None:
    """Outcome: nobody else runs before it is done."""
    seen: list[str] = []
    waiting = asyncio.ensure_future(asyncio.to_thread(seen.append, "other"))
    seen += [f"slice of {len(some)}" async for some in in_turns(range(SLICE))]
    await waiting
    assert seen == [f"slice of {SLICE}", "other"]
