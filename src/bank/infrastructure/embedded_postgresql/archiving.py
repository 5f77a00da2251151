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

from bank.infrastructure.embedded_postgresql.folder import Folder

_ARCHIVE = Path(__file__).with_name("archive_segment.py")
_FETCH = Path(__file__).with_name("fetch_segment.py")


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

    def forget(self) -> None:
        """Archive nowhere until the next backup."""
        self.note.unlink(missing_ok=True)
        self._failure.unlink(missing_ok=True)

    def failure(self) -> str | None:
        """Give why the last segment was not archived; None while all is well."""
        with suppress(FileNotFoundError):
            return self._failure.read_text(encoding="utf-8").strip()
        return None


class ArchiveWatch:
    """Tells once that archiving fails, once more for another reason, and once that it works."""

    def __init__(self, archiving: Archiving, report: Callable[[str], None]) -> None:
        """Take what is watched and who is told."""
        self._archiving = archiving
        self._report = report
        self._told: str | None = None

    def look(self) -> None:
        """Look, and tell what has changed."""
        failure = self._archiving.failure()
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


def archiving_settings(home: Path, *, within: timedelta) -> dict[str, str]:
    """Give the settings under which PostgreSQL archives, a begun segment after ``within``."""
    note = shlex.quote(str(Archiving(Folder(home).root).note))
    script = _command(_ARCHIVE)
    return {
        "archive_mode": "on",
        "archive_timeout": f"{max(1, within // timedelta(seconds=1))}s",
        "archive_command": f"test ! -e {_literal(note)} || exec {script} {_literal(note)} %p %f",
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
