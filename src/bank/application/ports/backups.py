"""Backups of the bank's database, for whoever runs the bank on a database of its own."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

Report = Callable[[str], None]
"""Takes a sentence about what is being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A base backup: the database as it was at one moment, and what belongs to it.

    It can be restored to any moment from ``finished_at`` on for which the write-ahead log is in
    ``archive``, a folder beside ``folder``. Positions are PostgreSQL's, such as ``0/3000028``.
    """

    folder: Path
    bank_version: str
    postgresql: str
    schema: str
    system: str
    begun_at: datetime
    finished_at: datetime
    first_position: str
    last_position: str
    timeline: int
    size_bytes: int
    archive: str
    manifest_sha256: str
    keystore_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReceipt:
    """What a backup left behind; ``concern`` says what the operator has to look after."""

    backup: Backup
    removed: int
    concern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored.

    ``schema`` is the revision that the log led to, which may be newer than the backup's;
    ``last_commit_at`` is the time of the last transaction that was taken out of the log, if any;
    ``aside`` the folder in which the database that was there before is kept, if there was one.
    """

    backup: Backup
    schema: str
    last_commit_at: datetime | None
    aside: Path | None


class Backups(Protocol):
    """Takes backups of a running database, and brings them back into a home."""

    @abstractmethod
    def take(self, report: Report, *, new_archive: bool = False) -> BackupReceipt:
        """Take one beside a running bank, whole or not at all; then remove what is too old.

        Refused while the archive of this bank's log is away, unless a ``new_archive`` is to begin.
        Raises ``BackupFailed``, ``BackupIsRunning``, ``ArchiveIsAway``.
        """

    @abstractmethod
    def restore(
        self, source: Path, *, until: datetime | None, replace: bool, report: Report
    ) -> Restored:
        """Restore the backup in ``source``, or the newest of those in it that serves, into a home.

        What is committed up to ``until`` is there afterwards; without it, all that was archived.
        The home holds no database, or ``replace`` has it put aside. Nothing in the home is changed
        before everything has been restored. Raises ``BackupIsDamaged``, ``BackupIsOfANewerBank``,
        ``MomentIsOutOfReach``, ``HomeIsNotEmpty``.
        """
