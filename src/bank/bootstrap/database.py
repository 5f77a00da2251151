"""Which database the bank keeps its books in, and how it is reached."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bank.bootstrap.settings import BankSettings, DatabaseSettings
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.archiving import Archiving, archiving_settings
from bank.infrastructure.sql.outdated_plans import replace_outdated

APPLICATION_ROLE, MIGRATION_ROLE = "bank_app", "bank_migrator"

_COMMANDS_WAIT = timedelta(seconds=1)
"""Commands wait a second for each other, not for ever: a key in flight is then refused as such."""

_STATEMENT_OF_A_BATCH = timedelta(seconds=60)
"""What one statement of a batch may take: the COPY of a whole bulk, on the slowest of disks."""

_REACH = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""When a server that vanished is given up (seconds; the last in milliseconds).

A network that drops packets says nothing by itself. Sockets of the embedded server ignore it.
"""

_POSTING_CONNECTIONS = 2
_UNIT = timedelta(milliseconds=1)
"""PostgreSQL's unit of timeouts; none of them would be without end, so that the least is 1."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where the application connects, where migrations do, and whose rights they grant."""

    url: str
    migration_url: str
    application_role: str | None
    embedded: bool
    settings: DatabaseSettings

    def engine(self) -> AsyncEngine:
        """Give the engine of units of work. Nothing is connected before it is used."""
        size = self.settings.pool_size
        return self._engine(size - size // 2)

    def lookup_engine(self) -> AsyncEngine:
        """Give the engine of what is looked up while a unit of work may be open.

        From a pool of its own: with one pool for both, units that hold all of its connections would
        wait for one more, each for the others.
        """
        return self._engine(self.settings.pool_size // 2)

    def posting_pool(self) -> AsyncConnectionPool[AsyncConnection[Any]]:
        """Give the pool of the posting queue, still closed.

        Batches wait for locks as long as the settings say: for the head behind other processes, and
        for a key that an unfinished command has claimed, which a batch meets only as it writes. The
        whole batch is then repeated, and strangers in it wait with it, for as long as the command
        holds its claim, ``lock_timeout`` five times over at most.
        """
        return AsyncConnectionPool(
            self.url,
            min_size=1,
            max_size=_POSTING_CONNECTIONS,
            open=False,
            timeout=3,
            reconnect_timeout=0,
            kwargs={
                "options": self._options(
                    lock_timeout=self.settings.lock_timeout, statement_timeout=_STATEMENT_OF_A_BATCH
                ),
                "prepare_threshold": 0,
                **_REACH,
            },
        )

    def reading_engine(self) -> Engine:
        """Give an engine of the application's role, for a look without an event loop."""
        return create_engine(
            make_url(self.url).set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            connect_args=_REACH,
        )

    def migration_engine(self) -> Engine:
        """Give an engine for migrations, whose role owns the schema."""
        return create_engine(
            make_url(self.migration_url).set(drivername="postgresql+psycopg"), hide_parameters=True
        )

    def _engine(self, pool_size: int) -> AsyncEngine:
        engine = create_async_engine(
            make_url(self.url).set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            hide_parameters=True,
            connect_args={"options": self._options(lock_timeout=_COMMANDS_WAIT), **_REACH},
        )
        return replace_outdated(engine)

    def _options(self, **timeouts: timedelta) -> str:
        """Give a session's settings.

        Generic plans: with a million accounts, planning each batch anew cost a third of its time.
        """
        timeouts["idle_in_transaction_session_timeout"] = self.settings.idle_timeout
        settings = ["plan_cache_mode=force_generic_plan", "timezone=UTC"]
        settings += [f"{name}={max(1, limit // _UNIT)}" for name, limit in timeouts.items()]
        return " ".join(f"-c {setting}" for setting in settings)


def embedded_postgres_of(settings: BankSettings, report: Callable[[str], None]) -> EmbeddedPostgres:
    """Give the embedded PostgreSQL in ``bank.home``, not started yet."""
    backup = settings.backup
    archiving = archiving_settings(settings.home, within=backup.archive_within)
    return EmbeddedPostgres(settings.home, report, archiving if backup.archive else None)


def archiving_of(settings: BankSettings) -> Archiving | None:
    """Give where the embedded PostgreSQL archives; None for a server of the bank's own."""
    if settings.database.url is not None:
        return None
    return Archiving(Path(settings.home) / "postgresql")


def database_of(settings: BankSettings) -> Database:
    """Give the database that the settings name.

    A server's, or the embedded one in ``bank.home``.
    """
    if settings.database.url is None:
        embedded = EmbeddedPostgres(Path(settings.home), lambda _line: None)
        return Database(
            url=embedded.dsn(APPLICATION_ROLE),
            migration_url=embedded.dsn(MIGRATION_ROLE),
            application_role=APPLICATION_ROLE,
            embedded=True,
            settings=settings.database,
        )
    url = settings.database.url.reveal()
    migration = settings.database.migration_url
    separate = migration is not None
    return Database(
        url=url,
        migration_url=migration.reveal() if migration is not None else url,
        application_role=make_url(url).username if separate else None,
        embedded=False,
        settings=settings.database,
    )
