"""One run of PostgreSQL: started in the foreground, waited for, ended."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bank.infrastructure.embedded_postgresql.faults import (
    DatabaseDidNotStart,
    DiskIsFull,
    says_disk_is_full,
)
from bank.infrastructure.embedded_postgresql.folder import Folder
from bank.infrastructure.embedded_postgresql.identity import Identity, child_environment
from bank.infrastructure.embedded_postgresql.leftovers import end_leftovers
from bank.infrastructure.embedded_postgresql.log_files import EARLY, LogFiles
from bank.infrastructure.embedded_postgresql.settings import command_line

_POLL_SECONDS = 0.01
_STATUS_LINE = 7
_FAST_SHUTDOWN_SECONDS_MAX = 120
_IMMEDIATE_SHUTDOWN_SECONDS_MAX = 30


class ServerProcess:
    """The postmaster as a direct child; for the supervising thread alone, the folder locked."""

    def __init__(
        self,
        folder: Folder,
        identity: Identity,
        postgres: Path,
        settings: Mapping[str, str],
        report: Callable[[str], None],
    ) -> None:
        """Take where, as whom, what and how; ``report`` hears of whatever takes its time."""
        self._folder = folder
        self._identity = identity
        self._postgres = postgres
        self._settings = settings
        self._report = report
        self._log = LogFiles(folder.log)
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, stopping: threading.Event) -> bool:
        """Start and wait until connections are accepted; False if told to stop meanwhile.

        Raises DatabaseDidNotStart, DiskIsFull, FolderIsInUse, OSError.
        """
        if (self._folder.data / "postmaster.pid").exists():
            end_leftovers(self._folder.data, self._report)
        self._folder.prepare_socket_and_log()
        self._log.mark()
        before = self._pid_file_version()
        self._spawn()
        begun = time.monotonic()
        told = 0
        while not self._is_ready(before):
            if not self.is_alive():
                raise self._fault()
            if stopping.wait(_POLL_SECONDS):
                return False
            waited = int(time.monotonic() - begun)
            if waited > told:
                told = waited
                self._report(self._progress(waited))
        return True

    def is_alive(self) -> bool:
        """Tell whether the child runs; collects it once it does not."""
        return self._child is not None and self._child.poll() is None

    def how_it_ended(self) -> str:
        """Give words for the last end."""
        status = self._child.returncode if self._child is not None else None
        if status is not None and status < 0:
            return f"killed by {signal.Signals(-status).name}"
        return f"exit status {status}: {self._log.why_it_ended()}"

    def stop(self) -> None:
        """Shut down, everything written; at once only if that hangs. Leaves no process."""
        if self._child is not None and self.is_alive():
            self._child.send_signal(signal.SIGINT)
            if not self._wait(self._child, _FAST_SHUTDOWN_SECONDS_MAX):
                self._report(
                    "PostgreSQL does not end; stopping it at once. The next start will recover."
                )
                self._child.send_signal(signal.SIGQUIT)
                self._wait(self._child, _IMMEDIATE_SHUTDOWN_SECONDS_MAX)
        if self._folder.data.exists():
            end_leftovers(self._folder.data, self._report)
        if self._child is not None:
            self._child.wait()

    def _spawn(self) -> None:
        """Start the child in its own session: Ctrl+C reaches the bank, which then stops it."""
        private = command_line(
            self._settings, socket_dir=self._socket_dir(), log_dir=self._folder.log
        )
        programme = [str(self._postgres), "-D", str(self._folder.data), *private]
        with (self._folder.log / EARLY).open("wb") as early:
            self._child = subprocess.Popen(  # noqa: S603 - our own launcher
                self._identity.command(
                    programme, death_signal=signal.SIGINT, folder=self._folder.root
                ),
                stdin=subprocess.DEVNULL,
                stdout=early,
                stderr=early,
                env=child_environment(),
                start_new_session=True,
            )

    def _socket_dir(self) -> Path:
        found = self._folder.socket_dir
        if found is None:
            raise FileNotFoundError(str(self._folder.root / "socket"))
        return found

    def _pid_file_version(self) -> tuple[int, int] | None:
        try:
            found = (self._folder.data / "postmaster.pid").stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_ctime_ns

    def _is_ready(self, before: tuple[int, int] | None) -> bool:
        """Read the state PostgreSQL writes down; ``before`` tells a file of an earlier run."""
        version = self._pid_file_version()
        if self._child is None or version is None or version == before:
            return False
        try:
            lines = (
                (self._folder.data / "postmaster.pid")
                .read_text(encoding="utf-8", errors="replace")
                .splitlines()
            )
        except FileNotFoundError:
            return False
        return (
            len(lines) > _STATUS_LINE
            and lines[0] == str(self._child.pid)
            and lines[_STATUS_LINE].strip() == "ready"
        )

    def _progress(self, waited_seconds: int) -> str:
        doing = "recovering" if "recovery" in self._log.said() else "starting"
        message = self._log.last_message()
        return f"PostgreSQL is {doing}... {waited_seconds} s" + (f" ({message})" if message else "")

    def _fault(self) -> DatabaseDidNotStart | DiskIsFull:
        if says_disk_is_full(self._log.said()):
            return DiskIsFull(self._folder.root)
        return DatabaseDidNotStart(self._folder.log, self._log.why_it_ended())

    def _wait(self, child: subprocess.Popen[bytes], seconds_max: int) -> bool:
        begun = time.monotonic()
        told = 0
        while child.poll() is None:
            waited = int(time.monotonic() - begun)
            if waited >= seconds_max:
                return False
            if waited > told:
                told = waited
                self._report(f"PostgreSQL is shutting down... {waited} s")
            time.sleep(_POLL_SECONDS)
        return True
