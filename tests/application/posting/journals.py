"""Journals that stand between the queue and the books, and hold batches up or make them fail."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from bank.application.posting.journal import Journal, Loaded, PostingUnit, Recording, Wanted
from bank.application.posting.known import Known
from bank.domain.ledger.days import LedgerHead


class WatchedJournal(Journal):
    """Counts batches; holds each until ``gate`` is open, and raises what it is told to.

    Each of ``failures`` is for one batch: ``before`` the batch begins, ``instead`` of its commit,
    or ``after`` it, with the exception to raise.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.batches = 0
        self.keys: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.failures: list[tuple[str, Exception]] = []
        self.poison: Callable[[Collection[UUID]], bool] = lambda _keys: False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[PostingUnit]:
        self.batches += 1
        await self.gate.wait()
        when, fault = self.failures.pop(0) if self.failures else ("never", Exception())
        if when == "before":
            raise fault
        async with self._journal.begin() as unit:
            yield _WatchedUnit(unit, self)
            if when == "instead":
                raise fault
        if when == "after":
            raise fault


class _WatchedUnit(PostingUnit):
    def __init__(self, unit: PostingUnit, journal: WatchedJournal) -> None:
        self._unit = unit
        self._journal = journal

    async def load(self, wanted: Wanted, now: datetime) -> Loaded:
        self._journal.keys.append(len(wanted.keys) + len(wanted.taken_for_new))
        if self._journal.poison([*wanted.keys, *wanted.taken_for_new]):
            raise ZeroDivisionError("poisoned")
        return await self._unit.load(wanted, now)

    async def entries_under(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        return await self._unit.entries_under(keys)

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        await self._unit.record(head, recording)


class Watched:
    """Gives ``InMemoryBank`` a watched journal, and the test the same one."""

    def __init__(self) -> None:
        self.made: list[WatchedJournal] = []

    def __call__(self, journal: Journal) -> Journal:
        self.made.append(WatchedJournal(journal))
        return self.made[-1]

    @property
    def journal(self) -> WatchedJournal:
        return self.made[-1]
