"""What a killed supervisor or a killed PostgreSQL left running, and how it is ended."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bank.infrastructure.embedded_postgresql.faults import FolderIsInUse

_PROCESSES = Path("/proc")
_POLL_SECONDS = 0.02
# A fast shutdown writes a checkpoint, which takes as long as the disk needs; the next two are for
# one that hangs.
_POSTMASTER_STEPS = ((signal.SIGINT, 120.0), (signal.SIGQUIT, 20.0), (signal.SIGKILL, 10.0))
# Without their postmaster the others leave by themselves within moments.
_ORPHAN_STEPS = ((None, 5.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 10.0))


def end_leftovers(data: Path, report: Callable[[str], None]) -> None:
    """End every PostgreSQL process that works in ``data``; nothing committed is lost.

    Only for the holder of the folder's lock. A process counts as ours by its working folder, which
    every PostgreSQL process keeps in its data folder, never by a number in a file: numbers are
    reused. Raises FolderIsInUse for one that cannot be ended, OSError.
    """
    pid_file = data / "postmaster.pid"
    for _ in range(2):
        pids = processes_in(data)
        if not pids:
            break
        postmaster = _first_number(pid_file)
        if postmaster in pids:
            report(
                f"A PostgreSQL left behind by an earlier run (process {postmaster}) still works "
                "here; shutting it down."
            )
            _end([postmaster], _POSTMASTER_STEPS, report)
        else:
            _end(pids, _ORPHAN_STEPS, report)
    left = processes_in(data)
    if left:
        raise FolderIsInUse(data, f"PostgreSQL (process {left[0]}), which could not be ended")
    _discard_number_of_stranger(pid_file)


def processes_in(data: Path) -> list[int]:
    """Give the processes that work in ``data``; where that cannot be seen, that name it."""
    try:
        wanted = data.stat()
    except FileNotFoundError:
        return []
    if not (_PROCESSES / "self" / "cwd").exists():
        return _processes_naming(data)
    return [pid for pid in _all_processes() if _works_in(pid, (wanted.st_dev, wanted.st_ino), data)]


def _all_processes() -> list[int]:
    return [
        int(entry.name)
        for entry in _PROCESSES.iterdir()
        if entry.name.isdigit() and int(entry.name) != os.getpid()
    ]


def _works_in(pid: int, wanted: tuple[int, int], data: Path) -> bool:
    process = _PROCESSES / str(pid)
    with suppress(OSError):
        command = (process / "cmdline").read_bytes()
        if b"postgres" not in command:
            return False
        try:
            found = (process / "cwd").stat()
        except PermissionError:
            return os.fsencode(data) in command.split(b"\0")
        return (found.st_dev, found.st_ino) == wanted
    return False


def _processes_naming(data: Path) -> list[int]:
    """Ask ``ps``, on systems without /proc; it sees the postmaster, whose end ends the others."""
    listing = subprocess.run(
        ["ps", "-axo", "pid=,command="],  # noqa: S607 - wherever the system has it
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = [line.strip().split(maxsplit=1) for line in listing.splitlines()]
    return [
        int(pid)
        for pid, command in lines
        if "postgres" in command and f"-D {data} " in f"{command} "
    ]


def _end(
    pids: Sequence[int], steps: Sequence[tuple[int | None, float]], report: Callable[[str], None]
) -> None:
    for number, patience_seconds in steps:
        for pid in pids:
            _send(pid, number)
        begun = time.monotonic()
        told = 0
        while any(_is_alive(pid) for pid in pids):
            waited = time.monotonic() - begun
            if waited > patience_seconds:
                break
            if int(waited) > told:
                told = int(waited)
                report(f"Waiting for it to end... {told} s")
            time.sleep(_POLL_SECONDS)
        else:
            return


def _send(pid: int, number: int | None) -> None:
    """Send a signal; a process of another user ignores it, and is found alive afterwards."""
    if number is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _is_alive(pid: int) -> bool:
    """Tell whether it runs; one that ended but was not collected yet does not."""
    if not (_PROCESSES / "self").exists():
        return _exists(pid)
    with suppress(OSError):
        state = (_PROCESSES / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
        return state.rpartition(")")[2].split()[0] not in ("Z", "X")
    return False


def _discard_number_of_stranger(pid_file: Path) -> None:
    """Remove a pid file whose number names something else now: PostgreSQL would take it for a twin.

    That may be another programme, or its own remains where nobody collects ended processes (in many
    containers). Safe because nobody works in the folder, and because PostgreSQL checks the shared
    memory bound to the folder as well.
    """
    number = _first_number(pid_file)
    if number is not None and number != os.getpid() and _exists(number):
        pid_file.unlink(missing_ok=True)


def _exists(pid: int) -> bool:
    """Tell whether the number is taken, be it by a process that ended but was not collected yet."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _first_number(pid_file: Path) -> int | None:
    with suppress(OSError, ValueError, IndexError):
        return abs(int(pid_file.read_text(encoding="utf-8", errors="replace").splitlines()[0]))
    return None
