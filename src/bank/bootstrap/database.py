"""Which database the bank keeps its books in, and how it is reached."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bank.bootstrap.settings import BankSettings
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres

APPLICATION_ROLE, MIGRATION_ROLE = "bank_app", "bank_migrator"
_OPTIONS = "-c plan_cache_mode=force_generic_plan -c timezone=UTC"
"""Generic plans: with a million accounts, planning each batch anew cost a third of its time."""

_LOCK_TIMEOUT = " -c lock_timeout=1000"
"""Commands wait a second for each other, not for ever: a key in flight is then refused as such."""

_POSTING_CONNECTIONS = 2


@dataclass(frozen=True, slots=True)
class Database:
    """Where the application connects, where migrations do, and whose rights they grant."""

    url: str
    migration_url: str
    application_role: str | None
    embedded: bool
    pool_size: int

    def engine(self) -> AsyncEngine:
        """Give an engine for the application. Nothing is connected before it is used."""
        return create_async_engine(
            make_url(self.url).set(drivername="postgresql+psycopg"),
            pool_size=self.pool_size,
            max_overflow=0,
            pool_timeout=5,
            hide_parameters=True,
            connect_args={"options": _OPTIONS + _LOCK_TIMEOUT, "connect_timeout": 5},
        )

    def posting_pool(self) -> AsyncConnectionPool[AsyncConnection[Any]]:
        """Give the pool of the posting queue, still closed."""
        return AsyncConnectionPool(
            self.url,
            min_size=1,
            max_size=_POSTING_CONNECTIONS,
            open=False,
            timeout=3,
            reconnect_timeout=0,
            kwargs={"options": _OPTIONS, "connect_timeout": 5, "prepare_threshold": 0},
        )

    def reading_engine(self) -> Engine:
        """Give an engine of the application's role, for a look without an event loop."""
        return create_engine(
            make_url(self.url).set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            connect_args={"connect_timeout": 5},
        )

    def migration_engine(self) -> Engine:
        """Give an engine for migrations, whose role owns the schema."""
        return create_engine(
            make_url(self.migration_url).set(drivername="postgresql+psycopg"), hide_parameters=True
        )


def database_of(settings: BankSettings) -> Database:
    """Give the database that the settings name.

    A server's, or the embedded one in ``bank.home``.
    """
    pool_size = settings.database.pool_size
    if settings.database.url is None:
        embedded = EmbeddedPostgres(Path(settings.home), lambda _line: None)
        return Database(
            url=embedded.dsn(APPLICATION_ROLE),
            migration_url=embedded.dsn(MIGRATION_ROLE),
            application_role=APPLICATION_ROLE,
            embedded=True,
            pool_size=pool_size,
        )
    url = settings.database.url.reveal()
    migration = settings.database.migration_url
    separate = migration is not None
    return Database(
        url=url,
        migration_url=migration.reveal() if migration is not None else url,
        application_role=make_url(url).username if separate else None,
        embedded=False,
        pool_size=pool_size,
    )
