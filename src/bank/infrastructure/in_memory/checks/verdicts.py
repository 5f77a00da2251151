"""What a proof says of each row that it looks at."""

from collections.abc import Callable, Iterator

from bank.infrastructure.in_memory.store import Tables

Verdicts = Iterator[str | None]
"""For each row the name of what does not hold, or nothing where it does."""

Check = Callable[[Tables], Verdicts]


def unless(holds: bool, offender: str) -> str | None:  # noqa: FBT001 - it reads as a sentence
    """Name the offender unless it holds."""
    return None if holds else offender


def nothing_kept(_tables: Tables) -> Verdicts:
    """Prove what is said of tables that are not kept in memory."""
    yield from ()
