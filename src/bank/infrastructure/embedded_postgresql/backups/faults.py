"""Why a backup was not taken or not restored, in sentences to act on."""

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from bank.application.ports.backups import Backup
from bank.infrastructure.embedded_postgresql.faults import EmbeddedPostgresFault


class BackupFailed(EmbeddedPostgresFault):
    """The backup was given up; nothing of it is left."""

    code: ClassVar[str] = "backup_failed"

    def __init__(self, folder: Path, why: str) -> None:
        """Take the folder of backups and the reason."""
        super().__init__(
            f"No backup was taken in {folder}: {why}. Nothing of it is left, and older backups are"
            " as they were. Remove the cause and run again: bank backup"
        )


class BackupIsRunning(EmbeddedPostgresFault):
    """Another backup is being taken into the same folder."""

    code: ClassVar[str] = "backup_running"

    def __init__(self, folder: Path) -> None:
        """Take the folder of backups."""
        super().__init__(
            f"Another backup is being taken in {folder}. Wait for it, or give this bank a folder of"
            " its own: bank.backup.folder"
        )


class BackupIsDamaged(EmbeddedPostgresFault):
    """Something in the backup is not what was backed up, or is not there."""

    code: ClassVar[str] = "backup_damaged"

    def __init__(self, folder: Path, why: str) -> None:
        """Take the backup and what is wrong with it."""
        super().__init__(
            f"The backup {folder} cannot be restored: {why}. Nothing was changed. Restore another"
            " copy of it, or an older backup: with its log it reaches the same moments."
        )


class BackupIsOfAnotherVersion(EmbeddedPostgresFault):
    """The backup was written by another major version of PostgreSQL."""

    code: ClassVar[str] = "backup_of_another_version"

    def __init__(self, folder: Path, found: str, ours: str) -> None:
        """Take the backup, the version that wrote it, and the version of our binaries."""
        super().__init__(
            f"The backup {folder} was written by PostgreSQL {found}, but this bank brings"
            f" PostgreSQL {ours}. Restore it with the release of the bank that wrote it, then"
            " upgrade: bank database upgrade"
        )


class BackupIsOfANewerBank(EmbeddedPostgresFault):
    """The schema in the backup, or the one that its log leads to, is unknown to this release."""

    code: ClassVar[str] = "backup_of_a_newer_bank"

    def __init__(self, backup: Backup, schema: str) -> None:
        """Take the backup and the schema's revision."""
        super().__init__(
            f"The backup {backup.folder}, taken by release {backup.bank_version} of the bank, leads"
            f" to a schema that this release does not know ({schema}). Nothing was changed. Restore"
            " it with the release that wrote it, or a newer one."
        )


class NoBackupHere(EmbeddedPostgresFault):
    """A folder holds no finished backup that would serve."""

    code: ClassVar[str] = "backup_not_found"

    def __init__(self, folder: Path, until: datetime | None) -> None:
        """Take the folder and the moment that was wanted."""
        wanted = "" if until is None else f" that was finished before {until.isoformat()}"
        super().__init__(
            f"{folder} holds no finished backup{wanted}. Name a backup's folder, or the folder of"
            " backups; one that was interrupted begins with a dot and cannot be restored."
        )


class MomentIsOutOfReach(EmbeddedPostgresFault):
    """The log that was archived does not reach the moment that was asked for, or has a gap."""

    code: ClassVar[str] = "backup_moment_out_of_reach"

    def __init__(self, why: str) -> None:
        """Take a sentence that says why and what to do, without its end."""
        super().__init__(f"{why}. Nothing was changed.")


class HomeIsNotEmpty(EmbeddedPostgresFault):
    """A restore would replace a database."""

    code: ClassVar[str] = "restore_over_a_bank"

    def __init__(self, home: Path) -> None:
        """Take the home."""
        super().__init__(
            f"There is a bank in {home} already, and nothing was changed. Restore into another"
            " bank.home, or say --replace: what is there is then put aside, not deleted."
        )
