"""The archive of the write-ahead log: what is acknowledged is there, whatever goes wrong."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.infrastructure.embedded_postgresql.backups.scene import Home, eventually

from bank.infrastructure.embedded_postgresql import EmbeddedPostgres, archive_segment
from bank.infrastructure.embedded_postgresql.archiving import (
    ArchiveWatch,
    Archiving,
    archiving_settings,
    failing_segment,
)
from bank.infrastructure.embedded_postgresql.folder import Folder

_HERE = Path(__file__).parent
_SCRIPT = Path(archive_segment.__file__)


class Place:
    """A note, an archive, a segment to be archived."""

    def __init__(self, place: Path) -> None:
        self.archive = place / "archive"
        self.archive.mkdir()
        self.note = place / "archiving"
        self.note.write_text(f"{self.archive}\n")
        self.segment = place / "segment"
        self.segment.write_bytes(b"log" + bytes(1 << 22))

    def run(self, name: str = "000000010000000000000001") -> int:
        """Archive as PostgreSQL does; the status."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", _SCRIPT, self.note, self.segment, name], check=False
        )
        return done.returncode

    @property
    def archived(self) -> dict[str, bytes]:
        found = {path.name: path.read_bytes() for path in self.archive.iterdir()}
        found.pop("SHA256SUMS", None)
        return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_segment_is_archived_whole_with_its_checksum_and_holes_for_zeros(place: Place) -> None:
    assert place.run() == 0
    assert place.archived == {"000000010000000000000001": place.segment.read_bytes()}
    digest = hashlib.sha256(place.segment.read_bytes()).hexdigest()
    said = (place.archive / "SHA256SUMS").read_text()
    assert said == f"{digest}  000000010000000000000001\n"
    found = (place.archive / "000000010000000000000001").stat()
    assert found.st_blocks * 512 < found.st_size


def test_a_segment_that_is_there_is_never_overwritten(place: Place) -> None:
    """Scenario: PostgreSQL asks again after a crash; then another database brings the same name.

    Outcome: the first is content, the second fails and changes nothing.
    """
    assert place.run() == 0
    before = place.archived
    assert place.run() == 0
    place.segment.write_bytes(b"of another bank")
    assert place.run() == 1
    assert place.archived == before
    assert "other contents" in Path(f"{place.note}.failed").read_text()


def test_what_a_killed_command_left_is_replaced(place: Place) -> None:
    (place.archive / ".000000010000000000000001.unfinished").write_bytes(b"lo")
    (place.archive / "SHA256SUMS").write_text("0123")
    assert place.run() == 0
    assert place.archived == {"000000010000000000000001": place.segment.read_bytes()}
    assert (place.archive / "SHA256SUMS").read_text().splitlines()[0] == "0123"


def test_an_archive_that_is_away_is_not_made(place: Place) -> None:
    place.archive.rmdir()
    assert place.run() == 1
    assert not place.archive.exists()
    place.archive.mkdir()
    assert place.run() == 0
    assert not Path(f"{place.note}.failed").exists()


def test_the_operator_is_told_once_that_archiving_fails_and_once_that_it_works(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    watch = ArchiveWatch(Archiving(tmp_path), told.append, lambda: None)
    watch.look()
    (tmp_path / "archiving.failed").write_text("1: No space left on device")
    watch.look()
    watch.look()
    (tmp_path / "archiving.failed").unlink()
    watch.look()
    watch.look()
    assert len(told) == 2
    assert "cannot be archived (1: No space left on device)" in told[0]
    assert told[1] == "The write-ahead log is archived again."


def test_an_archive_command_that_cannot_be_run_is_told_too(tmp_path: Path) -> None:
    told: list[str] = []
    answers = iter(["1: the log says why", None])
    watch = ArchiveWatch(Archiving(tmp_path), told.append, lambda: next(answers))
    for _ in range(600):
        watch.look()
    assert "cannot be archived (1: the log says why)" in told[0]
    assert told[1:] == ["The write-ahead log is archived again."]


@pytest.mark.slow
def test_postgresql_tells_of_an_archive_command_that_cannot_be_run(tmp_path: Path) -> None:
    """Scenario: there is an archive, and the interpreter that would archive is not there.

    Outcome: PostgreSQL counts the failures, and names the segment to whoever asks.
    """
    home = Home(tmp_path / "home", tmp_path / "backups")
    with home.running():
        home.begin()
        backup = home.take()
    archive = home.folder / backup.archive
    before = sorted(archive.iterdir())
    settings = archiving_settings(home.place, within=timedelta(minutes=1))
    command = settings["archive_command"].replace(sys.executable, str(tmp_path / "none"))
    with EmbeddedPostgres(home.place, print, {**settings, "archive_command": command}) as running:
        dsn = running.dsn("postgres", "postgres")
        assert failing_segment(dsn, tmp_path) is None
        home.add(1)
        _switch(home)
        eventually(lambda: failing_segment(dsn, tmp_path) is not None)
    assert sorted(archive.iterdir()) == before


class ConfinedHome:
    """A database whose archive lies on a disk of 24 MB, as only it sees it."""

    def __init__(self, home: Home, archive: Path) -> None:
        self.reports: list[str] = []
        self._process = subprocess.Popen(
            [
                sys.executable,
                str(_HERE / "confinement.py"),
                f"small-disk={archive}",
                sys.executable,
                str(_HERE / "backups" / "archiving_process.py"),
                str(home.place),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.disk = Path(f"/proc/{self._process.pid}/root{archive}")

    def wait_for(self, words: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if words in line:
                return
        pytest.fail(f"never said: {words}")

    def take_away(self, archive: Path) -> None:
        """Move what is archived to a larger disk, as an operator may."""
        for path in self.disk.iterdir():
            if not path.name.startswith("."):
                with (archive / path.name).open("ab") as file:
                    file.write(path.read_bytes())
                path.unlink()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.read()
        self._process.stdout.close()
        self._process.wait()


@contextmanager
def confined(home: Home, archive: Path) -> Iterator[ConfinedHome]:
    running = ConfinedHome(home, archive)
    try:
        yield running
    finally:
        running.close()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_archive_loses_nothing_of_the_log(tmp_path: Path) -> None:
    """Scenario: the archive's disk is full while 60 MB of log are written; then room is made.

    Outcome: every commit is taken, the operator is told, PostgreSQL keeps the log meanwhile, and
    what is restored from backup and archive has every row.
    """
    home = Home(tmp_path / "home", tmp_path / "backups")
    with home.running():
        home.begin()
        backup = home.take()
    archive = home.folder / backup.archive
    with confined(home, archive) as running:
        running.wait_for("ready")
        for n in range(4):
            home.add(n * 200_000, count=200_000)
        running.wait_for("cannot be archived")
        _switch(home)
        assert _waiting(home.place) > 1
        eventually(lambda: _has_caught_up(running, archive, home.place))
        running.take_away(archive)
    rows = home.restored(tmp_path / "new", backup.folder)[1]
    assert rows == list(range(800_000))
    shutil.rmtree(home.folder)


def _has_caught_up(running: ConfinedHome, archive: Path, home: Path) -> bool:
    running.take_away(archive)
    return _waiting(home) == 0


def _waiting(home: Path) -> int:
    status = Folder(home).data / "pg_wal" / "archive_status"
    return len(list(status.glob("*.ready")))


def _switch(home: Home) -> None:
    dsn = EmbeddedPostgres(home.place, print).dsn("postgres", "postgres")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")
