"""The watch over sessions: what was ended anywhere lets nobody in here within a second."""

from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.ports.clock import Clock
from bank.interfaces.workers.rounds import Watch


class SessionWatching(Watch):
    """Reads ends and writes uses, twice a second and more, in each server process.

    While the database is away, tokens that were verified before stay good until they expire.
    """

    doing = "watching sessions"
    cannot = "ended sessions cannot be read"

    def __init__(self, watch: SessionWatch, clock: Clock) -> None:
        """Take what knows of sessions, and the clock."""
        self._watch = watch
        self._clock = clock

    async def once(self) -> None:
        """Read ends, then write uses."""
        await self._watch.look(self._clock.now())
        await self._watch.touch(self._clock.now())
