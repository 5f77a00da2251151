"""Long work in slices, so that everybody else on the event loop gets a turn in between."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
SLICE = 64
"""So few that the batch which holds the book, and waits for the database, is soon heard again."""


async def in_turns(items: Sequence[Item]) -> AsyncIterator[Sequence[Item]]:
    """Give the items slice by slice, and let others run between two slices."""
    for start in range(0, len(items), SLICE):
        if start:
            await asyncio.sleep(0)
        yield items[start : start + SLICE]
