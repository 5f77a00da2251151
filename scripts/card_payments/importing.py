"""Running ``bank import``, and killing it or the server in the middle when that is asked for."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import typer

from bank.interfaces.cli.importing.state import ImportState, StateFile
from bank.interfaces.cli.importing.stopping import ImportStopped

_KILL_IMPORT_AT = 0.35
_KILL_SERVER_AT = 0.65
_BAD_LINES_ONLY = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """What is imported, and with which options of the command."""

    file: Path
    options: Sequence[str]

    @property
    def states(self) -> StateFile:
        """Where the import keeps its state."""
        return StateFile(self.file.with_name(f"{self.file.name}.import-state.json"))

    @property
    def errors(self) -> Path:
        """Where the import reports bad lines."""
        return self.file.with_name(f"{self.file.name}.errors.csv")


def run_import(run: ImportRun, *, kill: bool, server_pid: int | None) -> ImportState:
    """Import the file to its end; on the way, kill the import once and the server once if asked."""
    begun = perf_counter()
    if kill:
        process = _start(run)
        if _reached(run, process, _KILL_IMPORT_AT):
            process.kill()
            process.wait()
            typer.echo(f"Killed the import at {_share(run):.0%}; it is resumed.")
    process = _start(run)
    if server_pid is not None and _reached(run, process, _KILL_SERVER_AT):
        os.kill(server_pid, signal.SIGKILL)
        typer.echo(f"Killed the server at {_share(run):.0%}: start it again, the import waits.")
    if process.wait() not in {0, _BAD_LINES_ONLY}:
        message = f"bank import ended with {process.returncode}"
        raise ImportStopped(message)
    state = _state(run)
    if state is None or not state.done:
        message = "bank import left no finished state"
        raise ImportStopped(message)
    seconds = perf_counter() - begun
    typer.echo(f"Import: {state.records:,} in {seconds:.1f} s ({state.records / seconds:,.0f}/s).")
    return state


def _start(run: ImportRun) -> subprocess.Popen[bytes]:
    program = str(Path(sys.executable).with_name("bank"))
    return subprocess.Popen([program, "import", str(run.file), *run.options])  # noqa: S603 - our own


def _reached(run: ImportRun, process: subprocess.Popen[bytes], share: float) -> bool:
    return _wait(lambda: _share(run) >= share, process)


def _wait(until: Callable[[], bool], process: subprocess.Popen[bytes]) -> bool:
    while process.poll() is None:
        if until():
            return True
        sleep(0.02)
    return False


def _share(run: ImportRun) -> float:
    state = _state(run)
    return state.offset / max(state.size, 1) if state else 0.0


def _state(run: ImportRun) -> ImportState | None:
    return run.states.load()
