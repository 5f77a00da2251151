"""What is not what was backed up is refused, and nothing of it reaches the home."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.infrastructure.embedded_postgresql.backups.scene import Home, flip_a_byte

from bank.application.ports.backups import Backup
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.backups.description import (
    read_description,
    write_description,
)
from bank.infrastructure.embedded_postgresql.backups.faults import (
    BackupIsDamaged,
    BackupIsOfAnotherVersion,
    MomentIsOutOfReach,
)
from bank.infrastructure.embedded_postgresql.faults import EmbeddedPostgresFault

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Backup:
    """A backup with its keystore and three archived segments after it."""
    place = tmp_path_factory.mktemp("original")
    home = Home(place / "home", place / "backups")
    with home.running():
        home.begin()
        keys = home.place / "keys"
        keys.mkdir()
        (keys / "keystore.json").write_text("{}")
        backup = home.take()
        for n in range(3):
            home.add(n)
            with home.connected() as connection:
                connection.execute("CREATE TABLE filler AS SELECT 1; DROP TABLE filler")
            _switch(home)
    return backup


def _switch(home: Home) -> None:
    dsn = EmbeddedPostgres(home.place, print).dsn("postgres", "postgres")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")


@pytest.fixture
def copied(original: Backup, tmp_path: Path) -> Path:
    shutil.copytree(original.folder.parent, tmp_path / "backups")
    return tmp_path / "backups" / original.folder.name


def _largest(folder: Path) -> Path:
    return max((folder / "data" / "base").rglob("*"), key=lambda path: path.stat().st_size)


def _shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _describe(folder: Path, **changed: object) -> None:
    path = folder / "backup.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a page": (lambda of: flip_a_byte(_largest(of)), "was altered"),
    "a file cut short": (lambda of: _shorten(_largest(of)), "bytes long, not"),
    "a file that is gone": (lambda of: _largest(of).unlink(), "is missing"),
    "a file too many": (lambda of: (of / "data" / "base" / "1" / "9").touch(), "not belong"),
    "the manifest": (lambda of: flip_a_byte(of / "data" / "backup_manifest"), "its manifest"),
    "no manifest": (lambda of: (of / "data" / "backup_manifest").unlink(), "its manifest"),
    "the keystore": (lambda of: (of / "keystore.json").write_text("{ }"), "its keystore"),
    "the description": (lambda of: _describe(of, size_bytes=1), "was altered"),
    "no description to read": (lambda of: (of / "backup.json").write_text("{"), "be read"),
    "its own log": (
        lambda of: [path.write_bytes(b"") for path in (of / "data" / "pg_wal").glob("0*")],
        "its log",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused(copied: Path, tmp_path: Path, damage: str) -> None:
    """Scenario: one thing of a backup is altered, cut short, missing or too many.

    Outcome: refused with a sentence that names it; there is no database in the home.
    """
    hurt, words = DAMAGES[damage]
    hurt(copied)
    with pytest.raises(BackupIsDamaged, match=words):
        Home(tmp_path / "new", tmp_path).restored(tmp_path / "new", copied)
    assert not (tmp_path / "new" / "postgresql" / "data").exists()


def _archived(backup: Path) -> list[Path]:
    (archive,) = backup.parent.glob("archive-*")
    return sorted(path for path in archive.iterdir() if len(path.name) == 24)


LOG_DAMAGES: dict[str, tuple[Callable[[Path], object], type[EmbeddedPostgresFault], str]] = {
    "a segment": (lambda of: flip_a_byte(_archived(of)[-2]), BackupIsDamaged, "is damaged"),
    "the checksums": (
        lambda of: (_archived(of)[0].parent / "SHA256SUMS").write_text(""),
        BackupIsDamaged,
        "is damaged",
    ),
    "a segment that is gone": (
        lambda of: _archived(of)[-2].unlink(),
        MomentIsOutOfReach,
        "lacks the segment",
    ),
}


@pytest.mark.parametrize("damage", LOG_DAMAGES)
def test_a_damaged_archive_is_not_taken_for_the_end_of_the_log(
    copied: Path, tmp_path: Path, damage: str
) -> None:
    """Scenario: all that was archived is asked for, and a segment in the middle is not whole.

    Outcome: refused, instead of a bank that silently ends before it.
    """
    hurt, fault, words = LOG_DAMAGES[damage]
    hurt(copied)
    with pytest.raises(fault, match=words):
        Home(tmp_path / "new", tmp_path).restored(tmp_path / "new", copied)
    assert not (tmp_path / "new" / "postgresql" / "data").exists()


def test_a_backup_without_its_archive_is_restored_to_its_own_moment(
    copied: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "alone" / copied.name
    shutil.copytree(copied, moved)
    assert Home(tmp_path / "new", tmp_path).restored(tmp_path / "new", moved)[1] == []


def test_a_backup_of_another_major_version_is_refused(copied: Path, tmp_path: Path) -> None:
    write_description(copied, replace(read_description(copied), postgresql="17"))
    with pytest.raises(BackupIsOfAnotherVersion, match="bank database upgrade"):
        Home(tmp_path / "new", tmp_path).restored(tmp_path / "new", copied)
