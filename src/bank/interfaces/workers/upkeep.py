"""The daily upkeep of a server process."""

import asyncio
import logging
from datetime import timedelta

from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.clock import Clock
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.upkeep.forget_keys import ForgetKeys, KeyRetention
from bank.domain.audit import Actor
from bank.domain.refusals import Refusal

PAUSE_SECONDS = 3600.0
_log = logging.getLogger(__name__)


class Upkeep:
    """Forgets old keys once a day, whichever server process comes first: the day is the key."""

    def __init__(
        self, pipeline: Pipeline, clock: Clock, digests: KeyedDigests, retention: timedelta
    ) -> None:
        """Take how long keys are kept."""
        self._pipeline = pipeline
        self._clock = clock
        self._retention = retention
        subject = "worker:upkeep"
        self._actor = Actor(
            kind="worker",
            subject=subject,
            pseudonym=digests.pseudonym(subject),
            roles=("worker",),
        )

    async def run(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Look every hour, until cancelled; what is refused or fails now is tried again."""
        while True:
            await asyncio.sleep(pause_seconds)
            try:
                await self.once()
            except Refusal as refusal:
                _log.warning("upkeep was refused", extra={"code": refusal.code})
            except Exception:  # noqa: BLE001 - what fails today must not end the upkeep of all days
                _log.exception("upkeep failed")

    async def once(self) -> None:
        """Do the day's upkeep, unless it is done."""
        day = self._clock.now().date().isoformat()
        caller = Caller(actor=self._actor, idempotency_key=f"upkeep-{day}")
        await self._pipeline.run(ForgetKeys, KeyRetention(self._retention), caller)
