"""The supervisor: what the bank's main process and the tests hold."""

import errno
import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg

from bank.infrastructure.embedded_postgresql.archiving import watched_archive
from bank.infrastructure.embedded_postgresql.binaries import find_binaries
from bank.infrastructure.embedded_postgresql.creation import (
    APPLICATION,
    DATABASE,
    SUPERUSER,
    create_database_folder,
    create_roles_and_database,
)
from bank.infrastructure.embedded_postgresql.faults import (
    DatabaseDidNotStart,
    DiskIsFull,
    EmbeddedPostgresFault,
    FolderCannotBeUsed,
)
from bank.infrastructure.embedded_postgresql.folder import Folder
from bank.infrastructure.embedded_postgresql.identity import choose_identity, identity_to_create
from bank.infrastructure.embedded_postgresql.leftovers import end_leftovers
from bank.infrastructure.embedded_postgresql.server_process import ServerProcess
from bank.infrastructure.embedded_postgresql.settings import PORT, chosen_settings

_WATCH_SECONDS = 0.1
_FIRST_DELAY_SECONDS = 0.2
_LONGEST_DELAY_SECONDS = 30.0
_STABLE_SECONDS = 60.0
_logger = logging.getLogger(__name__)


class EmbeddedPostgres:
    """A PostgreSQL under ``home``/postgresql that runs while this object is started.

    A thread of its own starts the server, starts it again when it dies (after 0.2 s, then ever
    longer, up to 30 s) and ends it. If the supervising process is killed, the kernel has PostgreSQL
    shut down (Linux); should it remain nevertheless, the next start ends it first: there are never
    two on one folder. One folder has one supervisor.

    The roles are ``bank_migrator``, which owns the database ``bank``, and ``bank_app``, which may
    only connect until migrations grant it more. ``report`` receives sentences, from either thread,
    when something takes its time or goes wrong.
    """

    def __init__(
        self, home: Path, report: Callable[[str], None], settings: Mapping[str, str] | None = None
    ) -> None:
        """Take ``bank.home`` and settings that replace the defaults; nothing is touched yet.

        Raises SettingIsReserved.
        """
        self._folder = Folder(home)
        self._listener = report
        self._settings = chosen_settings(settings or {})
        self._stopping = threading.Event()
        self._first_start_over = threading.Event()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None

    def start(self) -> None:
        """Create the database if there is none, start it, return when it accepts connections.

        Crash recovery is waited for however long it takes, with reports.

        Raises a subclass of EmbeddedPostgresFault; nothing runs then.
        """
        if self._thread is not None:
            return
        self._stopping.clear()
        self._first_start_over.clear()
        self._thread = threading.Thread(
            target=self._supervise, name="embedded-postgresql", daemon=True
        )
        self._thread.start()
        try:
            self._first_start_over.wait()
        except BaseException:
            self.stop()
            raise
        if self._failure is not None:
            self.stop()
            raise self._failure

    def stop(self) -> None:
        """Shut down cleanly; return when no process is left. Harmless if not started."""
        if self._thread is None:
            return
        self._stopping.set()
        self._thread.join()
        self._thread = None

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop."""
        self.stop()

    @property
    def is_ready(self) -> bool:
        """Whether connections are accepted, as far as is known; False while being restarted."""
        return self._ready.is_set()

    @property
    def socket_dir(self) -> Path:
        """The folder of the Unix socket, libpq's ``host``; other processes of the user may ask.

        Raises FolderCannotBeUsed where the home is too deep for a socket and PostgreSQL was not
        started yet.
        """
        folder = self._folder.socket_dir
        if folder is None:
            raise FolderCannotBeUsed(
                self._folder.root, "PostgreSQL is not started, so its socket has no place yet"
            )
        return folder

    @property
    def port(self) -> int:
        """The port, which on a Unix socket is only a part of its name."""
        return PORT

    def connection_parameters(
        self, role: str = APPLICATION, database: str = DATABASE
    ) -> dict[str, str]:
        """Give the parameters of a connection by libpq's names."""
        return {"host": str(self.socket_dir), "port": str(PORT), "user": role, "dbname": database}

    def dsn(self, role: str = APPLICATION, database: str = DATABASE) -> str:
        """Give the same as a URL, for libpq, or with its own scheme for SQLAlchemy. No password."""
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{quote(role)}@/{quote(database)}?host={host}&port={PORT}"

    def _supervise(self) -> None:
        """Live as the thread.

        It starts every child itself: a child is told of its *thread's* end.
        """
        self._failure = None
        try:
            self._folder.prepare()
            with self._folder.locked():
                self._live()
        except (OSError, psycopg.Error) as error:
            self._failure = self._in_words(error)
            self._failure.__cause__ = error
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits in start()
            self._failure = error
        finally:
            self._ready.clear()
            if self._first_start_over.is_set() and self._failure is not None:
                self._report(f"The supervision of PostgreSQL ended: {self._failure}")
            self._first_start_over.set()

    def _live(self) -> None:
        """Prepare, start, watch and end PostgreSQL, with the folder locked."""
        try:
            server = self._prepare()
            try:
                if server.start(self._stopping):
                    create_roles_and_database(self.dsn(SUPERUSER, SUPERUSER))
                    self._ready.set()
                    self._first_start_over.set()
                    self._watch(server)
            finally:
                self._ready.clear()
                server.stop()
        finally:
            self._folder.remove_temporary_socket_dir()

    def _prepare(self) -> ServerProcess:
        """Find out what is wrong before anything runs; create the database where there is none."""
        folder, binaries = self._folder, find_binaries()
        has_database = folder.has_database()
        folder.prepare_socket_and_log()
        identity = choose_identity(folder, binaries.postgres)
        if not has_database:
            self._report(f"Creating a new database in {folder.root}.")
            end_leftovers(folder.unfinished, self._report)
            create_database_folder(
                folder, identity_to_create(identity, folder, binaries.postgres), binaries
            )
        return ServerProcess(folder, identity, binaries.postgres, self._settings, self._report)

    def _watch(self, server: ServerProcess) -> None:
        """Start again whenever it ended; never give up, since a full disk may be emptied."""
        delay_seconds = _FIRST_DELAY_SECONDS
        running_since = time.monotonic()
        archive = watched_archive(self._folder, self._report, self.dsn(SUPERUSER, SUPERUSER))
        while not self._stopping.wait(_WATCH_SECONDS):
            archive.look()
            if server.is_alive():
                if time.monotonic() - running_since > _STABLE_SECONDS:
                    delay_seconds = _FIRST_DELAY_SECONDS
                continue
            self._ready.clear()
            how = server.how_it_ended()
            self._report(
                f"PostgreSQL ended unexpectedly ({how}); starting it again in {delay_seconds:g} s."
            )
            if self._stopping.wait(delay_seconds):
                return
            delay_seconds = min(delay_seconds * 2, _LONGEST_DELAY_SECONDS)
            if self._start_again(server):
                running_since = time.monotonic()
                self._ready.set()
                self._report("PostgreSQL is running again.")

    def _start_again(self, server: ServerProcess) -> bool:
        try:
            return server.start(self._stopping)
        except EmbeddedPostgresFault as fault:
            self._report(str(fault))
        except OSError as error:
            self._report(str(self._in_words(error)))
        return False

    def _in_words(self, error: OSError | psycopg.Error) -> EmbeddedPostgresFault:
        if isinstance(error, psycopg.Error):
            return DatabaseDidNotStart(self._folder.log, str(error).strip().rstrip("."))
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskIsFull(self._folder.root)
        return FolderCannotBeUsed(
            self._folder.root, f"{error.filename or 'a file'}: {error.strerror or error}"
        )

    def _report(self, sentence: str) -> None:
        """Tell the listener. A listener that fails must not take the database down with it."""
        try:
            self._listener(sentence)
        except Exception:
            _logger.exception("The listener of the embedded PostgreSQL failed.")
