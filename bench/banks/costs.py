"""What a load cost: processor time, write-ahead log and stored bytes; and memory."""

from contextlib import suppress
from typing import NamedTuple

import psutil
import psycopg

from bench.banks.served import Served

_METERED = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'), pg_database_size('bank')"


class Meter(NamedTuple):
    """Counters that only grow: seconds of processor time, bytes of log, bytes stored."""

    server_seconds: float
    database_seconds: float
    wal_bytes: int
    stored_bytes: int


class Memory(NamedTuple):
    """MiB: of the largest server process (resident, proportional), of the database as a whole.

    Of the database each page that is shared counts once.
    """

    server_resident: float
    server_proportional: float
    database_proportional: float


def read_meter(served: Served) -> Meter:
    """Read the counters."""
    servers, database = _processes(served)
    with psycopg.connect(served.superuser(), autocommit=True) as connection:
        row = connection.execute(_METERED).fetchone()
    assert row is not None  # noqa: S101 - it is one row
    return Meter(_seconds(servers), _seconds(database), int(row[0]), row[1])


def read_memory(served: Served) -> Memory:
    """Measure the memory."""
    servers, database = _processes(served)
    main, *workers = servers
    largest = max((each.memory_full_info() for each in workers or [main]), key=lambda m: m.rss)
    whole = 0
    for process in database:
        with suppress(psutil.Error):
            whole += process.memory_full_info().pss
    return Memory(largest.rss / 2**20, largest.pss / 2**20, whole / 2**20)


def _processes(served: Served) -> tuple[list[psutil.Process], list[psutil.Process]]:
    """Give the processes of the bank, its main one first, and those of its database."""
    main = psutil.Process(served.pid)
    servers: list[psutil.Process] = [main]
    database: list[psutil.Process] = []
    for process in main.children(recursive=True):
        with suppress(psutil.Error):
            of_database = process.name().startswith("postgres")
            (database if of_database else servers).append(process)
    return servers, database


def _seconds(processes: list[psutil.Process]) -> float:
    """Give the processor time; of the postmaster also that of the back ends that have ended."""
    total = 0.0
    for process in processes:
        with suppress(psutil.Error):
            used = process.cpu_times()
            total += used.user + used.system
            if process.name() == "postgres" and process.children():
                total += used.children_user + used.children_system
    return total
