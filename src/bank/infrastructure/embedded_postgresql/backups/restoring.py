"""Brings a backup back: beside its place first, and in place only when all of it is there."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bank.application.ports.backups import Backup, Report, Restored
from bank.infrastructure.embedded_postgresql.archiving import Archiving, recovery_settings
from bank.infrastructure.embedded_postgresql.backups.description import (
    DATA,
    DESCRIPTION,
    KEYSTORE,
    finished_backups,
    read_description,
)
from bank.infrastructure.embedded_postgresql.backups.faults import (
    BackupIsDamaged,
    BackupIsOfAnotherVersion,
    HomeIsNotEmpty,
    MomentIsOutOfReach,
    NoBackupHere,
)
from bank.infrastructure.embedded_postgresql.backups.segments import (
    archived_numbers,
    first_missing,
    segment_name,
    segment_number,
)
from bank.infrastructure.embedded_postgresql.backups.verification import refuse_damaged
from bank.infrastructure.embedded_postgresql.binaries import MAJOR_VERSION
from bank.infrastructure.embedded_postgresql.embedded_postgres import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.faults import DatabaseDidNotStart
from bank.infrastructure.embedded_postgresql.folder import Folder, sync_folder
from bank.infrastructure.embedded_postgresql.leftovers import end_leftovers

_RESTORING = "restoring"
_LAST_COMMIT = re.compile(r"last completed transaction was at log time (\S+ \S+?)\+00")
_PERCENT_STEP = 10


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

    def __init__(self, home: Path, backup: Backup, until: datetime | None, report: Report) -> None:
        """Take where to, what, up to when; ``report`` hears how far it is."""
        self._home = home.absolute()
        self._backup = backup
        self._until = until
        self._report = report
        self._staged = self._home / _RESTORING
        self._place = Folder(self._home)

    def run(self, *, replace: bool, stamp: str) -> Restored:
        """Restore; ``stamp`` names the folder into which a database that is there is put.

        Raises HomeIsNotEmpty, BackupIsDamaged, MomentIsOutOfReach, FolderIsInUse, OSError.
        """
        self._place.prepare()
        with self._place.locked():
            if self._place.data.exists() and not replace:
                raise HomeIsNotEmpty(self._home)
            self._report(f"Checking the backup {self._backup.folder}.")
            refuse_damaged(self._backup)
            self._refuse_gap()
            end_leftovers(Folder(self._staged).data, self._report)
            if self._staged.exists():
                shutil.rmtree(self._staged)
            try:
                self._copy()
                last_commit_at = self._recover()
            except BaseException:
                shutil.rmtree(self._staged, ignore_errors=True)
                raise
            aside = self._put_in_place(stamp)
        return Restored(backup=self._backup, last_commit_at=last_commit_at, aside=aside)

    @property
    def _archive(self) -> Path:
        return self._backup.folder.parent / self._backup.archive

    def _refuse_gap(self) -> None:
        backup = self._backup
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

    def _recover(self) -> datetime | None:
        """Have PostgreSQL replay the log up to the moment, open, and shut down cleanly."""
        archive = self._archive if self._archive.is_dir() else None
        until = None if self._until is None else self._until.astimezone(UTC).isoformat(sep=" ")
        postgres = EmbeddedPostgres(self._staged, self._report, recovery_settings(archive, until))
        try:
            with postgres:
                self._refuse_less_than_archived()
        except DatabaseDidNotStart as fault:
            raise self._in_words(str(fault)) from fault
        return self._last_commit()

    def _refuse_less_than_archived(self) -> None:
        """Refuse to take an early end of the log for its end, where all of it was asked for."""
        numbers = archived_numbers(self._archive, self._backup.timeline)
        if self._until is not None or not numbers:
            return
        histories = sorted((Folder(self._staged).data / "pg_wal").glob("*.history"))
        switched = histories[-1].read_text(encoding="utf-8").strip().splitlines()[-1].split("\t")[1]
        if segment_number(switched) < numbers[-1]:
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

    def _put_in_place(self, stamp: str) -> Path | None:
        """Rename; from the last of the renames on there is a bank. It archives nowhere yet."""
        self._put_keystore_in_place()
        aside = None
        if self._place.data.exists():
            aside = self._place.aside(stamp)
            self._place.data.rename(aside)
        Archiving(self._place.root).forget()
        Folder(self._staged).data.rename(self._place.data)
        sync_folder(self._place.root)
        shutil.rmtree(self._staged)
        return aside

    def _put_keystore_in_place(self) -> None:
        """Bring the keystore back, unless the home has one: that has all keys, and newer ones."""
        keys = self._home / "keys"
        if self._backup.keystore_sha256 and not (keys / KEYSTORE).exists():
            keys.mkdir(mode=0o700, exist_ok=True)
            unfinished = keys / f".{KEYSTORE}.restoring"
            shutil.copyfile(self._backup.folder / KEYSTORE, unfinished)
            unfinished.chmod(0o600)
            sync_folder(unfinished)
            unfinished.rename(keys / KEYSTORE)


class Progress:
    """Says how far a copy is."""

    def __init__(self, size_bytes: int, doing: str, report: Report) -> None:
        """Take how much there is to copy."""
        self._size_bytes = max(1, size_bytes)
        self._doing = doing
        self._report = report
        self._copied = 0
        self._told = -_PERCENT_STEP

    def copying(self) -> Callable[[str, str], str]:
        """Give a copy function that counts."""

        def copy(source: str, target: str) -> str:
            done: str = shutil.copy2(source, target)
            self._copied += Path(target).stat().st_size
            percent = min(100, 100 * self._copied // self._size_bytes)
            if percent >= self._told + _PERCENT_STEP:
                self._told = percent
                self._report(f"{self._doing}: {percent} %")
            return done

        return copy
