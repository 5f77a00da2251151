"""The second way into the ledger: inside a use case's own unit of work."""

from collections.abc import Sequence

from bank.application.ports.clock import Clock
from bank.application.ports.ledger import Ledger, PostingJob, PostingOutcome
from bank.application.posting.batch import BatchRunner
from bank.application.posting.journal import PostingUnit
from bank.domain.refusals import Refusal


class UnitLedger(Ledger):
    """Decides and records at once, in the caller's unit: it stands or falls with all else in it."""

    def __init__(self, unit: PostingUnit, runner: BatchRunner, clock: Clock) -> None:
        """Take the posting unit over the caller's own database transaction."""
        self._unit = unit
        self._runner = runner
        self._clock = clock

    async def post(self, job: PostingJob) -> Sequence[PostingOutcome]:
        """Post within the unit; durable when the unit commits."""
        (outcome,) = await self._runner.run(self._unit, [job], self._clock.now())
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome
