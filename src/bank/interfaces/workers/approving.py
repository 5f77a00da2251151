"""What becomes of approvals by itself: the approved is run, the overdue written off."""

from bank.application.approvals.approved_runs import ApprovedRuns
from bank.application.approvals.expire_approvals import (
    AT_ONCE,
    ExpireApprovals,
    OverdueApprovals,
    WrittenOff,
)
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.approvals import ApprovalRequest
from bank.interfaces.workers.rounds import Worker, worker_named


class Approving(Worker):
    """Runs what was approved and, because of a crash or an absent database, not run at once.

    Several processes may do it: whoever comes second gets the first one's answer. Nothing hangs on
    the writing off: what is over cannot be approved any more anyway.
    """

    doing = "approving"
    pause_seconds = 15.0

    def __init__(
        self, pipeline: Pipeline, runs: ApprovedRuns, ids: Ids, digests: KeyedDigests
    ) -> None:
        """Take the pipeline, what runs approved acts, and what names the worker's own."""
        self._pipeline = pipeline
        self._runs = runs
        self._ids = ids
        self._actor = worker_named("approving", digests)

    async def once(self) -> None:
        """Run what is approved, then write off what is overdue, portion by portion."""
        for request in await self._runs.waiting():
            await self._finish(request)
        ended = AT_ONCE
        while ended == AT_ONCE:
            caller = Caller(actor=self._actor, idempotency_key=str(self._ids.new()))
            done = await self._pipeline.run(ExpireApprovals, OverdueApprovals(AT_ONCE), caller)
            written_off: WrittenOff = done.result
            ended = written_off.approvals

    async def _finish(self, request: ApprovalRequest) -> None:
        try:
            await self._runs.finish(request)
        except Exception:  # One that breaks must not keep the others waiting.
            self.log.exception("an approved act failed", extra={"action": request.action})
