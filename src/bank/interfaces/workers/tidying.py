"""The sweeper of a server process: it has the ledger look at holds whose time is over."""

from bank.application.holds.tidy_holds import AT_ONCE, OverdueHolds, Tidied, TidyHolds
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.interfaces.workers.rounds import Worker, worker_named


class Tidying(Worker):
    """Ends holds whose time is over, on accounts that nobody asks about.

    Nothing hangs on it: an expired hold counts no longer at the next decision anyway. Several
    processes may sweep at once; whoever comes second finds nothing to end.
    """

    doing = "tidying"
    pause_seconds = 60.0

    def __init__(self, pipeline: Pipeline, ids: Ids, digests: KeyedDigests) -> None:
        """Take the pipeline, and what names the worker's acts."""
        self._pipeline = pipeline
        self._ids = ids
        self._actor = worker_named("tidying", digests)

    async def once(self) -> None:
        """Sweep, portion by portion, until nothing is overdue."""
        ended = AT_ONCE
        while ended == AT_ONCE:
            caller = Caller(actor=self._actor, idempotency_key=str(self._ids.new()))
            done = await self._pipeline.run(TidyHolds, OverdueHolds(AT_ONCE), caller)
            tidied: Tidied = done.result
            ended = tidied.holds
