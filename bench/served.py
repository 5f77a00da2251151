"""A bank of the benchmark's own: `bank serve` on a home that is made for it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import psycopg

from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.creation import MIGRATOR, SUPERUSER

HOST = "127.0.0.1"
BANK = Path(sys.executable).parent / "bank"
_READY_SECONDS_MAX = 180.0
_END_SECONDS_MAX = 60.0
_SAID = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size")


class Served:
    """A bank that is served while this is entered; it ends by the ids of its own processes."""

    def __init__(self, home: Path, *, workers: int = 1, settings: tuple[str, ...] = ()) -> None:
        """Take where the bank is kept, and how many server processes answer."""
        self.home = home
        self.port = _free_port()
        self.workers = workers
        self.settings = [
            f"--bank.home={home}",
            f"--bank.server.port={self.port}",
            f"--bank.server.workers={workers}",
            "--bank.tokens.lifetime=12h",
            "--bank.server.max-body-size=16777216",
            "--bank.telemetry.sample-ratio=0.01",
            "--bank.telemetry.log-level=WARNING",
            *settings,
        ]
        self.token = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start, and wait until it is ready."""
        log = self.home.with_suffix(".log")
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [BANK, "serve", *self.settings],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(),
                start_new_session=True,
            )
        self._wait(log)
        self.token = self._issued()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it as Ctrl-C would, and kill what does not."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_END_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def superuser(self, database: str = "bank") -> str:
        """Give the address of the database for its superuser."""
        return EmbeddedPostgres(self.home, _quiet).dsn(SUPERUSER, database)

    def owner(self) -> str:
        """Give the address of the bank's database for the role that owns its tables."""
        return EmbeddedPostgres(self.home, _quiet).dsn(MIGRATOR)

    def database_settings(self) -> dict[str, str]:
        """Give what the database is set to, where it touches speed or safety."""
        with psycopg.connect(self.superuser()) as connection:
            return dict(
                connection.execute(
                    "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s)",
                    (list(_SAID),),
                ).fetchall()
            )

    def memory_mib(self) -> tuple[float, float]:
        """Give the resident memory of the largest server process, and of the database as a whole.

        Of the database each page that is shared counts once (proportional set size).
        """
        assert self._process is not None  # noqa: S101 - it is entered
        family = psutil.Process(self._process.pid).children(recursive=True)
        servers, database = [0.0], 0.0
        for process in family:
            with suppress(psutil.Error):
                if process.name().startswith("postgres"):
                    database += process.memory_full_info().pss
                else:
                    servers.append(process.memory_info().rss)
        return max(servers) / 2**20, database / 2**20

    def ledger_holds(self) -> bool:
        """Prove the ledger, beside the running bank."""
        run: list[str | Path] = [BANK, "ledger", "check", f"--bank.home={self.home}"]
        done = subprocess.run(run, capture_output=True, env=_environment(), check=False)
        return done.returncode == 0

    def _issued(self) -> str:
        run: list[str | Path] = [
            BANK,
            "token",
            "issue",
            "--subject=bench",
            "--role=service_account",
            *self.settings,
        ]
        done = subprocess.run(run, capture_output=True, text=True, env=_environment(), check=True)
        return done.stdout.strip()

    def _wait(self, log: Path) -> None:
        began = time.monotonic()
        url = f"http://{HOST}:{self.port}/actuator/health/readiness"
        while time.monotonic() - began < _READY_SECONDS_MAX:
            assert self._process is not None  # noqa: S101 - it was started
            if self._process.poll() is not None:
                break
            with suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
                if json.load(answer)["status"] == "UP":
                    return
            time.sleep(0.1)
        message = f"the bank did not start; see {log}"
        raise RuntimeError(message)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _environment() -> dict[str, str]:
    """Give the environment without settings of a bank that the benchmark is not about."""
    return {name: value for name, value in os.environ.items() if not name.startswith("BANK_")}


def _quiet(_line: str) -> None:
    """Say nothing."""


def describe(served: Served) -> dict[str, Any]:
    """Give how the bank is set up, for the file."""
    return {"settings": served.settings, "database": served.database_settings()}
