"""The worker of a server process that finishes resets of factors whose wait is over."""

import asyncio
import logging

from bank.application.identity.recovery.finish_factor_resets import (
    FinishFactorResets,
    OverdueFactorResets,
)
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.audit import Actor
from bank.domain.refusals import Refusal

PAUSE_SECONDS = 60.0
"""A look that finds nothing leaves nothing."""

_log = logging.getLogger(__name__)


class Resets:
    """Looks every minute; several processes may, for each reset is locked while it is finished."""

    def __init__(self, pipeline: Pipeline, digests: KeyedDigests) -> None:
        """Take the pipeline, and what names the worker."""
        self._pipeline = pipeline
        subject = "worker:resets"
        pseudonym = digests.pseudonym(subject)
        actor = Actor(kind="worker", subject=subject, pseudonym=pseudonym, roles=("worker",))
        self._caller = Caller(actor=actor)

    async def run(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Look again and again, until cancelled; what fails now is tried again."""
        while True:
            await asyncio.sleep(pause_seconds)
            try:
                await self.once()
            except Refusal as refusal:
                _log.warning("resets were refused", extra={"code": refusal.code})
            except Exception:  # noqa: BLE001 - what fails now must not end all later resets
                _log.exception("resets failed")

    async def once(self) -> None:
        """Finish what is due."""
        await self._pipeline.run(FinishFactorResets, OverdueFactorResets(), self._caller)
