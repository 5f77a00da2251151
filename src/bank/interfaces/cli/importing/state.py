"""How far an import has come, kept beside its file so that a killed one goes on where it was."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from bank.interfaces.cli.importing.stopping import ImportStopped

_FORMAT = 1
_READ_BYTES = 1 << 20


class ImportState(msgspec.Struct, kw_only=True):
    """Everything that was acknowledged, in the order of the file.

    ``offset`` and ``size`` are bytes, ``line`` physical lines; ``digest`` is the SHA-256 of the
    file up to ``offset``. The counts are of records. ``errors_bytes`` is how much of the errors
    file belongs to them.
    """

    format: int = _FORMAT
    name: str
    url: str
    size: int
    offset: int = 0
    line: int = 0
    digest: str = sha256().hexdigest()
    posted: int = 0
    pending: int = 0
    refused: int = 0
    errors_bytes: int = 0
    done: bool = False

    @property
    def records(self) -> int:
        """All records that have an outcome."""
        return self.posted + self.pending + self.refused


class StateFile:
    """The state on disk: each save replaces the whole, so that a kill leaves the old or the new."""

    def __init__(self, path: Path) -> None:
        """Take where the state is kept."""
        self.path = path

    def load(self) -> ImportState | None:
        """Give the saved state, or nothing when there is none; stops when it is something else."""
        try:
            state = msgspec.json.decode(self.path.read_bytes(), type=ImportState)
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, OSError) as error:
            raise ImportStopped(
                f"{self.path} cannot be read as the state of an import. {_REMEDY}"
            ) from error
        if state.format != _FORMAT:
            raise ImportStopped(f"{self.path} was written by another version. {_REMEDY}")
        return state

    def save(self, state: ImportState) -> None:
        """Replace the saved state; stops when the disk refuses."""
        fresh = self.path.with_name(self.path.name + ".new")
        try:
            with fresh.open("wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(state), indent=1))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError as error:
            raise ImportStopped(
                f"{self.path} cannot be written ({error.strerror}). Name another with --state."
            ) from error


class Progressed:
    """The digest of the file's beginning, which a state is bound to."""

    def __init__(self, file: BinaryIO) -> None:
        """Take the file; its position is left where it was."""
        self._descriptor = file.fileno()
        self._digest = sha256()
        self._offset = 0

    def to(self, offset: int) -> str:
        """Give the digest of the first ``offset`` bytes; offsets only grow."""
        while self._offset < offset:
            length = min(_READ_BYTES, offset - self._offset)
            chunk = os.pread(self._descriptor, length, self._offset)
            if not chunk:
                break
            self._digest.update(chunk)
            self._offset += len(chunk)
        return self._digest.hexdigest()


def refuse_another(state: ImportState, read: Progressed, **now: Any) -> None:
    """Stop unless the state is of this very import: name, bank, size, and the bytes read so far."""
    for what, value in now.items():
        if getattr(state, what) != value:
            before = getattr(state, what)
            raise ImportStopped(
                f"This import was begun with {what} {before}; it is now {value}. {_REMEDY}"
            )
    if read.to(state.offset) != state.digest:
        raise ImportStopped(
            f"The file's first {state.line} lines are no longer those that were imported. {_REMEDY}"
        )


_REMEDY = (
    "To begin again, delete the state file (or name another with --state): lines that were posted"
    " under the same import name and id are not posted twice."
)
