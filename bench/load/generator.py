"""Sends, and counts what was posted or read and nothing else."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from resource import RUSAGE_SELF, getrusage

from uuid_utils import uuid4

from bench.load.answers import is_posted, is_read, posted_of_bulk
from bench.load.orders import Done, Orders
from bench.load.transfers import Transfers
from bench.load.wire import Answer, Wire

PERCENTILES = (50, 95, 99, 99.9, 100)
_SHOWN = 300


class Load:
    """One run of the generator."""

    def __init__(self, orders: Orders) -> None:
        """Take the orders."""
        self._orders = orders
        self._transfers = Transfers(orders)
        self._counted = self._refused = 0
        self._first_refused = ""
        self._latencies: list[float] = []

    async def run(self) -> Done:
        """Do it and give what came of it."""
        orders = self._orders
        wires = [Wire(orders.port, orders.token) for _ in range(orders.connections)]
        for wire in wires:
            await wire.open()
        bodies = [self._transfers.bulk() for _ in range(orders.bulks)]
        cpu, began = _cpu_seconds(), time.perf_counter()
        if orders.kind == "open":
            await self._open_loop(wires)
        elif orders.kind == "bulk":
            await asyncio.gather(*[self._send_bulks(wire, bodies) for wire in wires])
        else:
            send = self._single if orders.kind == "single" else self._read
            end = began + orders.seconds
            await asyncio.gather(*[self._closed_loop(wire, send, end) for wire in wires])
        seconds, cpu = time.perf_counter() - began, _cpu_seconds() - cpu
        for wire in wires:
            wire.close()
        return Done(
            counted=self._counted,
            refused=self._refused,
            first_refused=self._first_refused,
            seconds=seconds,
            cpu_seconds=cpu,
            latencies=percentiles(self._latencies),
        )

    async def _closed_loop(
        self, wire: Wire, send: Callable[[Wire], Awaitable[None]], end: float
    ) -> None:
        while (began := time.perf_counter()) < end:
            await send(wire)
            self._latencies.append(time.perf_counter() - began)

    async def _open_loop(self, wires: Sequence[Wire]) -> None:
        """Send at a fixed rate, whatever the answers take; each is timed from when it was due.

        A request that finds no connection free waits for one, and that wait is part of its latency.
        """
        orders, free = self._orders, asyncio.Queue[Wire]()
        for wire in wires:
            free.put_nowait(wire)
        began, sent = time.perf_counter(), []
        for number in range(int(orders.rate * orders.seconds)):
            due = began + number / orders.rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            sent.append(asyncio.create_task(self._timed(free, due)))
        await asyncio.gather(*sent)

    async def _timed(self, free: "asyncio.Queue[Wire]", due: float) -> None:
        wire = await free.get()
        await self._single(wire)
        free.put_nowait(wire)
        self._latencies.append(time.perf_counter() - due)

    async def _send_bulks(self, wire: Wire, bodies: list[bytes]) -> None:
        """Send what is left of the bulks, which were written before the clock ran."""
        size = self._orders.size
        while bodies:
            body, began = bodies.pop(), time.perf_counter()
            answer = await wire.ask("POST", "/v1/transfers/bulk", body, str(uuid4()))
            self._latencies.append(time.perf_counter() - began)
            self._count(answer, posted_of_bulk(answer, size), of=size)

    async def _single(self, wire: Wire) -> None:
        answer = await wire.ask("POST", "/v1/transfers", self._transfers.one(), str(uuid4()))
        self._count(answer, int(is_posted(answer)))

    async def _read(self, wire: Wire) -> None:
        kind = self._orders.kind
        answer = await wire.ask("GET", f"/v1/accounts/{self._transfers.account()}/{kind}")
        self._count(answer, int(is_read(answer, kind)))

    def _count(self, answer: Answer, counted: int, *, of: int = 1) -> None:
        self._counted += counted
        self._refused += of - counted
        if counted != of and not self._first_refused:
            body = answer.body[:_SHOWN].decode(errors="replace")
            self._first_refused = f"{answer.status} {body}"


def percentiles(latencies: Sequence[float]) -> dict[str, float]:
    """Give latencies in milliseconds, by nearest rank."""
    ordered = sorted(latencies)
    if not ordered:
        return {}
    ranks = {share: max(0, -int(-len(ordered) * share // 100) - 1) for share in PERCENTILES}
    return {f"p{share:g}": ordered[rank] * 1000 for share, rank in ranks.items()}


def _cpu_seconds() -> float:
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
