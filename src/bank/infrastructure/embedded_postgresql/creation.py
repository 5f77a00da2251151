"""How a database comes to be: its folder, made aside and put in place whole; then its roles."""

import shutil
import signal
import subprocess

import psycopg

from bank.infrastructure.embedded_postgresql.binaries import Binaries
from bank.infrastructure.embedded_postgresql.faults import (
    DatabaseCouldNotBeCreated,
    DiskIsFull,
    says_disk_is_full,
)
from bank.infrastructure.embedded_postgresql.folder import Folder, sync_folder
from bank.infrastructure.embedded_postgresql.identity import Identity, child_environment

SUPERUSER = "postgres"
DATABASE = "bank"
MIGRATOR = "bank_migrator"
APPLICATION = "bank_app"


def create_database_folder(
    folder: Folder, identity: Identity, binaries: Binaries, *, checksums: bool = True
) -> None:
    """Create the database folder beside its place, then rename it: it is there whole or not at all.

    Authentication is ``trust``, and on the Unix socket alone (TCP is rejected even if somebody
    opened it). The socket lies in a folder that only the user who owns the data files may enter, so
    whoever can reach it could read the data anyway; a password would have to lie beside it.
    ``peer`` cannot serve: under a user namespace PostgreSQL sees the bank's processes with other
    names than the roles they need.
    Raises DatabaseCouldNotBeCreated, DiskIsFull, OSError.
    """
    if folder.unfinished.exists():
        shutil.rmtree(folder.unfinished)
    programme = [
        str(binaries.initdb),
        f"--pgdata={folder.unfinished}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums" if checksums else "--no-data-checksums",
        "--auth-local=trust",
        "--auth-host=reject",
        "--no-instructions",
    ]
    done = subprocess.run(  # noqa: S603 - our own launcher
        identity.command(programme, death_signal=signal.SIGKILL, folder=folder.root),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=child_environment(),
        start_new_session=True,
    )
    if done.returncode != 0:
        shutil.rmtree(folder.unfinished, ignore_errors=True)
        if says_disk_is_full(done.stderr):
            raise DiskIsFull(folder.root)
        raise DatabaseCouldNotBeCreated(folder.root, _last_words(done.stderr, done.returncode))
    folder.unfinished.rename(folder.data)
    sync_folder(folder.root)


def create_roles_and_database(conninfo: str) -> None:
    """Create the roles and the bank's database where they are missing: all, some or none.

    The migrator owns the database. The application may connect and nothing else: no tables, not
    even temporary ones; migrations grant what it may do. ``conninfo`` is the superuser's. Raises
    psycopg.Error.
    """
    with psycopg.connect(conninfo, autocommit=True) as connection:
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role in (MIGRATOR, APPLICATION):
            if role not in roles:
                connection.execute(f"CREATE ROLE {role} LOGIN")
        databases = {
            name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()
        }
        if DATABASE not in databases:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {MIGRATOR}")
        if not _is_private(connection):
            connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
            connection.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION}")


def _is_private(connection: psycopg.Connection) -> bool:
    """Tell whether the last step was done; a start of a finished database writes nothing."""
    row = connection.execute(
        "SELECT has_database_privilege('public', %s, 'CONNECT')", (DATABASE,)
    ).fetchone()
    return row == (False,)


def _last_words(text: str, status: int) -> str:
    """Give the reason out of the words of the programme, whose last are about tidying up."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line or "FATAL:" in line] or lines
    return telling[0].rstrip(".") if telling else f"initdb ended with status {status}"
