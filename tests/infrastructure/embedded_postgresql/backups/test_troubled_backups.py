"""Backups and restores where disks are away, elsewhere, or hold what is too new."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.infrastructure.embedded_postgresql.backups.scene import Home

from bank.infrastructure.embedded_postgresql.archiving import Archiving
from bank.infrastructure.embedded_postgresql.backups.faults import (
    BackupIsDamaged,
    BackupIsOfANewerBank,
)
from bank.infrastructure.embedded_postgresql.faults import ArchiveIsAway
from bank.infrastructure.embedded_postgresql.folder import Folder

pytestmark = pytest.mark.slow
_SOMEBODY = 54_321
_MEMORY = Path("/dev/shm")  # noqa: S108 - only to have a second file system


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", tmp_path / "disk" / "backups")


def test_no_backup_is_taken_onto_a_disk_that_is_not_mounted(home: Home, tmp_path: Path) -> None:
    """Scenario: the disk of the backups is away, and is back; then it is lost for good.

    Outcome: refused without a folder made or the archive changed, until a new archive is asked for.
    """
    disk, away = tmp_path / "disk", tmp_path / "away"
    with home.running():
        home.begin()
        backup = home.take()
        disk.rename(away)
        disk.mkdir()
        with pytest.raises(ArchiveIsAway, match="--new-archive"):
            home.take()
        assert list(disk.iterdir()) == []
        disk.rmdir()
        away.rename(disk)
        assert home.take().archive == backup.archive
        disk.rename(away)
        receipt = home.backups.take(print, new_archive=True)
    assert receipt.concern is None
    archive = Archiving(Folder(home.place).root).archive()
    assert archive == home.folder / receipt.backup.archive


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
def test_a_folder_of_backups_that_is_there_keeps_its_owner(home: Home) -> None:
    home.folder.mkdir(parents=True)
    home.folder.chmod(0o755)
    os.chown(home.folder, _SOMEBODY, _SOMEBODY)
    with home.running():
        home.begin()
        home.take()
    assert home.folder.stat().st_uid == _SOMEBODY


def _make_newer(home: Home) -> None:
    with home.connected() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")


@pytest.mark.parametrize("when", ["before the backup", "in the log"])
def test_what_a_newer_bank_wrote_takes_no_place(home: Home, when: str) -> None:
    """Scenario: a newer release migrated the bank before its backup, or after it.

    Outcome: the restore over the bank that is there is refused, and that bank is as it was.
    """
    with home.running():
        home.begin()
        if when == "before the backup":
            _make_newer(home)
        backup = home.take()
        if when == "in the log":
            _make_newer(home)
    with pytest.raises(BackupIsOfANewerBank, match="0099"):
        home.restored(home.place, backup.folder, replace=True)
    assert sorted(each.name for each in Folder(home.place).root.glob("data*")) == ["data"]
    assert not (home.place / "restoring").exists()
    assert Archiving(Folder(home.place).root).archive() is not None


def test_an_archive_that_vanishes_is_not_taken_for_the_end_of_the_log(
    home: Home, tmp_path: Path
) -> None:
    """Scenario: the archive is there when a restore begins, and away when PostgreSQL reads it.

    Outcome: refused, instead of a bank as of the backup.
    """
    with home.running():
        home.begin()
        backup = home.take()
        home.add(1)
    archive = home.folder / backup.archive

    def take_away(report: str) -> None:
        if report.startswith("Copying the backup") and archive.exists():
            archive.rename(tmp_path / "away")

    other = Home(tmp_path / "new", tmp_path / "other")
    with pytest.raises(BackupIsDamaged, match="ends at"):
        other.backups.restore(backup.folder, until=None, replace=False, report=take_away)
    assert not Folder(other.place).data.exists()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system than the tests' own."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        assert Path(folder).stat().st_dev != tmp_path.stat().st_dev
        yield Path(folder)


@pytest.mark.skipif(not _MEMORY.is_dir(), reason="there is no second file system")
def test_a_home_whose_database_is_on_another_disk_is_restored(
    home: Home, tmp_path: Path, elsewhere: Path
) -> None:
    """Scenario: a backup is restored, and once more over it, where ``postgresql`` is a disk.

    Outcome: both come in place, and what was there before is kept.
    """
    with home.running():
        home.begin()
        home.add(1)
        backup = home.take()
    place = elsewhere / "home"
    place.mkdir()
    (tmp_path / "disk of data").mkdir(mode=0o700)
    (place / "postgresql").symlink_to(tmp_path / "disk of data")
    assert home.restored(place, backup.folder)[1] == [1]
    done, rows = home.restored(place, backup.folder, replace=True)
    assert rows == [1]
    assert done.aside is not None
    assert (done.aside / "PG_VERSION").exists()
    assert not (place / "postgresql" / "restoring").exists()
