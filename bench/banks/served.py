"""A bank of the benchmark's own: `bank serve` on a home that is made for it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bank.bootstrap.office import Office
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.creation import MIGRATOR, SUPERUSER
from bench.faults import NoRun
from bench.load.wire import HOST

BANK = Path(sys.executable).parent / "bank"
SAMPLED = 0.01
"""The share of traces that are kept, and sent to the benchmark's collector."""

_READY_SECONDS_MAX = 180.0
_END_SECONDS_MAX = 60.0


class Served:
    """A bank that is served while this is entered; it ends by the ids of its own processes."""

    def __init__(
        self,
        home: Path,
        *,
        workers: int = 1,
        settings: Sequence[str] = (),
        path: Sequence[Path] = (),
        collector: str | None = None,
    ) -> None:
        """Take where the bank is kept, how many server processes answer, and who takes traces.

        `path` are folders with distributions of the benchmark's own that `settings` switch on.
        """
        self.home = home
        self.port = _free_port()
        self.settings = [
            f"--bank.home={home}",
            f"--bank.server.port={self.port}",
            f"--bank.server.workers={workers}",
            "--bank.tokens.lifetime=12h",
            "--bank.server.max-body-size=16777216",
            "--bank.telemetry.log-level=WARNING",
            *settings,
        ]
        if collector:
            self.settings += [
                f"--bank.telemetry.otlp-endpoint={collector}",
                f"--bank.telemetry.sample-ratio={SAMPLED}",
            ]
        self._environment = {**os.environ, "NO_PROXY": HOST, "no_proxy": HOST}
        if path:
            self._environment["PYTHONPATH"] = os.pathsep.join(map(str, path))
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
                env=self._environment,
                start_new_session=True,
            )
        try:
            self._wait(log)
            self.token = self.issued("service_account")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it as Ctrl-C would, and kill what does not."""
        self._end()

    @property
    def pid(self) -> int:
        """The main process; the server processes and the database are below it."""
        assert self._process is not None  # noqa: S101 - it is entered
        return self._process.pid

    @property
    def office(self) -> Office:
        """The bank's settings, as `bank serve` reads them."""
        plain = [each for each in self.settings if not each.startswith("--bank.plugins.")]
        return Office.configured(plain)

    def superuser(self, database: str = "bank") -> str:
        """Give the address of the database for its superuser."""
        return EmbeddedPostgres(self.home, _quiet).dsn(SUPERUSER, database)

    def owner(self) -> str:
        """Give the address of the bank's database for the role that owns its tables."""
        return EmbeddedPostgres(self.home, _quiet).dsn(MIGRATOR)

    def issued(self, role: str) -> str:
        """Issue a token."""
        said = ["--subject=bench", f"--role={role}"]
        run: list[str | Path] = [BANK, "token", "issue", *said, *self.settings]
        done = subprocess.run(
            run, capture_output=True, text=True, env=self._environment, check=True
        )
        return done.stdout.strip()

    def _end(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_END_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

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
        raise NoRun(f"the bank did not start; see {log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _quiet(_line: str) -> None:
    """Say nothing."""
