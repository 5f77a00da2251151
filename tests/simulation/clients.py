"""Clients: they come in rushes, ask until they know, and are punctual when a hold expires."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.properties.asks import Answer, Bulk, CloseDay, Pay
from tests.simulation.asks import AskRate, LookBack, Operation, Staff, TakeRate, Wish
from tests.simulation.network import Network
from tests.simulation.referee import Referee
from tests.simulation.trace import Trace
from tests.simulation.wishes import Wishes

ATTEMPTS = 4
SPACING = (0.0, 0.003, 0.05, 2.0)
"""How many seconds apart, at most, the wishes of a rush come."""


class Clients:
    """Everybody who asks something of the bank."""

    def __init__(
        self,
        chance: Random,
        network: Network,
        wishes: Wishes,
        referee: Referee,
        trace: Trace,
        run: Callable[..., asyncio.Task[None]],
    ) -> None:
        self._chance, self._network, self._wishes = chance, network, wishes
        self._referee, self._trace, self._run = referee, trace, run
        self._recent: deque[Operation] = deque(maxlen=12)
        self.unanswered: list[Operation] = []

    @property
    def operations(self) -> int:
        """How many there were."""
        return len(self._referee.operations)

    async def rush(self) -> None:
        """Several ask at about the same time."""
        self._wishes.heat()
        spacing = self._chance.choice(SPACING)
        running: list[asyncio.Task[None]] = []
        for _ in range(self._chance.choice((1, 2, 4, 6))):
            running.append(self._run(self._pursue(self._wishes.draw())))
            await asyncio.sleep(spacing * self._chance.random())
        if self._chance.random() < 0.05:
            running += self._rivals()
        await asyncio.gather(*running)

    def _rivals(self) -> list[asyncio.Task[None]]:
        """Two requests at once under the same key."""
        one, other = self._wishes.rivals()
        number = self.operations + 1
        first = Operation(number=number, key=f"key {number}", wish=one)
        second = replace(first, number=number + 1, wish=other)
        for operation in (first, second):
            self._referee.operations[operation.number] = operation
        return [self._run(self.perform(operation)) for operation in (first, second)]

    async def open(self) -> None:
        """The first of all entries, which opens the first day."""
        wish = Pay(
            kind="deposit", debit="till EUR", credit="account0 EUR", amount=500, currency="EUR"
        )
        await self.perform(self._operation(wish))

    async def close_day(self) -> None:
        """Staff close the open day."""
        await self.perform(self._operation(CloseDay()))

    def expiry(self, start: datetime, now: float) -> float | None:
        """Give the moment, in seconds, at which some hold or quote will be over."""
        oracle = self._referee.oracle
        moments = [hold.expires_at for hold in oracle.holds if hold.ended is None]
        moments += [promise.expires_at for promise in oracle.promises.values()]
        seconds = [(moment - start) / timedelta(seconds=1) for moment in moments]
        coming = [each for each in seconds if each > now + 60]
        return self._chance.choice(sorted(coming)[:3]) if coming else None

    async def _pursue(self, wishes: list[Wish]) -> None:
        for wish in wishes:
            answer = await self.perform(self._operation(wish))
            alone = isinstance(wish, AskRate) and len(wishes) == 1
            if alone and answer is not None and self._chance.random() < 0.7:
                await self._take(answer)

    async def _take(self, answer: Answer) -> None:
        """Take a quote, after a while that may be too long."""
        await asyncio.sleep(self._chance.choice((0.0, 1.0, 1799.0, 1800.0, 1801.0)))
        quote = answer.what[-1]
        if isinstance(quote, UUID):
            await self.perform(self._operation(TakeRate(quote=quote)))

    def _operation(self, wish: Wish) -> Operation:
        number = self.operations + 1
        operation = Operation(
            number=number,
            key=f"key {number}",
            wish=wish,
            dry=number > 1
            and self._chance.random() < 0.06
            and not isinstance(wish, LookBack | AskRate | Staff),
        )
        if self._recent and self._chance.random() < 0.05:
            known = self._chance.choice(self._recent)
            same = replace(known, number=number)
            operation = same if self._chance.random() < 0.5 else self._wishes.another(known, number)
        elif not operation.dry and not isinstance(wish, LookBack):
            self._recent.append(operation)
        self._referee.operations[number] = operation
        return operation

    async def perform(self, operation: Operation) -> Answer | None:
        """Ask until there is an answer, or patience ends."""
        what = type(operation.wish).__name__
        size = f" of {len(operation.wish.orders)}" if isinstance(operation.wish, Bulk) else ""
        self._trace.note(f"asked {operation.number}: {what}{size} under {operation.key}")
        for attempt in range(1, ATTEMPTS + 1):
            answer = await self._network.ask(operation, attempt)
            if answer is not None and answer.what[0] != "trouble":
                return answer
            await asyncio.sleep(self._chance.choice((0.05, 1.0, 20.0, 600.0)) * attempt)
        self.unanswered.append(operation)
        return None

    async def insist(self) -> None:
        """Ask once more, when all is calm, what was never answered: now it must be."""
        asked, self.unanswered = self.unanswered, []
        for operation in asked:
            if await self._network.ask(operation, ATTEMPTS + 1) is None:
                self._referee.disagree(f"no answer, although all is calm: {operation}")
