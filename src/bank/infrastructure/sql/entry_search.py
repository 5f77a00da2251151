"""Looking back through numbered rows for those that are wanted, a bounded stretch at a time."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row

STRETCH = 500
"""How many numbers one statement looks at."""

STRETCHES_MAX = 10
"""How many of those one page takes."""

Stretch = Callable[[int, int, int], Awaitable[Sequence[Row[Any]]]]
"""Gives the wanted rows after one number, through another, newest first, perhaps only so many."""


class Found(NamedTuple):
    """What a search found, and the number before which it goes on."""

    rows: Sequence[Row[Any]]
    next_before: int | None


async def search_back(stretch: Stretch, after: int, newest: int, limit: int) -> Found:
    """Find ``limit`` rows after one number and through ``newest``, or as many as a page may cost.

    Rows say their ``number``. One more than the limit is looked for, so that a last page is known.
    """
    found: list[Row[Any]] = []
    top = newest
    for _ in range(STRETCHES_MAX):
        if top <= after:
            break
        bottom = max(after, top - STRETCH)
        found += await stretch(bottom, top, limit + 1 - len(found))
        if len(found) > limit:
            return Found(found[:limit], found[limit - 1].number)
        top = bottom
    return Found(found, top + 1 if top > after else None)
