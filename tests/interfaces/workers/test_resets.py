"""The worker that finishes resets of factors: again and again, whatever happens in between."""

import asyncio
from contextlib import suppress
from typing import Any

from tests.application.scene import Desk, a_bank

from bank.application.identity.recovery.finish_factor_resets import FinishFactorResets
from bank.application.pipeline.act import Caller
from bank.domain.refusals import Refusal
from bank.interfaces.workers.resets import Resets


class Pipeline:
    """Fails twice, each time in another way, and says when it was asked often enough."""

    def __init__(self) -> None:
        self.asked: list[tuple[type[Any], Caller]] = []
        self.enough = asyncio.Event()

    async def run(self, use_case: type[Any], command: Any, caller: Caller) -> None:
        del command
        self.asked.append((use_case, caller))
        if len(self.asked) == 1:
            raise Refusal
        if len(self.asked) == 2:
            raise RuntimeError
        self.enough.set()


async def test_what_fails_is_tried_again() -> None:
    pipeline, digests = Pipeline(), Desk(a_bank()).bank.digests
    worker = asyncio.create_task(Resets(pipeline, digests).run(0.0))  # type: ignore[arg-type]
    await asyncio.wait_for(pipeline.enough.wait(), timeout=10)
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker
    assert {case for case, _ in pipeline.asked} == {FinishFactorResets}
    assert {caller.actor.roles for _, caller in pipeline.asked} == {("worker",)}
