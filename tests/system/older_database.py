"""A home whose database an older PostgreSQL wrote: Debian's, as a release of the bank once did."""

import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bank.bootstrap.database import APPLICATION_ROLE, MIGRATION_ROLE, Database
from bank.bootstrap.settings import DatabaseSettings
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.binaries import MAJOR_VERSION, find_binaries
from bank.infrastructure.embedded_postgresql.creation import create_roles_and_database
from bank.infrastructure.embedded_postgresql.folder import Folder
from bank.infrastructure.embedded_postgresql.identity import child_environment, choose_identity
from bank.infrastructure.embedded_postgresql.server_process import ServerProcess
from bank.infrastructure.embedded_postgresql.settings import chosen_settings

_INSTALLED = Path("/usr/lib/postgresql")
_OLDEST = 15
"""The oldest version that the bank runs on."""


def older_programmes() -> Path | None:
    """The folder of the oldest programmes that the machine has and an upgrade may start from."""
    found = [
        folder
        for folder in (_INSTALLED.iterdir() if _INSTALLED.is_dir() else ())
        if folder.name.isdigit()
        and _OLDEST <= int(folder.name) < int(MAJOR_VERSION)
        and (folder / "bin" / "initdb").exists()
    ]
    return min(found, key=lambda folder: int(folder.name)) / "bin" if found else None


def create_older_database(home: Path, programmes: Path) -> None:
    """Make a data folder in ``home``, with a C locale, checksums, and trust on the socket alone."""
    folder = Folder(home)
    folder.prepare()
    folder.prepare_socket_and_log()
    identity = choose_identity(folder, find_binaries().postgres)
    initdb = [
        str(programmes / "initdb"),
        f"--pgdata={folder.data}",
        *["--username=postgres", "--encoding=UTF8", "--locale=C", "--data-checksums"],
        *["--auth-local=trust", "--auth-host=reject", "--no-instructions"],
    ]
    subprocess.run(
        identity.command(initdb, death_signal=9, folder=folder.root),
        check=True,
        capture_output=True,
        env=child_environment(),
    )


@contextmanager
def older_database(home: Path, programmes: Path) -> Iterator[Database]:
    """Have the older server run in ``home``, with the bank's roles and an empty database."""
    folder, addresses = Folder(home), EmbeddedPostgres(home, print)
    identity = choose_identity(folder, programmes / "postgres")
    server = ServerProcess(folder, identity, programmes / "postgres", chosen_settings({}), print)
    try:
        assert server.start(threading.Event())
        create_roles_and_database(addresses.dsn("postgres", "postgres"))
        yield database_in(home)
    finally:
        server.stop()


def database_in(home: Path) -> Database:
    """The database of a home, whoever runs it."""
    addresses = EmbeddedPostgres(home, print)
    return Database(
        url=addresses.dsn(APPLICATION_ROLE),
        migration_url=addresses.dsn(MIGRATION_ROLE),
        application_role=APPLICATION_ROLE,
        embedded=True,
        settings=DatabaseSettings(),
    )


def major_of(programmes: Path) -> str:
    """The major version of the programmes."""
    said = subprocess.run(
        [programmes / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"\) (\d+)", said)
    assert found is not None
    return found[1]
