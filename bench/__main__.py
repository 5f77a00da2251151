"""`make bench`: measures, prints a table, writes `build/bench.json`."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console

from bench import yardstick
from bench.figures import Figures, Ratio, table
from bench.filling import add_accounts, grow
from bench.served import Served, describe

RATIOS = (
    Ratio("bulk_over_pgbench", "bulk_1", "pgbench", 8.0),
    Ratio("single_over_pgbench", "single_64", "pgbench", 0.9),
    Ratio("hot_over_spread", "bulk_hot_1", "bulk_1", 0.9),
    Ratio("grown_over_empty", "bulk_grown_1", "bulk_1", 0.6),
)
ROOT = Path(__file__).parents[1]
_console = Console()


class Refused(Exception):
    """Something of a run was not posted: its figure would be a lie."""


class Bench:
    """One run of the benchmark."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Take how long and how often."""
        self._options = options
        self._figures = Figures()

    def run(self) -> dict[str, Any]:
        """Measure everything, the rounds interleaved, and give the file's content."""
        options = self._options
        empty, grown = options.folder / "bench-empty", options.folder / "bench-grown"
        shutil.rmtree(empty, ignore_errors=True)
        with Served(empty, workers=options.workers) as served:
            yardstick.prepare(served)
            accounts = add_accounts(served, options.accounts)
            about = describe(served)
            self._load(served, accounts, "bulk", connections=1, bulks=4)
            for number in range(options.rounds):
                self._round(served, accounts)
                self._say(f"round {number + 1} of {options.rounds} on the empty bank")
            self._memory(served)
            self._prove(served)
        if options.grown_accounts:
            self._grown(grown)
        return self._content(about)

    def _round(self, served: Served, accounts: Sequence[UUID]) -> None:
        seconds, bulks = self._options.seconds, self._options.bulks
        tps = yardstick.transactions_per_second(served, seconds)
        self._figures.add("pgbench", "transactions/s", tps)
        for name, connections, hot in (
            ("bulk_1", 1, 0.0),
            ("bulk_4", 4, 0.0),
            ("bulk_hot_1", 1, 0.9),
            ("bulk_hot_4", 4, 0.9),
        ):
            done = self._load(
                served, accounts, "bulk", connections=connections, hot=hot, bulks=bulks
            )
            self._figures.add(name, "transfers/s", done["posted"] / done["seconds"])
        peak = 0.0
        for connections in (1, 16, 64, 256):
            done = self._load(served, accounts, "single", connections=connections)
            rate = done["posted"] / done["seconds"]
            peak = max(peak, rate)
            self._figures.add(f"single_{connections}", "transfers/s", rate)
        done = self._load(served, accounts, "open", connections=256, rate=peak / 2)
        for share, milliseconds in done["latencies"].items():
            self._figures.add(f"open_loop_{share}", "ms", milliseconds)

    def _grown(self, home: Path) -> None:
        options = self._options
        with Served(home, workers=options.workers) as served:
            accounts = grow(
                served, accounts=options.grown_accounts, postings=options.grown_accounts * 10
            )
            self._load(served, accounts, "bulk", connections=1, bulks=4)
            for number in range(options.rounds):
                done = self._load(served, accounts, "bulk", connections=1, bulks=options.bulks)
                rate = done["posted"] / done["seconds"]
                self._figures.add("bulk_grown_1", "transfers/s", rate)
                done = self._load(served, accounts, "single", connections=64)
                rate = done["posted"] / done["seconds"]
                self._figures.add("single_grown_64", "transfers/s", rate)
                self._say(f"round {number + 1} of {options.rounds} on the grown bank")
            self._memory(served, "grown_")

    def _load(
        self,
        served: Served,
        accounts: Sequence[UUID],
        kind: str,
        *,
        connections: int,
        hot: float = 0.0,
        bulks: int = 0,
        rate: float = 0.0,
    ) -> dict[str, Any]:
        orders = {
            "kind": kind,
            "port": served.port,
            "token": served.token,
            "accounts": [str(account) for account in accounts],
            "connections": connections,
            "seconds": self._options.seconds,
            "hot": hot,
            "bulks": bulks,
            "rate": rate,
        }
        run = [sys.executable, "-m", "bench.load"]
        said = subprocess.run(
            run, input=json.dumps(orders), capture_output=True, text=True, check=True, cwd=ROOT
        )
        done: dict[str, Any] = json.loads(said.stdout)
        if done["refused"] or not done["posted"]:
            message = f"{kind}: {done['refused']} of {done['posted'] + done['refused']} not posted"
            raise Refused(message)
        return done

    def _memory(self, served: Served, prefix: str = "") -> None:
        server, database = served.memory_mib()
        self._figures.add(f"{prefix}server_memory", "MiB", server)
        self._figures.add(f"{prefix}database_memory", "MiB", database)

    def _prove(self, served: Served) -> None:
        if not served.ledger_holds():
            message = "the ledger does not hold after the run"
            raise Refused(message)

    def _content(self, about: dict[str, Any]) -> dict[str, Any]:
        ratios = self._figures.ratios(RATIOS)
        return {
            "method": "docs/reference/performance.md",
            "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
            "bench": {
                name: str(value) if isinstance(value, Path) else value
                for name, value in vars(self._options).items()
                if name != "folder"
            },
            **about,
            "figures": self._figures.shown(),
            "ratios": {name: figure.shown() for name, figure in ratios.items()},
        }

    def _say(self, what: str) -> None:
        _console.print(what, style="dim")


def main() -> None:
    """Measure, print, write."""
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    content = Bench(options).run()
    content.pop("settings", None)
    (options.folder / "bench.json").write_text(json.dumps(content, indent=2) + "\n")
    wanted = {ratio.name: ratio.wanted for ratio in RATIOS}
    _console.print(table(content["figures"] | content["ratios"], wanted))
    said = ", ".join(f"{name} {value}" for name, value in content["database"].items())
    _console.print(f"PostgreSQL: {said}", style="dim")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8, help="of pgbench and of single transfers")
    parser.add_argument("--bulks", type=int, default=24, help="bulks of 8,190 in a measurement")
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--grown-accounts", type=int, default=1_000_000, help="0 leaves it out")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "build")
    return parser.parse_args()


if __name__ == "__main__":
    main()
