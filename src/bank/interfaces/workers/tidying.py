"""The sweeper of a server process: it has the ledger look at holds whose time is over."""

import asyncio
import logging

from bank.application.holds.tidy_holds import AT_ONCE, OverdueHolds, Tidied, TidyHolds
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.audit import Actor
from bank.domain.refusals import Refusal

PAUSE_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Tidying:
    """Ends holds whose time is over, on accounts that nobody asks about.

    Nothing hangs on it: an expired hold counts no longer at the next decision anyway. Several
    processes may sweep at once; whoever comes second finds nothing to end.
    """

    def __init__(self, pipeline: Pipeline, ids: Ids, digests: KeyedDigests) -> None:
        """Take the pipeline, and what names the worker's acts."""
        self._pipeline = pipeline
        self._ids = ids
        subject = "worker:tidying"
        pseudonym = digests.pseudonym(subject)
        self._actor = Actor(kind="worker", subject=subject, pseudonym=pseudonym, roles=("worker",))

    async def run(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Sweep every minute, until cancelled; what fails now is tried again."""
        while True:
            await asyncio.sleep(pause_seconds)
            try:
                await self.once()
            except Refusal as refusal:
                _log.warning("tidying was refused", extra={"code": refusal.code})
            except Exception:  # noqa: BLE001 - what fails now must not end the tidying of all time
                _log.exception("tidying failed")

    async def once(self) -> None:
        """Sweep, portion by portion, until nothing is overdue."""
        ended = AT_ONCE
        while ended == AT_ONCE:
            caller = Caller(actor=self._actor, idempotency_key=str(self._ids.new()))
            done = await self._pipeline.run(TidyHolds, OverdueHolds(AT_ONCE), caller)
            tidied: Tidied = done.result
            ended = tidied.holds
