"""Backups of a running database, and what comes back of them."""

from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from tests.infrastructure.embedded_postgresql.backups.scene import Home, eventually, killed_when
from tests.infrastructure.embedded_postgresql.scene import postgres_processes

from bank.infrastructure.embedded_postgresql.archiving import Archiving
from bank.infrastructure.embedded_postgresql.backups.faults import (
    BackupIsRunning,
    HomeIsNotEmpty,
    MomentIsOutOfReach,
    NoBackupHere,
)
from bank.infrastructure.embedded_postgresql.backups.taking import backups_locked
from bank.infrastructure.embedded_postgresql.embedded_postgres import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.faults import (
    FolderIsInUse,
    FolderWasLeftHalfway,
    RestoreWasInterrupted,
)
from bank.infrastructure.embedded_postgresql.folder import Folder

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", tmp_path / "backups")


def test_any_moment_after_a_backup_is_restored_as_often_as_wished(
    home: Home, tmp_path: Path
) -> None:
    """Scenario: rows are committed before a backup, after it and later; it is restored five times.

    Outcome: each time what was committed by then is there, and nothing else; the backups' folder
    serves as well as the backup; the moment before the first backup ended is refused.
    """
    with home.running():
        home.begin()
        home.add(1)
        backup = home.take()
        second = home.add(2)
        home.add(3)
    for n in range(2):
        assert home.restored(tmp_path / f"second-{n}", backup.folder, second)[1] == [1, 2]
    assert home.restored(tmp_path / "all", home.folder)[1] == [1, 2, 3]
    own = backup.finished_at + timedelta(microseconds=1)
    assert home.restored(tmp_path / "own", backup.folder, own)[1] == [1]
    early = backup.begun_at - timedelta(seconds=1)
    with pytest.raises(MomentIsOutOfReach, match="was finished at"):
        home.restored(tmp_path / "early", backup.folder, early)
    with pytest.raises(NoBackupHere, match="no finished backup that was finished before"):
        home.restored(tmp_path / "early", home.folder, early)
    assert not (tmp_path / "early" / "postgresql" / "data").exists()


def test_a_moment_beyond_the_log_is_refused(home: Home, tmp_path: Path) -> None:
    """Scenario: a moment is asked for that the archive does not reach.

    Outcome: refused with the time of the last transaction there is; the home stays empty.
    """
    with home.running():
        home.begin()
        backup = home.take()
        last = home.add(1)
    with pytest.raises(MomentIsOutOfReach, match="ends before the moment") as refusal:
        home.restored(tmp_path / "late", backup.folder, last + timedelta(hours=1))
    assert f"is of {last:%Y-%m-%dT%H:%M}" in str(refusal.value)
    assert not (tmp_path / "late" / "restoring").exists()
    assert not (tmp_path / "late" / "postgresql" / "data").exists()


def test_a_bank_is_not_restored_over_unless_that_is_said(home: Home) -> None:
    """Scenario: a backup is restored into the home it came from, running, stopped, with --replace.

    Outcome: refused twice with the data untouched; then the older data are there and the newer
    kept aside. The restored home archives nowhere; its next backup begins an archive of its own,
    and does not count among those of the first.
    """
    with home.running():
        home.begin()
        home.add(1)
        backup = home.take()
        home.add(2)
        with pytest.raises(FolderIsInUse):
            home.restored(home.place, backup.folder)
    with pytest.raises(HomeIsNotEmpty, match="--replace"):
        home.restored(home.place, backup.folder)
    until = backup.finished_at + timedelta(microseconds=1)
    done, rows = home.restored(home.place, backup.folder, until, replace=True)
    assert rows == [1]
    assert done.aside is not None
    assert (done.aside / "PG_VERSION").exists()
    assert Archiving(Folder(home.place).root).archive() is None
    again = Home(home.place, home.folder, keep=1)
    with again.running():
        later = again.take()
    assert later.archive != backup.archive
    assert backup.folder.exists()


