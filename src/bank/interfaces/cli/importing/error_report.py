"""The errors file: a CSV of the lines that were not posted, and why."""

import csv
import fcntl
import io
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from bank.interfaces.cli.importing.reading.faults import BadLine
from bank.interfaces.cli.importing.stopping import ImportStopped

_HEADER = b"line,id,code,reason\n"


class ErrorReport:
    """Appends bad lines in the order of the file; locked, so that one import runs at a time.

    Whoever resumes says how many bytes were acknowledged: what was written after them is cut off,
    and written again when its batch is. A line is therefore reported once, with the outcome that
    counts.
    """

    def __init__(self, path: Path, *, kept_bytes: int) -> None:
        """Open the file, kept up to ``kept_bytes`` (0: begun anew).

        Stops when it is no errors file, shorter than that, or in use.
        """
        self.path = path
        try:
            self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
        except OSError as error:
            message = (
                f"{path} cannot be written ({error.strerror}). Name another place with --errors."
            )
            raise ImportStopped(message) from error
        try:
            self._claim(kept_bytes)
        except BaseException:
            self._file.close()
            raise

    def _claim(self, kept_bytes: int) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportStopped(
                f"Another import is writing {self.path}: wait for it, or choose another --errors."
            ) from error
        head = self._file.read(len(_HEADER))
        if not _HEADER.startswith(head):
            raise ImportStopped(
                f"{self.path} is no errors file of an import; name another with --errors."
            )
        if self._file.seek(0, os.SEEK_END) < kept_bytes:
            raise ImportStopped(
                f"{self.path} has lost lines that were reported. Delete the state file to read"
                " every line again; none is posted twice."
            )
        self._file.truncate(kept_bytes)
        self._file.seek(kept_bytes)
        if not kept_bytes:
            self._file.write(_HEADER)
            self._file.flush()

    def append(self, bad: Iterable[BadLine]) -> int:
        """Append lines and give the file's size in bytes; they are on disk when this returns."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows((b.line, b.line_id, b.fault.code, b.fault.reason) for b in bad)
        if lines := text.getvalue():
            try:
                self._file.write(lines.encode("utf-8", "replace"))
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as error:
                raise ImportStopped(f"{self.path} cannot be written ({error.strerror}).") from error
        return self._file.tell()

    def __enter__(self) -> Self:
        """Hold the file."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file, which frees it for others."""
        self._file.close()
