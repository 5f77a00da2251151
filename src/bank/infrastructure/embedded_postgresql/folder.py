"""Everything the embedded PostgreSQL keeps, and the lock that gives it one supervisor."""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bank.infrastructure.embedded_postgresql.binaries import MAJOR_VERSION
from bank.infrastructure.embedded_postgresql.faults import (
    FolderBelongsToAnotherUser,
    FolderCannotBeUsed,
    FolderIsFromAnotherVersion,
    FolderIsInUse,
    FolderWasLeftHalfway,
    RestoreWasInterrupted,
)
from bank.infrastructure.embedded_postgresql.settings import PORT
from bank.infrastructure.embedded_postgresql.staging import RESTORING, left_in_staging

_SOCKET_PATH_BYTES_MAX = 107
_SOCKET_NAME = f".s.PGSQL.{PORT}"
_TEMPORARY_PREFIX = "bank-postgresql-"


class Folder:
    """``bank.home``/postgresql: ``data``, ``socket``, ``log`` and the lock, private to one user.

    A Unix socket's path has at most 107 bytes. Where the home is too deep for that, the socket
    alone lives in a private folder under the system's temporary folder, whose path is written down
    here and which is removed at the stop.
    """

    def __init__(self, home: Path) -> None:
        """Take ``bank.home``; nothing is touched yet."""
        self.root = Path(os.path.abspath(home)) / "postgresql"  # noqa: PTH100 - keeps links as the user wrote them
        self.data = self.root / "data"
        self.unfinished = self.root / "data.unfinished"
        self.log = self.root / "log"
        self.user_table = self.root / "user-table" / "passwd"
        self._lock = self.root / "supervisor.lock"
        self._socket_note = self.root / "socket-folder"

    def prepare(self) -> None:
        """Make what is missing. Raises FolderBelongsToAnotherUser, OSError."""
        self.root.parent.mkdir(parents=True, exist_ok=True)
        self.root.mkdir(mode=0o700, exist_ok=True)
        owner, user = self.root.stat().st_uid, os.geteuid()
        if user not in (0, owner):
            raise FolderBelongsToAnotherUser(self.root, owner, user)
        self.root.chmod(0o700)

    def prepare_socket_and_log(self) -> None:
        """Make the folders of socket and log, and remove the socket a killed PostgreSQL left.

        Raises OSError, FolderCannotBeUsed.
        """
        self._make_private(self.log)
        folder = self.socket_dir
        if folder is None:
            folder = _temporary_socket_dir()
            self._socket_note.write_text(str(folder), encoding="utf-8")
        self._make_private(folder)
        for left in (folder / _SOCKET_NAME, folder / f"{_SOCKET_NAME}.lock"):
            left.unlink(missing_ok=True)

    @property
    def socket_dir(self) -> Path | None:
        """The folder of the socket; None if the home is too deep and no other was made yet."""
        inside = self.root / "socket"
        if _can_hold_socket(inside):
            return inside
        try:
            noted = Path(self._socket_note.read_text(encoding="utf-8"))
            found = noted.lstat()
        except OSError:
            return None
        ours = found.st_uid in (os.geteuid(), self.root.stat().st_uid)
        private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == stat.S_IRWXU
        return noted if ours and private and noted.name.startswith(_TEMPORARY_PREFIX) else None

    def remove_temporary_socket_dir(self) -> None:
        """Leave nothing outside the home."""
        folder = self.socket_dir
        if folder is not None and folder.parent != self.root:
            shutil.rmtree(folder, ignore_errors=True)
        self._socket_note.unlink(missing_ok=True)

    def has_database(self) -> bool:
        """Tell whether a finished database of our version is there.

        Raises FolderIsFromAnotherVersion, FolderCannotBeUsed, FolderWasLeftHalfway,
        RestoreWasInterrupted.
        """
        found = self.version()
        if found is not None:
            if found != MAJOR_VERSION:
                raise FolderIsFromAnotherVersion(self.data, found, MAJOR_VERSION)
            return True
        if self.data.exists() and any(self.data.iterdir()):
            raise FolderCannotBeUsed(self.data, "it holds files that are not a database")
        aside = sorted(self.root.glob(f"{self.aside('*').name}"))
        if aside:
            raise FolderWasLeftHalfway(self.data, aside[-1])
        for left in left_in_staging(self.root, RESTORING):
            raise RestoreWasInterrupted(self.root.parent, left)
        return False

    def aside(self, what: str) -> Path:
        """Give the folder in which the data are kept that were there before something."""
        return self.root / f"{self.data.name}.before-{what}"

    def version(self) -> str | None:
        """Give the major version of PostgreSQL that wrote the data; None where there are none."""
        with suppress(FileNotFoundError):
            return (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        return None

    def owner(self) -> int | None:
        """Give the uid that owns the database; None while there is none."""
        return self.data.stat().st_uid if self.data.exists() else None

    def hand_to(self, uid: int, gid: int) -> None:
        """Make ``uid`` the owner of what PostgreSQL uses, and of nothing above. Raises OSError."""
        shallow = [self.root, self.log, *self.log.iterdir()]
        if self.socket_dir is not None:
            shallow.append(self.socket_dir)
        deep = [self.data, *self.data.rglob("*")] if self.owner() not in (None, uid) else []
        for path in (*shallow, *deep):
            os.chown(path, uid, gid, follow_symlinks=False)

    def _make_private(self, folder: Path) -> None:
        """Make a folder for the user PostgreSQL runs as, who owns the root of all this."""
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        owner = self.root.stat()
        if folder.stat().st_uid != owner.st_uid:
            os.chown(folder, owner.st_uid, owner.st_gid)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder as its one supervisor; the kernel lets go when the process ends.

        Raises FolderIsInUse, OSError.
        """
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                raise FolderIsInUse(
                    self.root, f"another bank server (process {holder or 'unknown'})"
                ) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
            yield
        finally:
            os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Have what was done in a folder, or to a file, on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _can_hold_socket(folder: Path) -> bool:
    """Tell whether a socket in it can be named; libpq takes a comma for the next host."""
    return len(os.fsencode(folder / _SOCKET_NAME)) <= _SOCKET_PATH_BYTES_MAX and "," not in str(
        folder
    )


def _temporary_socket_dir() -> Path:
    """Make a private folder in the first temporary folder that is short enough. Raises OSError."""
    for parent in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):  # noqa: S108 - mkdtemp makes it private
        with suppress(OSError):
            folder = Path(tempfile.mkdtemp(prefix=_TEMPORARY_PREFIX, dir=parent))
            if _can_hold_socket(folder):
                return folder
            folder.rmdir()
    raise FolderCannotBeUsed(
        Path(tempfile.gettempdir()), "no folder there is short enough for a Unix socket"
    )
