"""Answers that say nothing by the time they take: they leave in steps."""

import math
from asyncio import sleep
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic
from typing import TypeVar

from bank.domain.refusals import Refusal
from bank.interfaces.http.calls import Asked

Answer = TypeVar("Answer")


class Steps:
    """Holds an answer back until a whole number of steps is over since it was asked for.

    Whether the bank knows an address decides about a key that is read or not, and whether an owner
    is told that somebody guesses, about a notice: both are far less than a step. What is held back
    holds nothing else: no connection, no lock.
    """

    def __init__(
        self,
        step: timedelta,
        seconds: Callable[[], float] = monotonic,
        wait: Callable[[float], Awaitable[None]] = sleep,
    ) -> None:
        """Take how long a step is; of no length, nothing waits. ``seconds`` never falls."""
        self._step = step.total_seconds()
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
        """Give an answer as soon as it is there, or raise what it raises, at the end of a step."""
        began = self._seconds()
        try:
            return await answer
        except Refusal:
            await self._end_of_step(began)
            raise

    async def _end_of_step(self, began: float) -> None:
        if self._step:
            took = self._seconds() - began
            await self._wait(math.ceil(took / self._step) * self._step - took)


def steps_of(request: Asked) -> Steps:
    """Give the steps in which a server process answers strangers."""
    steps: Steps = request.app.state.steps
    return steps
