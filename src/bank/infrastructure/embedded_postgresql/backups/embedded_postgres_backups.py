"""The adapter: backups of one home, in one folder."""

import os
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from bank.application.ports.backups import BackupReceipt, Backups, Report, Restored
from bank.application.ports.clock import Clock
from bank.infrastructure.embedded_postgresql.archiving import Archiving
from bank.infrastructure.embedded_postgresql.backups.faults import BackupFailed
from bank.infrastructure.embedded_postgresql.backups.programmes import ProgrammeFailed
from bank.infrastructure.embedded_postgresql.backups.restoring import Restore, chosen_backup
from bank.infrastructure.embedded_postgresql.backups.retention import remove_old_backups
from bank.infrastructure.embedded_postgresql.backups.taking import BaseBackup, backups_locked
from bank.infrastructure.embedded_postgresql.faults import FolderCannotBeUsed


class EmbeddedPostgresBackups(Backups):
    """Backs up the PostgreSQL under ``home`` into ``folder``, and restores into ``home``."""

    def __init__(
        self,
        home: Path,
        folder: Path,
        *,
        keep: int,
        clock: Clock,
        bank_version: str,
        schemas: Collection[str],
    ) -> None:
        """Take how many backups are kept, the bank's version and what schemas it knows."""
        self._home = home.absolute()
        self._folder = folder.absolute()
        self._keep = keep
        self._clock = clock
        self._bank_version = bank_version
        self._schemas = schemas

    def take(self, report: Report, *, new_archive: bool = False) -> BackupReceipt:
        """Take one; PostgreSQL runs, be it our child or a server's."""
        if not new_archive:
            Archiving(self._home / "postgresql").refuse_away()
        try:
            self._prepare()
            with backups_locked(self._folder):
                return self._take(report)
        except OSError as error:
            raise BackupFailed(self._folder, error.strerror or str(error)) from error

    def restore(
        self, source: Path, *, until: datetime | None, replace: bool, report: Report
    ) -> Restored:
        """Restore into the home, which nobody else works on."""
        backup = chosen_backup(source, until)
        stamp = f"{self._clock.now():%Y-%m-%dT%H-%M-%SZ}"
        try:
            restore = Restore(self._home, backup, until=until, schemas=self._schemas, report=report)
            return restore.run(replace=replace, stamp=stamp)
        except OSError as error:
            why = f"{error.filename or 'a file'}: {error.strerror or error}"
            raise FolderCannotBeUsed(self._home, why) from error

    def _take(self, report: Report) -> BackupReceipt:
        base = BaseBackup(
            self._home,
            self._folder,
            clock=self._clock,
            bank_version=self._bank_version,
            report=report,
        )
        backup = base.take()
        concern, removed = base.concern(backup), 0
        try:
            if concern is None:
                removed = remove_old_backups(self._folder, backup, keep=self._keep)
        except (OSError, ProgrammeFailed) as error:
            concern = f"Old backups could not be removed: {error}."
        return BackupReceipt(backup=backup, removed=removed, concern=concern)

    def _prepare(self) -> None:
        """Make the folder, which PostgreSQL enters to archive; one that is there stays as it is.

        Raises OSError.
        """
        if not self._folder.exists():
            self._folder.mkdir(mode=0o700, parents=True)
            owner = (self._home / "postgresql" / "data").stat()
            if self._folder.stat().st_uid != owner.st_uid:
                os.chown(self._folder, owner.st_uid, owner.st_gid)
