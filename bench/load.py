"""The load generator: a process of its own, told by one line of JSON, answering with another.

It counts what was posted and nothing else: an answer that is not 2xx, or an outcome that is not
`posted`, is counted as refused, and a run with one of them is no run.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from bench.wire import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What to do, as the line says it.

    `kind` is bulk, single, open or read; `hot` is the share of transfers on one account; `bulks`
    how many are sent, each of `size`; `rate` the requests a second of the open loop.
    """

    kind: str
    port: int
    token: str
    accounts: list[str]
    connections: int
    seconds: float
    hot: float = 0.0
    size: int = 8190
    bulks: int = 0
    rate: float = 0.0


class Load:
    """One run of the generator."""

    def __init__(self, orders: Orders) -> None:
        """Take the orders."""
        self._orders = orders
        self._random = random.Random(uuid4().int)  # noqa: S311 - a choice of accounts
        self.posted = 0
        self.refused = 0
        self.latencies: list[float] = []

    async def run(self) -> dict[str, Any]:
        """Do it and give what came of it."""
        orders = self._orders
        wires = [Wire(orders.port, orders.token) for _ in range(orders.connections)]
        await asyncio.gather(*[wire.open() for wire in wires])
        bodies = [self._bulk_body() for _ in range(orders.bulks)]
        began = time.perf_counter()
        if orders.kind == "open":
            await self._open_loop(wires)
        elif orders.kind == "bulk":
            await asyncio.gather(*[self._send_bulks(wire, bodies) for wire in wires])
        else:
            send = self._single if orders.kind == "single" else self._read
            end = began + orders.seconds
            await asyncio.gather(*[self._closed_loop(wire, send, end) for wire in wires])
        took = time.perf_counter() - began
        await asyncio.gather(*[wire.close() for wire in wires])
        return {
            "posted": self.posted,
            "refused": self.refused,
            "seconds": took,
            "latencies": _percentiles(self.latencies),
        }

    async def _closed_loop(
        self, wire: Wire, send: Callable[[Wire], Awaitable[None]], end: float
    ) -> None:
        while time.perf_counter() < end:
            began = time.perf_counter()
            await send(wire)
            self.latencies.append(time.perf_counter() - began)

    async def _open_loop(self, wires: Sequence[Wire]) -> None:
        """Send at a fixed rate, whatever the answers take; each is timed from when it was due."""
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
        try:
            await self._single(wire)
        finally:
            free.put_nowait(wire)
        self.latencies.append(time.perf_counter() - due)

    async def _send_bulks(self, wire: Wire, bodies: list[bytes]) -> None:
        """Send what is left of the bulks, which were written before the clock ran."""
        while bodies:
            body, began = bodies.pop(), time.perf_counter()
            answer = await wire.ask("POST", "/v1/transfers/bulk", body, str(uuid4()))
            self.latencies.append(time.perf_counter() - began)
            outcomes = answer.json()["outcomes"] if answer.status == 200 else []  # noqa: PLR2004
            posted = sum(outcome["status"] == "posted" for outcome in outcomes)
            self.posted += posted
            self.refused += self._orders.size - posted

    def _bulk_body(self) -> bytes:
        transfers = [{"id": str(uuid4()), **self._transfer()} for _ in range(self._orders.size)]
        return json.dumps({"transfers": transfers}).encode()

    async def _single(self, wire: Wire) -> None:
        body = json.dumps(self._transfer()).encode()
        answer = await wire.ask("POST", "/v1/transfers", body, str(uuid4()))
        done = answer.status == 201 and b'"status":"posted"' in answer.body  # noqa: PLR2004
        self.posted += done
        self.refused += not done

    async def _read(self, wire: Wire) -> None:
        account = self._random.choice(self._orders.accounts)
        what = self._random.choice(("balance", "entries"))
        answer = await wire.ask("GET", f"/v1/accounts/{account}/{what}")
        done = answer.status == 200  # noqa: PLR2004
        self.posted += done
        self.refused += not done

    def _transfer(self) -> dict[str, Any]:
        accounts = self._orders.accounts
        debit, credit = self._random.sample(accounts, 2)
        if self._random.random() < self._orders.hot:
            debit, credit = accounts[0], credit if credit != accounts[0] else accounts[1]
        return {
            "debit_account_id": debit,
            "credit_account_id": credit,
            "amount": {"currency": "EUR", "amount": "0.01"},
        }


def _percentiles(latencies: Sequence[float]) -> dict[str, float]:
    """Give latencies in milliseconds."""
    ordered = sorted(latencies)
    if not ordered:
        return {}
    last = len(ordered) - 1
    return {
        f"p{share:g}": ordered[round(last * share / 100)] * 1000
        for share in (50, 95, 99, 99.9, 100)
    }


def main() -> None:
    """Run the orders on the standard input."""
    given = json.load(sys.stdin)
    given["accounts"] = [str(UUID(account)) for account in given["accounts"]]
    done = asyncio.run(Load(Orders(**given)).run())
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main()
