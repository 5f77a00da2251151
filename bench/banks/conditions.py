"""Under which conditions was measured: asked from the server, as the posting queue is connected."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.rows import tuple_row

from bench.banks.served import SAMPLED, Served
from bench.faults import NoRun

DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
_ASKED = (
    *DURABLE,
    "shared_buffers",
    "data_checksums",
    "wal_level",
    "wal_sync_method",
    "wal_compression",
    "wal_buffers",
    "max_wal_size",
    "checkpoint_timeout",
    "commit_delay",
    "io_method",
    "work_mem",
    "max_connections",
    "server_version",
)
_ITS_OWN = (
    "--bank.home",
    "--bank.plugins",
    "--bank.server.port",
    "--bank.server.workers",
    "--bank.telemetry.otlp",
)
_SHOWN = ("litestar", "granian", "psycopg", "msgspec", "uvloop", "cryptography")


def conditions(served: Served) -> dict[str, Any]:
    """Give machine, versions, database and bank. Raises ``NoRun`` where commits are not durable."""
    database = {"posting queue": _asked(served), "pgbench": _asked_by_superuser(served)}
    for who, settings in database.items():
        for name in DURABLE:
            if settings[name] != "on":
                raise NoRun(f"{name} is {settings[name]} for {who}: nothing is measured so")
    return {
        "machine": {
            "cores": os.cpu_count(),
            "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in ("bank-server", *_SHOWN)},
        "revision": revision(),
        "file_system": file_system(served.home),
        "database": database["posting queue"],
        "bank": [each for each in served.settings if not each.startswith(_ITS_OWN)],
        "traces": {"sampled": SAMPLED},
    }


def file_system(folder: Path) -> str:
    """Give the kind of file system that a folder is on."""
    whole = folder.resolve()
    mounted = {Path(each.mountpoint): each.fstype for each in psutil.disk_partitions(all=True)}
    return next((mounted[each] for each in (whole, *whole.parents) if each in mounted), "unknown")


def revision() -> str:
    """Give the git revision of the checkout, and whether it was changed since."""
    run = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    here = Path(__file__).parents[2]
    try:
        done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=here)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def _asked(served: Served) -> dict[str, str]:
    """Ask on a connection like the posting queue's: its role and its session's settings."""
    database = served.office.database
    kwargs: Any = database.posting_pool().kwargs
    with psycopg.connect(database.url, **kwargs) as connection:
        return _settings(connection)


def _asked_by_superuser(served: Served) -> dict[str, str]:
    with psycopg.connect(served.superuser()) as connection:
        return _settings(connection)


def _settings(connection: "psycopg.Connection[Any]") -> dict[str, str]:
    cursor = connection.cursor(row_factory=tuple_row)
    query = "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s)"
    rows: dict[str, str] = dict(cursor.execute(query, (list(_ASKED),)).fetchall())
    return {name: rows[name] for name in _ASKED if name in rows}
