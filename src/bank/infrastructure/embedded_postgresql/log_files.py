"""PostgreSQL's own log: what it said since a moment, and how much of it is kept."""

import re
from pathlib import Path

_FILES_KEPT = 8
_READ_BYTES_MAX = 65_536
_MESSAGE = re.compile(r"\b(LOG|WARNING|ERROR|FATAL|PANIC):\s+(.*)")
EARLY = "startup.log"


class LogFiles:
    """PostgreSQL's files, rotated by size, and ``startup.log`` for words before there is a log."""

    def __init__(self, folder: Path) -> None:
        """Take the log folder, which need not exist yet."""
        self._folder = folder
        self._marks: dict[Path, int] = {}

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder

    def mark(self) -> None:
        """Let ``said`` begin at this moment, and drop the oldest files. Raises OSError."""
        self._marks = {path: path.stat().st_size for path in self._rotated()}
        for path in self._rotated()[:-_FILES_KEPT]:
            path.unlink(missing_ok=True)

    def said(self) -> str:
        """Give what was logged since the mark, at most its last 64 KiB a file."""
        return "".join(
            self._tail(path) for path in (self._folder / EARLY, *self._rotated()) if path.exists()
        )

    def last_message(self) -> str:
        """Give the last message since the mark, without its prefix; empty if there is none."""
        messages = _MESSAGE.findall(self.said())
        return str(messages[-1][1]) if messages else ""

    def why_it_ended(self) -> str:
        """Give the last fatal message since the mark, or else the last line of any kind."""
        said = self.said()
        fatal = [text for level, text in _MESSAGE.findall(said) if level in ("FATAL", "PANIC")]
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        return str((fatal or lines or ["it left no message"])[-1]).rstrip(".")

    def _rotated(self) -> list[Path]:
        return sorted(self._folder.glob("postgresql-*.log"))

    def _tail(self, path: Path) -> str:
        with path.open("rb") as file:
            file.seek(max(self._marks.get(path, 0), path.stat().st_size - _READ_BYTES_MAX))
            return file.read().decode("utf-8", "replace")
