"""Which backups count as older, and which are removed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bank.application.ports.backups import Backup
from bank.infrastructure.embedded_postgresql.backups.description import (
    finished_backups,
    write_description,
)
from bank.infrastructure.embedded_postgresql.backups.retention import remove_old_backups

_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _written(folder: Path, name: str, position: str, hour: int, archive: str = "own") -> Backup:
    """Describe a backup that was finished at an hour of the machine's clock."""
    place = folder / name
    place.mkdir(parents=True)
    (folder / archive).mkdir(exist_ok=True)
    backup = Backup(
        folder=place,
        bank_version="0",
        postgresql="18",
        schema="0002",
        system="1",
        begun_at=_NOON + timedelta(hours=hour),
        finished_at=_NOON + timedelta(hours=hour),
        first_position=position,
        last_position=position,
        timeline=1,
        size_bytes=1,
        archive=archive,
        manifest_sha256="",
        keystore_sha256="",
    )
    write_description(place, backup)
    return backup


def test_a_clock_that_is_set_back_makes_no_backup_older(tmp_path: Path) -> None:
    """Scenario: the clock goes back by hours between backups, of which one is kept.

    Outcome: the log orders them; the one taken last is the newest, and is the one that stays.
    """
    _written(tmp_path, "first", "0/9000028", 5)
    _written(tmp_path, "second", "0/A000028", 9)
    last = _written(tmp_path, "third", "1/2000028", 1)
    assert [each.folder.name for each in finished_backups(tmp_path)] == ["first", "second", "third"]
    assert remove_old_backups(tmp_path, last, keep=1) == 2
    assert finished_backups(tmp_path) == [last]


def test_the_backup_just_taken_is_never_removed(tmp_path: Path) -> None:
    taken = _written(tmp_path, "taken", "0/9000028", 5)
    later = _written(tmp_path, "later", "0/A000028", 6)
    assert remove_old_backups(tmp_path, taken, keep=1) == 0
    assert finished_backups(tmp_path) == [taken, later]


def test_between_archives_the_time_of_their_last_backup_counts(tmp_path: Path) -> None:
    newer = _written(tmp_path, "newer", "0/3000028", 8, "another")
    old = _written(tmp_path, "old", "0/9000028", 5)
    later = _written(tmp_path, "later", "0/A000028", 6)
    assert finished_backups(tmp_path) == [old, later, newer]
    assert remove_old_backups(tmp_path, newer, keep=1) == 0
