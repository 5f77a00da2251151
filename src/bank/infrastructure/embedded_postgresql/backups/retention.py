"""What of a home's own backups is kept: so many of the newest, and the log that they need."""

import shutil
from pathlib import Path

from bank.application.ports.backups import Backup
from bank.infrastructure.embedded_postgresql.backups.description import (
    UNFINISHED,
    finished_backups,
)
from bank.infrastructure.embedded_postgresql.backups.programmes import run_programme
from bank.infrastructure.embedded_postgresql.backups.segments import segment_name, segment_number


def remove_old_backups(folder: Path, newest: Backup, *, keep: int) -> int:
    """Remove all but the ``keep`` newest that share the newest one's archive; gives how many.

    Backups of other archives are another bank's, or were taken before a restore: they are never
    removed. A backup goes at once (it is renamed first), and then what no kept one needs of the
    log. Raises OSError, ProgrammeFailed.
    """
    own = [each for each in finished_backups(folder) if each.archive == newest.archive]
    removed = [each for each in own[:-keep] if each.folder != newest.folder]
    for backup in removed:
        leaving = folder / f"{UNFINISHED}{backup.folder.name}"
        backup.folder.rename(leaving)
        shutil.rmtree(leaving)
    kept = next(each for each in own if each not in removed)
    oldest = segment_name(kept.timeline, segment_number(kept.first_position))
    archive = folder / newest.archive
    for _ in run_programme(
        "pg_archivecleanup", "--clean-backup-history", str(archive), oldest, folder=folder
    ):
        continue
    return len(removed)
