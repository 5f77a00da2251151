"""Files that nobody but their owner may read, written whole or not at all."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from bank.application.ports.key_service import KeystoreExposed, KeystoreNotWritten

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_private(path: Path, *, size_max: int) -> bytes:
    """Read a small file, one byte beyond the bound at most.

    Raises ``KeystoreExposed`` if others may open it and ``OSError`` if it is not there. The
    permissions are those of the file that was opened, so that it cannot be exchanged in between.
    """
    with path.open("rb") as file:
        _refuse_exposed(path, os.fstat(file.fileno()).st_mode, remedy="600")
        return file.read(size_max + 1)


def ensure_private_folder(folder: Path) -> None:
    """Make the folder, private to its owner, or check that it is.

    Raises ``KeystoreExposed`` if not.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    except OSError as error:
        raise _not_written(folder, error) from error
    _refuse_exposed(folder, folder.stat().st_mode, remedy="700")


def write_private(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` by renaming a finished file.

    A crash leaves the old file or the new one. Raises ``KeystoreNotWritten``, with the old file
    untouched.
    """
    try:
        handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise _not_written(path, error) from error


@contextmanager
def exclusively(folder: Path) -> Iterator[None]:
    """Keep other processes from changing what is in the folder.

    Waits for the one that is changing it.
    """
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _refuse_exposed(path: Path, mode: int, *, remedy: str) -> None:
    if mode & _OTHERS:
        raise KeystoreExposed(
            f"{path} holds secrets and others than its owner may open it (mode "
            f"{stat.S_IMODE(mode):o}). Run: chmod {remedy} {path}"
        )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_written(path: Path, error: OSError) -> KeystoreNotWritten:
    return KeystoreNotWritten(
        f"{path} could not be written ({error.strerror}). Check the permissions of its folder and "
        "the free space; nothing was changed."
    )
