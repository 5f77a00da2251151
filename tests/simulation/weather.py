"""What goes wrong with the store: how often, and when."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from random import Random

from tests.simulation.trace import Trace

from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault


class Fate(Enum):
    """What becomes of a commit."""

    WHOLE = "whole"
    REFUSED = "refused by a lost race"
    GONE = "the database is gone before it"
    LOST_BEFORE = "undone, and the answer is lost"
    LOST_AFTER = "done, and the answer is lost"


BAD = (Fate.REFUSED, Fate.GONE, Fate.LOST_BEFORE, Fate.LOST_AFTER, Fate.LOST_AFTER)


@dataclass
class Rates:
    """How likely each trouble is, each time that it could be."""

    bad_commit: float = 0.0
    slow_commit: float = 0.0
    unreachable: float = 0.0
    outage: float = 0.0
    death: float = 0.0
    lost: float = 0.0
    doubled: float = 0.0
    late: float = 0.0


def drawn_rates(chance: Random) -> Rates:
    """Draw how bad it is this time: one seed in five is almost calm, one is a storm."""
    worst = chance.choice((0.02, 0.1, 0.1, 0.2, 0.4))
    return Rates(
        bad_commit=chance.uniform(0, worst),
        slow_commit=chance.uniform(0, 2 * worst),
        unreachable=chance.uniform(0, worst / 3),
        outage=chance.uniform(0, worst / 10),
        death=chance.uniform(0, worst / 4),
        lost=chance.uniform(0, worst),
        doubled=chance.uniform(0, 2 * worst),
        late=chance.uniform(0, worst / 2),
    )


class Weather:
    """Says of each unit what becomes of it."""

    def __init__(
        self, chance: Random, rates: Rates, trace: Trace, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.chance = chance
        self.rates = rates
        self._trace = trace
        self._loop = loop
        self._down_until = 0.0

    def likely(self, rate: float) -> bool:
        """Draw whether something happens."""
        return self.chance.random() < rate

    async def reach(self) -> None:
        """Reach the store, or raise what stands in the way."""
        await self.pass_time(0.002)
        if self.likely(self.rates.outage):
            self.break_down()
        if self._loop.time() < self._down_until:
            raise DatabaseUnavailable
        if self.likely(self.rates.unreachable):
            raise self.chance.choice((DatabaseUnavailable, TransientFault))

    def break_down(self) -> None:
        """Let the database be away for a while."""
        lasting = self.chance.choice((0.5, 5.0, 25.0, 90.0))
        self._trace.note(f"the database is away for {lasting} seconds")
        self._down_until = self._loop.time() + lasting

    async def pass_time(self, usual: float) -> None:
        """Take as long as it takes; now and then nothing, or long."""
        if self.likely(self.rates.slow_commit):
            await asyncio.sleep(self.chance.choice((0.0, 0.05, 1.0, 10.0)) * self.chance.random())
        elif self.likely(0.5):
            await asyncio.sleep(usual * self.chance.random())

    def fate(self, among: tuple[Fate, ...] = BAD) -> Fate:
        """Draw what becomes of a commit."""
        if not self.likely(self.rates.bad_commit):
            return Fate.WHOLE
        fate = self.chance.choice(among)
        self._trace.note(f"a commit will be: {fate.value}")
        return fate

    def strike(self, kill: Callable[[], object]) -> None:
        """Perhaps kill a server in the midst of what it does."""
        if self.likely(self.rates.death):
            self._loop.call_later(self.chance.choice((0.0, 0.001, 0.01)), kill)
