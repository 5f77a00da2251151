"""Answers that say nothing by the time they take: they leave in steps."""

import math
from asyncio import sleep
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic
from typing import TypeVar

from bank.application.identity.passwords.comparing_times import ComparingTimes
from bank.domain.refusals import Refusal
from bank.interfaces.http.calls import Asked

Answer = TypeVar("Answer")


class Steps:
    """Holds an answer back until a whole number of steps is over since it was asked for.

    Whether the bank knows an address decides about a key that is read or not, and whether an owner
    is told that somebody guesses, about a notice: both are far less than a step. A refused password
    waits before that for what comparing it took less than the slowest comparison. What is held back
    holds nothing else: no connection, no lock.
    """

    def __init__(
        self,
        step: timedelta,
        times: ComparingTimes,
        seconds: Callable[[], float] = monotonic,
        wait: Callable[[float], Awaitable[None]] = sleep,
    ) -> None:
        """Take how long a step is, and what knows how long comparing passwords takes.

        Of no length, no step is waited for. ``seconds`` never falls.
        """
        self._step = step.total_seconds()
        self._times = times
        self._seconds = seconds
        self._wait = wait

    async def even(self, answer: Awaitable[Answer]) -> Answer:
        """Give an answer, or raise what it raises, at the end of a step."""
        began = self._seconds()
        try:
            return await answer
        finally:
            await self._end_of_step(began)

    async def even_refusals(self, answer: Awaitable[Answer]) -> Answer:
        """Give an answer as soon as it is there, or raise what it raises, at the end of a step.

        That is a step which whoever has the slowest hash would have reached as well.
        """
        began = self._seconds()
        self._times.begin()
        try:
            return await answer
        except Refusal:
            await self._end_of_step(began, self._times.missing())
            raise

    async def _end_of_step(self, began: float, missing: float = 0.0) -> None:
        until = self._seconds() - began + missing
        if self._step:
            until = math.ceil(until / self._step) * self._step
        # The last step by itself: who sleeps for long wakes later than who has just worked.
        for short_of in (self._step, 0.0):
            left = until - short_of - (self._seconds() - began)
            if left > 0:
                await self._wait(left)


def steps_of(request: Asked) -> Steps:
    """Give the steps in which a server process answers strangers."""
    steps: Steps = request.app.state.steps
    return steps
