"""One bank while it is measured: what is sent to it becomes figures."""

from collections.abc import Sequence
from uuid import UUID

from bench.banks.books import Counted
from bench.banks.costs import read_memory, read_meter
from bench.banks.homes import Home, Say
from bench.banks.served import Served
from bench.load.orders import Done, Kind, Orders
from bench.load.sending import send
from bench.options import Options
from bench.report.figures import Figures
from bench.report.table import number

_WARM_SECONDS = 1.0
_OPEN_CONNECTIONS = 256
_SETTLING = 3


class Measuring:
    """A served bank, and the figures of this round."""

    def __init__(
        self, served: Served, home: Home, options: Options, figures: Figures, say: Say
    ) -> None:
        """Take the bank and where its figures go."""
        self.served = served
        self._home = home
        self._options = options
        self._figures = figures
        self._say = say
        self._number = 0
        self.counted = Counted()

    def warm(self) -> None:
        """Send a little of what comes, so that nothing is done for the first time on the clock."""
        self._send(self._orders("bulk", 1, bulks=2))
        self._send(self._orders("single", 16, seconds=min(_WARM_SECONDS, self._options.seconds)))

    def settle(self) -> None:
        """Send bulks between all accounts until most pages that they touch have been read.

        And have gone into the log whole, as each does once after a checkpoint.
        """
        for _ in range(_SETTLING):
            self._send(self._bulks(1, accounts=self._home.everywhere))

    def bulk(
        self,
        name: str,
        clients: int,
        *,
        hot: float = 0.0,
        everywhere: bool = False,
        costed: bool = False,
    ) -> float:
        """Measure bulks of clients that send one after the other; `hot` is the first account's."""
        accounts = self._home.everywhere if everywhere else ()
        return self._transfers(
            name, self._bulks(clients, hot=hot, accounts=accounts), costed=costed
        )

    def single(
        self, name: str, connections: int, *, everywhere: bool = False, costed: bool = False
    ) -> float:
        """Measure one transfer a request."""
        accounts = self._home.everywhere if everywhere else ()
        orders = self._orders("single", connections, accounts=accounts)
        return self._transfers(name, orders, costed=costed)

    def open_loop(self, name: str, rate: float) -> None:
        """Measure latencies at a rate that does not wait for answers."""
        (done,) = self._send(self._orders("open", _OPEN_CONNECTIONS, rate=rate))
        self.add(f"{name}_rate", "transfers/s", done.rate)
        for share, milliseconds in done.latencies.items():
            self.add(f"{name}_{'max' if share == 'p100' else share}", "ms", milliseconds)

    def reads(self) -> None:
        """Measure reads alone, then reads and single transfers beside each other."""
        for name in ("balance", "entries"):
            (done,) = self._send(self._reading(name, 16))
            self.add(f"read_{name}_16", "reads/s", done.rate)
        writes, balance, entries = self._send(
            self._orders("single", 16), self._reading("balance", 8), self._reading("entries", 8)
        )
        self.add("single_16_beside_reads", "transfers/s", writes.rate)
        self.add("read_balance_8_beside_writes", "reads/s", balance.rate)
        self.add("read_entries_8_beside_writes", "reads/s", entries.rate)

    def memory(self, name: str) -> None:
        """Measure the memory of the bank, after its load."""
        memory = read_memory(self.served)
        self.add(f"{name}server_resident", "MiB", memory.server_resident)
        self.add(f"{name}server_proportional", "MiB", memory.server_proportional)
        self.add(f"{name}database_proportional", "MiB", memory.database_proportional)

    def add(self, name: str, unit: str, value: float) -> None:
        """Note a figure, and say it."""
        self._figures.add(name, unit, value)
        self._say(f"  {name}: {number(value)} {unit}")

    def _transfers(self, name: str, orders: Orders, *, costed: bool) -> float:
        before = read_meter(self.served)
        (done,) = self._send(orders)
        self.add(name, "transfers/s", done.rate)
        if costed:
            self._costs(name, before, done)
        return done.rate

    def _send(self, *orders: Orders) -> Sequence[Done]:
        """Send, and keep count of what was posted."""
        said = send(*orders)
        for order, done in zip(orders, said, strict=True):
            if order.kind == "bulk":
                self.counted.bulks += order.bulks
                self.counted.in_bulks += done.counted
            elif order.kind in {"single", "open"}:
                self.counted.singles += done.counted
        return said

    def _costs(self, name: str, before: "Sequence[float]", done: Done) -> None:
        spent = [
            (now - then) / done.counted
            for now, then in zip(read_meter(self.served), before, strict=True)
        ]
        server, database, wal, stored = spent
        for who, seconds in (
            ("server", server),
            ("database", database),
            ("load", done.cpu_seconds / done.counted),
        ):
            self.add(f"{name}_cpu_{who}", "µs/transfer", seconds * 1e6)
        self.add(f"{name}_wal", "bytes/transfer", wal)
        self.add(f"{name}_stored", "bytes/transfer", stored)

    def _bulks(self, clients: int, *, hot: float = 0.0, accounts: Sequence[UUID] = ()) -> Orders:
        return self._orders("bulk", clients, hot=hot, accounts=accounts, bulks=self._options.bulks)

    def _reading(self, kind: Kind, connections: int) -> Orders:
        return self._orders(kind, connections, accounts=self._home.readable)

    def _orders(
        self,
        kind: Kind,
        connections: int,
        *,
        accounts: Sequence[UUID] = (),
        seconds: float = 0.0,
        hot: float = 0.0,
        bulks: int = 0,
        rate: float = 0.0,
    ) -> Orders:
        self._number += 1
        return Orders(
            kind=kind,
            port=self.served.port,
            token=self.served.token,
            accounts=[str(account) for account in accounts or self._home.accounts],
            connections=connections,
            seconds=seconds or self._options.seconds,
            hot=hot,
            size=self._options.bulk_size,
            bulks=bulks,
            rate=rate,
            seed=f"{self._options.seed}/{self._number}",
        )
