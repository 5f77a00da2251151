"""Migrations: the schema brought up to this version, under a lock, by the role that owns it."""

import time
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import DeadlockDetected, LockNotAvailable
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from bank.infrastructure.sql.tables import FORGOTTEN, NEVER_CHANGED, data_key, metadata

_LOCK = 0x62616E6B
"""The advisory lock that migrations hold: they run one at a time, whoever starts them."""


_LOCK_WAIT_MS = 200
"""How long a migration waits for a lock on a table, and readers behind it with it.

Less than PostgreSQL's ``deadlock_timeout`` of a second: where a reader holds one table and waits
for another, it is the migration that gives way, never the reader.
"""

_ATTEMPTS_MAX = 120
_PAUSE_SECONDS = 0.5

_VACUUMED = """
    SELECT DISTINCT l.relation::regclass::text
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid JOIN pg_class c ON c.oid = l.relation
    WHERE a.datname = current_database() AND a.usesysid IS NULL
      AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'
      AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""
"""The tables that autovacuum is at: it alone has no role, and any role may see that."""

_LONGER_THAN_DEADLOCKS = """
    SELECT set_config('lock_timeout', (setting::integer + 500)::text, true)
    FROM pg_settings WHERE name = 'deadlock_timeout'
"""


class DatabaseIsBusy(Exception):
    """Others hold on to tables that a migration has to change."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "The schema was not migrated: for a minute and more somebody has kept a transaction"
            " open that reads or writes the bank's tables. Stop the bank's servers, end long"
            " reports and vacuums (pg_stat_activity names them), and run again: bank migrate"
        )


class SchemaIsNewer(Exception):
    """The database was migrated by a newer version of the bank."""

    def __init__(self, revision: str) -> None:
        """Name the revision that this version does not know."""
        super().__init__(
            f"The database belongs to a newer version of the bank (its schema is {revision}, which"
            " this version does not know). Start that version, or restore a backup of this one."
        )


class SchemaIsOlder(Exception):
    """The database was not migrated to this version."""

    def __init__(self, revision: str | None, needed: str) -> None:
        """Name the revision that the database is at, if any, and the one that is needed."""
        found = f"is {revision}" if revision else "is not there"
        super().__init__(
            f"The database's schema {found}; this version of the bank needs {needed}."
            " Run: bank migrate"
        )


def migrate(engine: Engine, *, application_role: str | None) -> str:
    """Bring the schema up to date and grant the application's role what it may do.

    Gives the revision.

    Waits for whoever is migrating at the same time. Whoever reads meanwhile waits for moments: a
    lock that cannot be had in a fifth of a second is asked for again later, with all others let go.
    Each migration commits alone; after a run that was killed the next goes on from there.
    Raises ``SchemaIsNewer``, ``DatabaseIsBusy``.
    """
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        connection.commit()
        try:
            connection.execute(text(f"SET lock_timeout = {_LOCK_WAIT_MS}"))
            connection.commit()
            return _migrate_patiently(connection, application_role)
        finally:
            connection.rollback()
            connection.execute(text("RESET lock_timeout"))
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
            connection.commit()


def revision_of(engine: Engine) -> str | None:
    """Give the revision that the database is at."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> frozenset[str]:
    """Give the revisions of the schema that this version of the bank knows."""
    with _scripts() as folder:
        return frozenset(each.revision for each in ScriptDirectory(folder).walk_revisions())


def is_migrated(connection: Connection) -> bool:
    """Whether there is a schema of the bank at all, of whichever version."""
    return inspect(connection).has_table(data_key.name)


def refuse_unless_current(engine: Engine) -> None:
    """Refuse a schema of another version of the bank; changes nothing.

    Raises ``SchemaIsNewer`` and ``SchemaIsOlder``.
    """
    with engine.connect() as connection, _scripts() as folder:
        scripts = ScriptDirectory.from_config(configuration(connection, folder))
        current = _known(connection, scripts)
        needed = scripts.get_current_head() or ""
        if current != needed:
            raise SchemaIsOlder(current, needed)


def may_change_entries(engine: Engine) -> bool:
    """Whether the engine's role may change or delete what is only ever added to."""
    rights = text("SELECT has_table_privilege(:table, 'UPDATE, DELETE')")
    with engine.connect() as connection:
        return any(connection.scalar(rights, {"table": table.name}) for table in NEVER_CHANGED)


def _migrate_patiently(connection: Connection, application_role: str | None) -> str:
    for _ in range(_ATTEMPTS_MAX):
        try:
            return _migrate_locked(connection, application_role)
        except OperationalError as fault:
            if not isinstance(fault.orig, (LockNotAvailable, DeadlockDetected)):
                raise
            connection.rollback()
            time.sleep(_PAUSE_SECONDS)
            _send_autovacuum_away(connection)
    raise DatabaseIsBusy


def _send_autovacuum_away(connection: Connection) -> None:
    """Wait for the tables that autovacuum is at, until PostgreSQL cancels it.

    It does so for whoever has waited for ``deadlock_timeout``, which a migration never does.
    Nobody who reads or writes waits behind this lock. Vacuums against wraparound stay.
    """
    for table in connection.scalars(text(_VACUUMED)).all():
        connection.execute(text(_LONGER_THAN_DEADLOCKS))
        try:
            connection.execute(text(f"LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE"))
        except OperationalError as fault:
            if not isinstance(fault.orig, (LockNotAvailable, DeadlockDetected)):
                raise
        connection.rollback()
    connection.rollback()


def _migrate_locked(connection: Connection, application_role: str | None) -> str:
    with _scripts() as folder:
        config = configuration(connection, folder)
        scripts = ScriptDirectory.from_config(config)
        _known(connection, scripts)
        connection.rollback()
        command.upgrade(config, "head")
        if application_role is not None:
            _grant(connection, application_role)
        connection.commit()
        return scripts.get_current_head() or ""


def _scripts() -> AbstractContextManager[Path]:
    return as_file(files("bank.infrastructure.sql.migrations"))


def _known(connection: Connection, scripts: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise SchemaIsNewer(current)
    return current


def configuration(connection: Connection, folder: Path) -> Config:
    """Give Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _grant(connection: Connection, role: str) -> None:
    """Let the application read and add, change what is not for ever, delete what is forgotten."""
    quoted = connection.dialect.identifier_preparer.quote(role)
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}"))
    for table in metadata.sorted_tables:
        rights = "SELECT, INSERT"
        if table not in NEVER_CHANGED:
            rights += ", UPDATE"
        if table in FORGOTTEN:
            rights += ", DELETE"
        connection.execute(text(f"GRANT {rights} ON {table.name} TO {quoted}"))
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {quoted}"))
