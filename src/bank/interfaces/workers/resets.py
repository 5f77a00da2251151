"""The worker of a server process that finishes resets of factors whose wait is over."""

from bank.application.identity.recovery.finish_factor_resets import (
    FinishFactorResets,
    OverdueFactorResets,
)
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.keyed_digests import KeyedDigests
from bank.interfaces.workers.rounds import Worker, worker_named


class Resets(Worker):
    """Looks every minute; several processes may, for each reset is locked while it is finished.

    A look that finds nothing leaves nothing.
    """

    doing = "finishing resets"
    pause_seconds = 60.0

    def __init__(self, pipeline: Pipeline, digests: KeyedDigests) -> None:
        """Take the pipeline, and what names the worker."""
        self._pipeline = pipeline
        self._caller = Caller(actor=worker_named("resets", digests))

    async def once(self) -> None:
        """Finish what is due."""
        await self._pipeline.run(FinishFactorResets, OverdueFactorResets(), self._caller)
