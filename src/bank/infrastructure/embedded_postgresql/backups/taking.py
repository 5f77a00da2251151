"""Takes a base backup beside a running bank."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from bank.application.ports.backups import Backup, Report
from bank.application.ports.clock import Clock
from bank.infrastructure.embedded_postgresql.archiving import Archiving
from bank.infrastructure.embedded_postgresql.backups.description import (
    DATA,
    KEYSTORE,
    MANIFEST,
    UNFINISHED,
    file_digest,
    write_description,
)
from bank.infrastructure.embedded_postgresql.backups.faults import BackupFailed, BackupIsRunning
from bank.infrastructure.embedded_postgresql.backups.programmes import (
    ProgrammeFailed,
    run_programme,
)
from bank.infrastructure.embedded_postgresql.backups.segments import segment_name, segment_number
from bank.infrastructure.embedded_postgresql.backups.verification import refuse_damaged
from bank.infrastructure.embedded_postgresql.creation import DATABASE, SUPERUSER
from bank.infrastructure.embedded_postgresql.embedded_postgres import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.folder import sync_folder

_ARCHIVED_SECONDS_MAX = 60.0
_POLL_SECONDS = 0.1
_PERCENT_STEP = 10
_ARCHIVE = "archive-"


@contextmanager
def backups_locked(folder: Path) -> Iterator[None]:
    """Hold a folder of backups alone; the kernel lets go when the process ends.

    Raises BackupIsRunning, OSError.
    """
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupIsRunning(folder) from None
        yield
    finally:
        os.close(descriptor)


class BaseBackup:
    """One base backup, taken into ``folder`` beside its place and renamed when it is whole."""

    def __init__(
        self, home: Path, folder: Path, *, clock: Clock, bank_version: str, report: Report
    ) -> None:
        """Take ``bank.home``, the folder of backups, and what describes the backup."""
        self._home = home
        self._folder = folder
        self._clock = clock
        self._bank_version = bank_version
        self._report = report
        self._postgres = EmbeddedPostgres(home, lambda _line: None)
        self._archiving = Archiving(home.absolute() / "postgresql")

    def take(self) -> Backup:
        """Take it. Raises BackupFailed, after which nothing of it is left."""
        begun_at = self._clock.now()
        name = self._free_name(f"{begun_at:%Y-%m-%dT%H-%M-%SZ}")
        unfinished = self._folder / f"{UNFINISHED}{name}"
        try:
            for left in self._folder.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left)
            unfinished.mkdir(mode=0o700)
            archive = self._archive(name)
            self._copy(unfinished, name)
            backup = self._described(unfinished, begun_at, archive)
            self._report("Checking the copy.")
            refuse_damaged(backup)
            write_description(unfinished, backup)
            sync_folder(unfinished)
            unfinished.rename(self._folder / name)
            sync_folder(self._folder)
        except (OSError, psycopg.Error, ProgrammeFailed) as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise BackupFailed(self._folder, why.strip().rstrip(".")) from error
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return replace(backup, folder=self._folder / name)

    def concern(self, backup: Backup) -> str | None:
        """Wait until the log up to the backup's end is archived; give a sentence if it is not."""
        with self._connected() as connection:
            if _one(connection, "SHOW archive_mode") != "on":
                return (
                    "The write-ahead log is not archived: this backup can be restored to its own"
                    " moment alone. Set bank.backup.archive to true and start the bank again."
                )
            connection.execute("SELECT pg_switch_wal()")
        number = segment_number(backup.last_position)
        last = self._folder / backup.archive / segment_name(backup.timeline, number)
        if _waited_for(last.exists):
            return None
        failure = self._archiving.failure() or "PostgreSQL's archiver has not come to it yet"
        return f"The write-ahead log is not archived as it should be: {failure}."

    def _free_name(self, wanted: str) -> str:
        names = (wanted, *(f"{wanted}-{n}" for n in range(2, 10)))
        return next(name for name in names if not (self._folder / name).exists())

    def _archive(self, name: str) -> str:
        """Go on with the archive of this home, or begin one where it has none in this folder."""
        current = self._archiving.archive()
        if current is not None and current.parent == self._folder and current.is_dir():
            return current.name
        archive = self._folder / f"{_ARCHIVE}{name}"
        archive.mkdir(mode=0o700)
        owner = self._archiving.note.parent / "data"
        os.chown(archive, owner.stat().st_uid, owner.stat().st_gid)
        sync_folder(self._folder)
        self._archiving.begin(archive)
        return archive.name

    def _copy(self, unfinished: Path, name: str) -> None:
        keystore = self._home / "keys" / KEYSTORE
        if keystore.exists():
            shutil.copyfile(keystore, unfinished / KEYSTORE)
            (unfinished / KEYSTORE).chmod(0o600)
            sync_folder(unfinished / KEYSTORE)
        told = -_PERCENT_STEP
        for percent in run_programme(
            "pg_basebackup",
            f"--dbname={self._postgres.dsn(SUPERUSER, SUPERUSER)}",
            f"--pgdata={unfinished / DATA}",
            "--format=plain",
            "--wal-method=stream",
            "--checkpoint=fast",
            "--manifest-checksums=SHA256",
            f"--label=bank {name}",
            "--progress",
            "--no-password",
            folder=self._folder,
        ):
            if percent >= told + _PERCENT_STEP:
                told = percent
                self._report(f"Copying the database: {percent} %")

    def _described(self, unfinished: Path, begun_at: datetime, archive: str) -> Backup:
        manifest = json.loads((unfinished / MANIFEST).read_text(encoding="utf-8"))
        (log,) = manifest["WAL-Ranges"]
        with self._connected() as connection:
            schema = _one(connection, "SELECT version_num FROM alembic_version")
            system = _one(connection, "SELECT system_identifier FROM pg_control_system()")
        return Backup(
            folder=unfinished,
            bank_version=self._bank_version,
            postgresql=(unfinished / DATA / "PG_VERSION").read_text(encoding="ascii").strip(),
            schema=str(schema),
            system=str(system),
            begun_at=begun_at,
            finished_at=self._clock.now(),
            first_position=log["Start-LSN"],
            last_position=log["End-LSN"],
            timeline=log["Timeline"],
            size_bytes=sum(file["Size"] for file in manifest["Files"]),
            archive=archive,
            manifest_sha256=file_digest(unfinished / MANIFEST),
            keystore_sha256=file_digest(unfinished / KEYSTORE),
        )

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._postgres.dsn(SUPERUSER, DATABASE), autocommit=True)


def _one(connection: psycopg.Connection[Any], query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def _waited_for(condition: Callable[[], bool]) -> bool:
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > _ARCHIVED_SECONDS_MAX:
            return False
        time.sleep(_POLL_SECONDS)
    return True
