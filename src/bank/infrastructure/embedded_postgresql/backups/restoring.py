"""Brings a backup back: beside its place first, and in place only when all of it is there."""

import re
import shutil
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bank.application.ports.backups import Backup, Report, Restored
from bank.infrastructure.embedded_postgresql.archiving import recovery_settings
from bank.infrastructure.embedded_postgresql.backups.description import (
    DATA,
    DESCRIPTION,
    finished_backups,
    read_description,
)
from bank.infrastructure.embedded_postgresql.backups.faults import (
    BackupIsDamaged,
    BackupIsOfANewerBank,
    BackupIsOfAnotherVersion,
    HomeIsNotEmpty,
    MomentIsOutOfReach,
    NoBackupHere,
)
from bank.infrastructure.embedded_postgresql.backups.placing import put_in_place
from bank.infrastructure.embedded_postgresql.backups.progress import Progress
from bank.infrastructure.embedded_postgresql.backups.segments import (
    archived_numbers,
    first_missing,
    last_segment,
    segment_name,
    segment_number,
)
from bank.infrastructure.embedded_postgresql.backups.verification import refuse_damaged
from bank.infrastructure.embedded_postgresql.binaries import MAJOR_VERSION
from bank.infrastructure.embedded_postgresql.creation import DATABASE, SUPERUSER
from bank.infrastructure.embedded_postgresql.embedded_postgres import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.faults import DatabaseDidNotStart
from bank.infrastructure.embedded_postgresql.folder import Folder
from bank.infrastructure.embedded_postgresql.leftovers import end_leftovers
from bank.infrastructure.embedded_postgresql.staging import (
    RESTORING,
    left_in_staging,
    staging_place,
)

_LAST_COMMIT = re.compile(r"last completed transaction was at log time (\S+ \S+?)\+00")


def chosen_backup(source: Path, until: datetime | None) -> Backup:
    """Give the backup in ``source``, or of a folder of backups the newest that was finished then.

    Raises NoBackupHere, MomentIsOutOfReach, BackupIsDamaged, BackupIsOfAnotherVersion.
    """
    source = source.absolute()
    if (source / DESCRIPTION).exists():
        backup = read_description(source)
        if until is not None and until < backup.finished_at:
            raise MomentIsOutOfReach(
                f"The backup {source} was finished at {backup.finished_at.isoformat()}, after the"
                f" moment that was asked for ({until.isoformat()}). Restore an older backup"
            )
    else:
        found = [
            each for each in finished_backups(source) if until is None or each.finished_at <= until
        ]
        if not found:
            raise NoBackupHere(source, until)
        backup = found[-1]
    if backup.postgresql != MAJOR_VERSION:
        raise BackupIsOfAnotherVersion(backup.folder, backup.postgresql, MAJOR_VERSION)
    return backup


