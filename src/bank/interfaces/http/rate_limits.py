"""How much one actor may ask of one server process: so many requests in each window."""

import math
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import NamedTuple


class Allowance(NamedTuple):
    """What is left of an actor's window: requests, and whole seconds until the next one begins."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int


class RateLimits:
    """Counts in fixed windows that are the same for all actors, so that nothing old is kept."""

    def __init__(
        self, limit: int, window: timedelta, seconds: Callable[[], float] = monotonic
    ) -> None:
        """Take the limit and the window; ``seconds`` is a clock that never falls."""
        self._limit = limit
        self._window = window.total_seconds()
        self._seconds = seconds
        self._ends = 0.0
        self._taken: dict[str, int] = {}

    def take(self, actor: str) -> Allowance:
        """Count a request; the ones past the limit are not allowed."""
        now = self._seconds()
        if now >= self._ends:
            self._ends = now + self._window
            self._taken = {}
        taken = self._taken[actor] = self._taken.get(actor, 0) + 1
        reset = max(1, math.ceil(self._ends - now))
        return Allowance(taken <= self._limit, self._limit, max(0, self._limit - taken), reset)
