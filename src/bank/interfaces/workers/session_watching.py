"""The watch over sessions: what was ended anywhere lets nobody in here within a second."""

import asyncio
import logging

from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import TransientFault
from bank.domain.refusals import Refusal

PAUSE_SECONDS = 0.4
_log = logging.getLogger(__name__)


class SessionWatching:
    """Reads ends and writes uses, twice a second and more, in each server process.

    While the database is away, tokens that were verified before stay good until they expire.
    """

    def __init__(self, watch: SessionWatch, clock: Clock) -> None:
        """Take what knows of sessions, and the clock."""
        self._watch = watch
        self._clock = clock
        self._away = False

    async def run(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Look, until cancelled."""
        while True:
            await asyncio.sleep(pause_seconds)
            await self.look()

    async def look(self) -> None:
        """Look once; that it could not is said once, until it can again."""
        try:
            await self._watch.look(self._clock.now())
            await self._watch.touch(self._clock.now())
        except (Refusal, TransientFault):
            if not self._away:
                _log.warning("ended sessions cannot be read")
            self._away = True
        except Exception:  # noqa: BLE001 - what fails now must not end the watch of all time
            _log.exception("watching sessions failed")
        else:
            self._away = False
