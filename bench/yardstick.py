"""The yardstick: pgbench's TPC-B, prepared, on the same PostgreSQL as the bank's."""

import re
import subprocess
from pathlib import Path

import psycopg

from bank.infrastructure.embedded_postgresql.binaries import find_binaries
from bench.banks.served import Served
from bench.faults import NoRun

DATABASE = "pgbench"
SCALE, CLIENTS = 20, 16
WARM_SHARE = 4
"""How many times as long as the measurement the run before it is, which nobody counts: the bank is
measured warm, and so is the yardstick."""

_TPS = re.compile(r"tps = ([0-9.]+) \(without initial connection time\)")
_FAILED = re.compile(r"number of failed transactions: 0 ")


def prepare(served: Served) -> None:
    """Make the yardstick's tables, unless they are there."""
    with psycopg.connect(served.superuser(), autocommit=True) as connection:
        there = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
        ).fetchone()
        if there is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
            _pgbench(served, "-i", "-q", "-s", str(SCALE))


def transactions_per_second(served: Served, seconds: float) -> float:
    """Warm the yardstick, run it for some seconds, and give TPC-B transactions a second."""
    options = ("-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T")
    _pgbench(served, *options, str(max(1, round(seconds * WARM_SHARE))))
    said = _pgbench(served, *options, str(max(1, round(seconds))))
    match = _TPS.search(said)
    if match is None or not _FAILED.search(said):
        raise NoRun(f"pgbench did not say how fast it was: {said}")
    return float(match[1])


def _pgbench(served: Served, *options: str) -> str:
    programme = find_binaries().postgres.with_name("pgbench")
    run: list[str | Path] = [programme, *options, served.superuser(DATABASE)]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout
