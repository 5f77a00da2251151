"""Between clients and servers: requests and answers are lost, doubled, late and overtaken."""

import asyncio
from collections.abc import Callable, Sequence

from tests.properties.asks import Answer
from tests.simulation.asks import Delivery, Operation
from tests.simulation.loop import SimulatedLoop
from tests.simulation.server import Server
from tests.simulation.trace import Trace
from tests.simulation.weather import Weather

PATIENCE = 30.0
"""After how many seconds a client takes a request for lost."""
LATE = (0.5, 40.0, 4000.0, 90_000.0)
"""How much later, in seconds, a late request may arrive."""


class Network:
    """Carries requests to one of the servers that are there."""

    def __init__(
        self,
        weather: Weather,
        servers: Sequence[Server],
        trace: Trace,
        loop: SimulatedLoop,
        run: Callable[..., object],
    ) -> None:
        self._weather = weather
        self._servers = servers
        self._trace = trace
        self._loop = loop
        self._run = run

    async def ask(self, operation: Operation, attempt: int) -> Answer | None:
        """Send a request, perhaps twice; give the first answer that comes while it is awaited."""
        answer: asyncio.Future[Answer] = self._loop.create_future()
        doubled = self._weather.likely(self._weather.rates.doubled)
        for copy in range(2 if doubled else 1):
            delivery = Delivery(operation=operation, attempt=attempt, copy=copy)
            if self._weather.likely(self._weather.rates.lost):
                self._trace.note(f"{delivery.name} is lost")
            else:
                self._run(self._carry(delivery, answer))
        try:
            return await asyncio.wait_for(answer, PATIENCE)
        except TimeoutError:
            return None

    async def _carry(self, delivery: Delivery, answer: asyncio.Future[Answer]) -> None:
        await self._travel()
        present = [server for server in self._servers if server.alive]
        if not present:
            self._trace.note(f"{delivery.name} finds nobody")
            return
        said = await self._weather.chance.choice(present).ask(delivery)
        if said is None or self._weather.likely(self._weather.rates.lost):
            self._trace.note(f"{delivery.name}: its answer is lost")
            return
        await self._travel()
        if not answer.done():
            answer.set_result(said)

    async def _travel(self) -> None:
        chance = self._weather.chance
        if self._weather.likely(self._weather.rates.late):
            await asyncio.sleep(chance.choice(LATE) * chance.random())
        else:
            await asyncio.sleep(chance.choice((0.0, 0.001, 0.02)) * chance.random())
