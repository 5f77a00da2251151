"""What these tests share: a bank in a process of its own, and a look at what runs."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

_HERE = Path(__file__).parent
_PATIENCE_SECONDS = 15.0


class BankProcess:
    """A bank in a process of its own, optionally confined."""

    def __init__(self, home: Path, confinement: str = "") -> None:
        confined = (
            [sys.executable, str(_HERE / "confinement.py"), confinement] if confinement else []
        )
        self._process = subprocess.Popen(
            [*confined, sys.executable, str(_HERE / "bank_process.py"), str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.reports: list[str] = []
        self.pid = self._process.pid

    def answer(self) -> str:
        """Wait for the line that is not a report: ``ready``, ``fault``, ``stopped``."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            kind, _, text = line.strip().partition(" ")
            if kind != "report":
                return line.strip()
            self.reports.append(text)
        return ""

    def dsn(self) -> str:
        kind, _, dsn = self.answer().partition(" ")
        assert kind == "ready", (kind, dsn)
        return dsn

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stdout is not None:
            self._process.stdout.read()
            self._process.stdout.close()
        self._process.wait()


@contextmanager
def bank_process(home: Path, confinement: str = "") -> Iterator[BankProcess]:
    process = BankProcess(home, confinement)
    try:
        yield process
    finally:
        process.close()


def postgres_processes(home: Path) -> list[psutil.Process]:
    """The PostgreSQL processes of a home, lowest number first, as psutil sees them."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd().startswith(str(home / "postgresql" / "data")):
                found.append(process)
        except psutil.Error:
            continue
    return sorted(found, key=lambda process: process.pid)


def postmaster(home: Path) -> psutil.Process:
    lines = (home / "postgresql" / "data" / "postmaster.pid").read_text().splitlines()
    return psutil.Process(int(lines[0]))


def eventually(condition: Callable[[], bool]) -> bool:
    begun = time.monotonic()
    while time.monotonic() - begun < _PATIENCE_SECONDS:
        if condition():
            return True
        time.sleep(0.02)
    return False


def answers(dsn: str, query: str = "SELECT 1") -> bool:
    try:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(query)
    except psycopg.OperationalError:
        return False
    return True