class Restore:
    """One restore of a backup into a home.

    PostgreSQL recovers in ``bank.home``/restoring, which a restore that was killed leaves behind
    and the next removes; then its data folder is renamed into its place.
    """

    def __init__(
        self,
        home: Path,
        backup: Backup,
        *,
        until: datetime | None,
        schemas: Collection[str],
        report: Report,
    ) -> None:
        """Take where to, what, up to when; ``report`` hears how far it is.

        ``schemas`` are the revisions of the schema that this release of the bank knows.
        """
        self._home = home.absolute()
        self._backup = backup
        self._until = until
        self._report = report
        self._schemas = schemas
        self._staged = self._home / RESTORING
        self._place = Folder(self._home)
        self._archived: list[int] = []

    def run(self, *, replace: bool, stamp: str) -> Restored:
        """Restore; ``stamp`` names the folder into which a database that is there is put.

        Raises HomeIsNotEmpty, BackupIsDamaged, BackupIsOfANewerBank, MomentIsOutOfReach,
        FolderIsInUse, OSError.
        """
        self._refuse_newer(self._backup.schema)
        self._place.prepare()
        with self._place.locked():
            if self._place.data.exists() and not replace:
                raise HomeIsNotEmpty(self._home)
            self._report(f"Checking the backup {self._backup.folder}.")
            refuse_damaged(self._backup)
            self._refuse_gap()
            for left in left_in_staging(self._place.root, RESTORING):
                end_leftovers(Folder(left).data, self._report)
                shutil.rmtree(left)
            self._staged = staging_place(self._place.root, RESTORING)
            try:
                self._copy()
                schema = self._recover()
                last_commit_at = self._last_commit()
                aside = put_in_place(self._backup, self._staged, self._place, stamp)
            except BaseException:
                shutil.rmtree(self._staged, ignore_errors=True)
                raise
            shutil.rmtree(self._staged)
        return Restored(
            backup=self._backup, schema=schema, last_commit_at=last_commit_at, aside=aside
        )

    @property
    def _archive(self) -> Path:
        return self._backup.folder.parent / self._backup.archive

    def _refuse_newer(self, schema: str) -> None:
        if schema not in self._schemas:
            raise BackupIsOfANewerBank(self._backup, schema)

    def _refuse_gap(self) -> None:
        """Refuse an archive that lacks something, and note what it has: it may vanish yet."""
        backup = self._backup
        self._archived = archived_numbers(self._archive, backup.timeline)
        missing = first_missing(
            self._archive,
            timeline=backup.timeline,
            since=segment_number(backup.last_position) + 1,
        )
        if missing is not None:
            name = segment_name(backup.timeline, missing)
            raise MomentIsOutOfReach(
                f"The archive {self._archive} lacks the segment {name}, although it has later ones:"
                " what came after it cannot be restored from this backup. Bring the segment back,"
                " restore a later backup, or copy this backup without its archive and restore that"
            )

    def _copy(self) -> None:
        data = Folder(self._staged).data
        data.parent.mkdir(parents=True)
        data.parent.chmod(0o700)
        self._staged.chmod(0o755)
        told = Progress(self._backup.size_bytes, "Copying the backup", self._report)
        shutil.copytree(
            self._backup.folder / DATA, data, symlinks=True, copy_function=told.copying()
        )
        data.chmod(0o700)
        (data / "recovery.signal").touch()

    def _recover(self) -> str:
        """Have PostgreSQL replay the log up to the moment, open, and shut down cleanly.

        Gives the revision of the schema that is there then.
        """
        archive = self._archive if self._archive.is_dir() else None
        until = None if self._until is None else self._until.astimezone(UTC).isoformat(sep=" ")
        postgres = EmbeddedPostgres(self._staged, self._report, recovery_settings(archive, until))
        try:
            with postgres:
                self._refuse_less_than_archived()
                schema = _schema(postgres)
                self._refuse_newer(schema)
        except DatabaseDidNotStart as fault:
            raise self._in_words(str(fault)) from fault
        return schema

    def _refuse_less_than_archived(self) -> None:
        """Refuse to take an early end of the log for its end, where all of it was asked for."""
        numbers = self._archived
        if self._until is not None or not numbers:
            return
        histories = sorted((Folder(self._staged).data / "pg_wal").glob("*.history"))
        switched = histories[-1].read_text(encoding="utf-8").strip().splitlines()[-1].split("\t")[1]
        if last_segment(switched) < numbers[-1]:
            raise BackupIsDamaged(
                self._archive,
                f"the log in it ends at {switched}, before its last segment"
                f" {segment_name(self._backup.timeline, numbers[-1])}",
            )

    def _in_words(self, said: str) -> Exception:
        log = self._said()
        if "recovery ended before configured recovery target was reached" in log:
            last = self._last_commit()
            ends = f", whose last transaction is of {last.isoformat()}" if last else ""
            return MomentIsOutOfReach(
                f"The archived log ends before the moment that was asked for{ends}. Ask for an"
                " earlier moment, or leave --until away to restore all that was archived"
            )
        damaged = re.search(r"archived segment .*", log)
        why = damaged[0] if damaged else said
        return BackupIsDamaged(self._backup.folder, why.rstrip("."))

    def _last_commit(self) -> datetime | None:
        found = _LAST_COMMIT.findall(self._said())
        return datetime.fromisoformat(f"{found[-1]}+00:00") if found else None

    def _said(self) -> str:
        log = Folder(self._staged).log
        files = sorted(log.iterdir()) if log.is_dir() else []
        return "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)


def _schema(postgres: EmbeddedPostgres) -> str:
    dsn = postgres.dsn(SUPERUSER, DATABASE)
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return "" if row is None else str(row[0])
