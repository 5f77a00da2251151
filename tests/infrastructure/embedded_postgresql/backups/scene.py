"""A home with rows in it instead of a bank: what backups are tried on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from bank.application.ports.backups import Backup, Restored
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.archiving import archiving_settings
from bank.infrastructure.embedded_postgresql.backups.embedded_postgres_backups import (
    EmbeddedPostgresBackups,
)
from bank.infrastructure.system.clock import SystemClock

_HERE = Path(__file__).parent
_PATIENCE_SECONDS = 30.0


class Home:
    """A home, its folder of backups, and rows that are counted."""

    def __init__(self, place: Path, backups: Path, keep: int = 7) -> None:
        self.place = place
        self.folder = backups
        self.backups = EmbeddedPostgresBackups(
            place,
            backups,
            keep=keep,
            clock=SystemClock(),
            bank_version="0",
            schemas={"0002"},
        )
        self.reports: list[str] = []

    @contextmanager
    def running(self) -> Iterator[EmbeddedPostgres]:
        """Have the database run, with an archive as the bank has one."""
        settings = archiving_settings(self.place, within=timedelta(minutes=1))
        with EmbeddedPostgres(self.place, self.reports.append, settings) as postgres:
            yield postgres

    def begin(self) -> None:
        """Make the table of rows, and what names the schema."""
        with self.connected() as connection:
            connection.execute("CREATE TABLE row_of_a_test (id int)")
            connection.execute("CREATE TABLE alembic_version AS SELECT '0002' AS version_num")

    def add(self, first: int, count: int = 1) -> datetime:
        """Commit rows, and give a moment after that and before whatever comes next."""
        with self.connected() as connection:
            connection.execute(
                "INSERT INTO row_of_a_test SELECT * FROM generate_series(%s::int, %s)",
                (first, first + count - 1),
            )
        moment = datetime.now(UTC)  # noqa: TID251 - PostgreSQL's commits are timed by the machine
        time.sleep(0.01)
        return moment

    def rows(self) -> list[int]:
        with self.connected() as connection:
            found = connection.execute("SELECT id FROM row_of_a_test ORDER BY id").fetchall()
        return [row[0] for row in found]

    def take(self) -> Backup:
        receipt = self.backups.take(self.reports.append)
        assert receipt.concern is None
        return receipt.backup

    def restored(
        self, place: Path, source: Path, until: datetime | None = None, *, replace: bool = False
    ) -> tuple[Restored, list[int]]:
        """Restore into a place, and give what is there."""
        other = Home(place, place / "backups")
        done = other.backups.restore(source, until=until, replace=replace, report=print)
        with other.running():
            return done, other.rows()

    @contextmanager
    def connected(self) -> Iterator[psycopg.Connection]:
        dsn = EmbeddedPostgres(self.place, print).dsn("bank_migrator")
        with psycopg.connect(dsn, autocommit=True) as connection:
            yield connection


def killed_when(home: Home, task: str, seen: Callable[[], bool]) -> None:
    """Run ``back_up`` or ``restore=FOLDER`` in a process of its own; kill it once ``seen``."""
    process = subprocess.Popen(
        [sys.executable, str(_HERE / "task_process.py"), str(home.place), str(home.folder), task],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    eventually(lambda: seen() or process.poll() is not None)
    assert process.poll() is None, "it was over before it could be killed"
    process.kill()
    process.wait()


def eventually(condition: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < _PATIENCE_SECONDS, "it never came to that"
        time.sleep(0.005)


def flip_a_byte(path: Path) -> None:
    """Damage a file as a bad disk does."""
    middle = path.stat().st_size // 2
    with path.open("rb+") as file:
        file.seek(middle)
        byte = file.read(1)[0]
        file.seek(middle)
        file.write(bytes([byte ^ 0xFF]))
        os.fsync(file.fileno())
