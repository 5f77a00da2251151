"""A bank whose postings leave no audit events: what the audit costs, and nothing for anybody's use.

Off leaves out the rows of `audit_event`, their indexes and their write-ahead log. The event is
still made in memory, its digest included, and entries still name it.
"""

from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from uuid import UUID

import msgspec
from dishka import Provider, Scope, decorate

from bank.application.posting.journal import (
    Journal,
    Loaded,
    PostingUnit,
    Recording,
    Wanted,
)
from bank.application.posting.known import Known
from bank.bootstrap.plugins import Plugin
from bank.domain.ledger.days import LedgerHead
from bench.plugins.door import WITHOUT_AUDIT


class UnauditedUnit(PostingUnit):
    """A batch that forgets its audit events before it is recorded."""

    def __init__(self, unit: PostingUnit) -> None:
        """Take the batch that does the work."""
        self._unit = unit

    async def load(self, wanted: Wanted, now: datetime) -> Loaded:
        """Load as it would have."""
        return await self._unit.load(wanted, now)

    async def entries_under(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        """Read as it would have."""
        return await self._unit.entries_under(keys)

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Record all but the audit events."""
        recording.events.clear()
        await self._unit.record(head, recording)


class UnauditedJournal(Journal):
    """A journal of such batches."""

    def __init__(self, journal: Journal) -> None:
        """Take the journal that does the work."""
        self._journal = journal

    def begin(self) -> AbstractAsyncContextManager[PostingUnit]:
        """Open a batch."""
        return self._begun()

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[PostingUnit]:
        async with self._journal.begin() as unit:
            yield UnauditedUnit(unit)


class Off(Provider):
    """Puts that journal in the place of the bank's."""

    scope = Scope.APP

    @decorate
    def journal(self, journal: Journal) -> Journal:
        """Give the journal."""
        return UnauditedJournal(journal)


class OffSettings(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """There is nothing to set."""


def _provider(_settings: OffSettings) -> Provider:
    return Off()


PLUGIN = Plugin(name=WITHOUT_AUDIT, settings=OffSettings, provider=_provider)