def test_only_so_many_backups_are_kept_with_the_log_they_need(tmp_path: Path) -> None:
    """Scenario: four backups are taken where two are kept.

    Outcome: the newest two are there, the log begins with the older of them, and both restore.
    """
    home = Home(tmp_path / "home", tmp_path / "backups", keep=2)
    with home.running():
        home.begin()
        taken = []
        for n in range(4):
            home.add(n)
            taken.append(home.take())
        home.add(4)
    assert [each.folder.exists() for each in taken] == [False, False, True, True]
    archive = home.folder / taken[0].archive
    segments = sorted(path.name for path in archive.iterdir() if len(path.name) == 24)
    assert int(segments[0][16:], 16) == int(taken[2].first_position.partition("/")[2], 16) >> 24
    for n, each in enumerate(taken[2:]):
        rows = home.restored(tmp_path / f"kept-{n}", each.folder)[1]
        assert rows == [0, 1, 2, 3, 4]


def test_a_killed_backup_leaves_none_that_looks_whole(home: Home, tmp_path: Path) -> None:
    """Scenario: a backup is killed while it copies, then another one is taken.

    Outcome: after the kill nothing can be restored and no programme goes on; the next backup
    removes what was left, and restores.
    """
    with home.running():
        home.begin()
        home.add(1, count=200_000)
        killed_when(home, "back_up", lambda: any(home.folder.glob(".unfinished-*/data/base/*/*")))
        (left,) = home.folder.glob(".unfinished-*")
        with pytest.raises(NoBackupHere):
            home.restored(tmp_path / "from-all", home.folder)
        with pytest.raises(NoBackupHere):
            home.restored(tmp_path / "from-left", left)
        eventually(lambda: _copying(left) == [])
        backup = home.take()
    assert list(home.folder.glob(".unfinished-*")) == []
    assert len(home.restored(tmp_path / "new", backup.folder)[1]) == 200_000


def test_a_killed_restore_leaves_no_bank_and_is_run_again(home: Home, tmp_path: Path) -> None:
    """Scenario: a restore is killed while it copies, and once more while PostgreSQL recovers.

    Outcome: the home has no database each time and none is begun there, no process is left, and a
    third run restores.
    """
    with home.running():
        home.begin()
        backup = home.take()
        home.add(1, count=400_000)
    target = Home(tmp_path / "new", tmp_path / "new-backups")
    staged = Folder(target.place / "restoring")
    for seen in (staged.data / "base", staged.data / "postmaster.pid"):
        killed_when(target, f"restore={backup.folder}", seen.exists)
        with pytest.raises(RestoreWasInterrupted, match="Run bank restore again"):
            EmbeddedPostgres(target.place, print).start()
        assert not Folder(target.place).data.exists()
    assert len(home.restored(target.place, backup.folder)[1]) == 400_000
    assert not staged.root.exists()
    assert postgres_processes(target.place) == []


def test_a_start_makes_no_new_bank_where_a_restore_was_interrupted(home: Home) -> None:
    with home.running():
        pass
    folder = Folder(home.place)
    folder.data.rename(folder.aside("2026-11-24T10-00-00Z"))
    with pytest.raises(FolderWasLeftHalfway, match=r"data\.before-2026-11-24"):
        EmbeddedPostgres(home.place, print).start()
    assert not folder.data.exists()


def test_one_backup_is_taken_at_a_time(home: Home) -> None:
    with home.running():
        home.begin()
        home.folder.mkdir()
        with backups_locked(home.folder), pytest.raises(BackupIsRunning):
            home.take()


def _copying(folder: Path) -> list[psutil.Process]:
    """The processes that name a folder on their command line."""
    return [
        each
        for each in psutil.process_iter(["cmdline"])
        if any(str(folder) in argument for argument in each.info["cmdline"] or ())
    ]
