"""PostgreSQL's own processes, seen from outside: who serves whom, and who is committing.

PostgreSQL writes what a back end does into its process title, which can be read whatever it does,
even while it is stopped; a query of ``pg_stat_activity`` could wait for a lock that it holds.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from bank.infrastructure.embedded_postgresql.creation import APPLICATION

_LOOKS_SECONDS = 0.0002


def postmaster(home: Path) -> psutil.Process:
    """Raises ``OSError`` or ``psutil.Error`` while there is none."""
    lines = (home / "postgresql" / "data" / "postmaster.pid").read_text().splitlines()
    return psutil.Process(int(lines[0]))


def every_process(home: Path) -> list[psutil.Process]:
    """The postmaster first; nobody where there is none."""
    with suppress(OSError, psutil.Error, ValueError, IndexError):
        first = postmaster(home)
        return [first, *first.children()]
    return []


def back_ends(home: Path) -> list[int]:
    """The back ends that serve the bank."""
    return [each.pid for each in every_process(home) if f" {APPLICATION} " in _title(each.pid)]


@contextmanager
def stopped(processes: list[int]) -> Iterator[None]:
    """Stop processes, and let them go on whatever happens meanwhile."""
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@contextmanager
def stopped_in_commit(home: Path, seconds_max: float) -> Iterator[int | None]:
    """Give a back end that is stopped in the middle of a COMMIT; none if none was caught in time.

    It goes on at the end, unless it was killed.
    """
    pid = _caught_in_commit(back_ends(home), time.monotonic() + seconds_max)
    try:
        yield pid
    finally:
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _caught_in_commit(watched: list[int], until: float) -> int | None:
    while time.monotonic() < until:
        for pid in watched:
            if not _title(pid).endswith("COMMIT"):
                continue
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
                if _is_stopped(pid) and _title(pid).endswith("COMMIT"):
                    return pid
                os.kill(pid, signal.SIGCONT)
        time.sleep(_LOOKS_SECONDS)
    return None


def _is_stopped(pid: int) -> bool:
    until = time.monotonic() + 0.2
    while time.monotonic() < until:
        with suppress(psutil.Error):
            if psutil.Process(pid).status() == psutil.STATUS_STOPPED:
                return True
        time.sleep(_LOOKS_SECONDS)
    return False


def _title(pid: int) -> str:
    try:
        title = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return title.decode("utf-8", "replace").strip("\0 ")
