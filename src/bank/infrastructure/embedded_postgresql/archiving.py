"""The archive of the write-ahead log: where a home's segments go, and how it fares.

PostgreSQL is always started with the same command. It does nothing until the first backup notes in
the home where the archive is: a log that begins after no backup can be replayed onto nothing.
"""

import os
import shlex
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psycopg

from bank.infrastructure.embedded_postgresql.faults import ArchiveIsAway
from bank.infrastructure.embedded_postgresql.folder import Folder, sync_folder

_ARCHIVE = Path(__file__).with_name("archive_segment.py")
_FETCH = Path(__file__).with_name("fetch_segment.py")
_LOOKS_TO_ASK = 300
_ASKING_SECONDS_MAX = 2
_FAILING = """
    SELECT last_failed_wal FROM pg_stat_archiver
    WHERE failed_count > 0 AND last_failed_time > coalesce(last_archived_time, '-infinity')
"""


class Archiving:
    """The note in ``bank.home``/postgresql that says which folder the log is archived in.

    The note stays with the home and is no part of a backup: a restored bank archives nowhere until
    its own first backup, so that two banks never write into one archive.
    """

    def __init__(self, root: Path) -> None:
        """Take the embedded PostgreSQL's own folder."""
        self.note = root / "archiving"
        self._failure = root / "archiving.failed"

    def archive(self) -> Path | None:
        """Give the archive's folder; None before the first backup."""
        with suppress(FileNotFoundError):
            return Path(self.note.read_text(encoding="utf-8").rstrip("\n"))
        return None

    def begin(self, archive: Path) -> None:
        """Archive from now on in ``archive``, which exists. Raises OSError."""
        unfinished = self.note.with_name(".archiving.unfinished")
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(f"{archive}\n")
            file.flush()
            os.fsync(file.fileno())
        root = self.note.parent.stat()
        os.chown(unfinished, root.st_uid, root.st_gid)
        unfinished.replace(self.note)
        sync_folder(self.note.parent)

    def forget(self) -> None:
        """Archive nowhere until the next backup."""
        self.note.unlink(missing_ok=True)
        self._failure.unlink(missing_ok=True)
        sync_folder(self.note.parent)

    def refuse_away(self) -> None:
        """Refuse while the archive is not where it was. Raises ArchiveIsAway."""
        archive = self.archive()
        if archive is not None and not archive.is_dir():
            raise ArchiveIsAway(archive)

    def failure(self) -> str | None:
        """Give why the last segment was not archived; None while all is well."""
        with suppress(FileNotFoundError):
            return self._failure.read_text(encoding="utf-8").strip()
        return None


class ArchiveWatch:
    """Tells once that archiving fails, once more for another reason, and once that it works.

    The script that archives leaves its reason. Where it cannot even be run, only PostgreSQL knows,
    which is asked now and then while there is no reason.
    """

    def __init__(
        self,
        archiving: Archiving,
        report: Callable[[str], None],
        ask: Callable[[], str | None],
    ) -> None:
        """Take what is watched, who is told, and what asks PostgreSQL why archiving fails."""
        self._archiving = archiving
        self._report = report
        self._ask = ask
        self._told: str | None = None
        self._answer: str | None = None
        self._looks = 0

    def look(self) -> None:
        """Look, and tell what has changed."""
        failure = self._archiving.failure()
        if failure is None:
            failure = self._asked()
        else:
            self._looks, self._answer = 0, None
        if failure == self._told:
            return
        self._told = failure
        if failure is None:
            self._report("The write-ahead log is archived again.")
        else:
            self._report(
                f"The write-ahead log cannot be archived ({failure}). PostgreSQL keeps it, and will"
                " fill the disk in time: make room in the archive, or see that it can be reached."
            )

    def _asked(self) -> str | None:
        self._looks += 1
        if self._looks % _LOOKS_TO_ASK == 0:
            self._answer = self._ask()
        return self._answer


def watched_archive(folder: Folder, report: Callable[[str], None], dsn: str) -> ArchiveWatch:
    """Give the watch over the archive of a database that is reached by ``dsn``."""
    return ArchiveWatch(Archiving(folder.root), report, lambda: failing_segment(dsn, folder.log))


def failing_segment(dsn: str, log: Path) -> str | None:
    """Ask PostgreSQL whether archiving fails; None too while it cannot be asked."""
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=_ASKING_SECONDS_MAX) as asked:
            row = asked.execute(_FAILING).fetchone()
    except psycopg.Error:
        return None
    return None if row is None else f"{row[0]}: the log in {log} says why"


def archiving_settings(home: Path, *, within: timedelta) -> dict[str, str]:
    """Give the settings under which PostgreSQL archives, a begun segment after ``within``.

    Whatever goes wrong ends with 1: PostgreSQL does not count, and so does not tell of, commands
    that end with more than 125, as those do that cannot be run.
    """
    place = _quoted(Archiving(Folder(home).root).note)
    script = _command(_ARCHIVE)
    return {
        "archive_mode": "on",
        "archive_timeout": f"{max(1, within // timedelta(seconds=1))}s",
        "archive_command": f"test ! -e {place} || {script} {place} %p %f || exit 1",
    }


def recovery_settings(archive: Path | None, until: str | None) -> dict[str, str]:
    """Give the settings under which PostgreSQL recovers from ``archive``, then opens by itself."""
    found = "false" if archive is None else f"exec {_command(_FETCH)} {_quoted(archive)} %f %p"
    settings = {
        "archive_mode": "off",
        "hot_standby": "off",
        "restore_command": found,
        "recovery_target_action": "promote",
    }
    return settings if until is None else {**settings, "recovery_target_time": until}


def _command(script: Path) -> str:
    return f"{_quoted(Path(sys.executable))} -I -S {_quoted(script)}"


def _quoted(path: Path) -> str:
    return _literal(shlex.quote(str(path)))


def _literal(text: str) -> str:
    """Spell a percent sign for PostgreSQL, which replaces what follows one."""
    return text.replace("%", "%%")
