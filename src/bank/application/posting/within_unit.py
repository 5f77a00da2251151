"""The second way into the ledger: inside a use case's own unit of work."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bank.application.ports.clock import Clock
from bank.application.ports.ledger import LedgerInUnit, LedgerOutcome, PostingJob, Refused
from bank.application.posting.batch import BatchRunner
from bank.application.posting.journal import Loaded, PostingUnit, Recording, Wanted
from bank.application.posting.known import Known
from bank.domain.ledger.days import LedgerHead
from bank.domain.refusals import Refusal


class UnitLedger(LedgerInUnit):
    """Decides and records at once, in the caller's unit: it stands or falls with all else in it.

    Only entries are recorded here: key, audit event and refusal are the pipeline's, which runs the
    command.
    """

    def __init__(self, unit: PostingUnit, runner: BatchRunner, clock: Clock) -> None:
        """Take the posting unit over the caller's own database transaction."""
        self._unit = unit
        self._runner = runner
        self._clock = clock

    async def post(self, job: PostingJob) -> Sequence[LedgerOutcome]:
        """Post within the unit; durable when the unit commits."""
        unit = _EntriesOnly(self._unit, job.act.audit_event)
        (outcome,) = await self._runner.run(unit, [job], self._clock.now())
        if isinstance(outcome, Refusal):
            raise outcome
        for each in outcome:
            if isinstance(each, Refused):
                each.refusal.recorded = False
        return outcome


class _EntriesOnly(PostingUnit):
    """Leaves out what the pipeline writes of the act, and the claim that it has written already."""

    def __init__(self, unit: PostingUnit, audit_event: UUID) -> None:
        """Take the unit, and the act by its audit event."""
        self._unit = unit
        self._audit_event = audit_event

    async def load(self, wanted: Wanted, now: datetime) -> Loaded:
        """Load, without the claim of the command's own key."""
        loaded = await self._unit.load(wanted, now)
        loaded.known = {
            key: known
            for key, known in loaded.known.items()
            if known.outcome is not None or known.audit_event != self._audit_event
        }
        return loaded

    async def entries_under(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        """Pass on."""
        return await self._unit.entries_under(keys)

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Record all but the act's own key and event; what time brought about is no act of it."""
        events = [event for event in recording.events if event.id != self._audit_event]
        await self._unit.record(head, replace(recording, records=[], events=events))
