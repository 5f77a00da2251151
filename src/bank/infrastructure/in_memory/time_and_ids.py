"""A clock that stands where it is put, and identifiers that are the same in every run."""

from datetime import datetime, timedelta
from uuid import UUID

from bank.application.ports.clock import Clock
from bank.application.ports.ids import Ids
from bank.domain.identifiers import milliseconds

_VERSION_7 = 7 << 76
_NO_ROW = 1 << 64
_VARIANT = 2 << 62


class SettableClock(Clock):
    """Stands still unless it is moved, forwards or backwards."""

    def __init__(self, moment: datetime) -> None:
        """Take the first moment, in UTC."""
        self._moment = moment

    def now(self) -> datetime:
        """Give the moment that was set."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Put the clock to a moment."""
        self._moment = moment

    def move(self, by: timedelta) -> None:
        """Move the clock."""
        self._moment += by


class CountedIds(Ids):
    """UUIDv7s with the clock's time and a running number; none could be taken for a row's id."""

    def __init__(self, clock: Clock) -> None:
        """Take the clock."""
        self._clock = clock
        self._last_ms = 0
        self._number = 0

    def new(self) -> UUID:
        """Give the next one; its time never falls, whatever the clock does."""
        self._last_ms = max(self._last_ms, milliseconds(self._clock.now()))
        self._number += 1
        return UUID(int=(self._last_ms << 80) | _VERSION_7 | _NO_ROW | _VARIANT | self._number)
