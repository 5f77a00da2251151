"""A real PostgreSQL for the tests: one server for the whole run, a database of its own for each.

Databases are copied from a template that was migrated and seeded once.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from bank.bootstrap.database import APPLICATION_ROLE, MIGRATION_ROLE, Database
from bank.bootstrap.settings import DatabaseSettings
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.sql.migrating import migrate

_numbers = count(1)
Seed = Callable[[Engine], None]
DEFAULTS = DatabaseSettings()


@cache
def server() -> EmbeddedPostgres:
    """Start the server once; it ends with the test run."""
    home = Path(tempfile.mkdtemp(prefix="bank-tests-"))
    started = EmbeddedPostgres(home, lambda _line: None)
    started.start()
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    atexit.register(started.stop)
    return started


@contextmanager
def database(seed: Seed, settings: DatabaseSettings = DEFAULTS) -> Iterator[Database]:
    """Give a migrated and seeded database that nobody else uses."""
    name = f"test_{next(_numbers)}"
    template = _template(seed)
    _administer(
        SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
            Identifier(name), Identifier(template), Identifier(MIGRATION_ROLE)
        )
    )
    try:
        yield Database(
            url=server().dsn(APPLICATION_ROLE, name),
            migration_url=server().dsn(MIGRATION_ROLE, name),
            application_role=APPLICATION_ROLE,
            embedded=False,
            settings=settings,
        )
    finally:
        _administer(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@cache
def _template(seed: Seed) -> str:
    name = f"template_{next(_numbers)}"
    _administer(
        SQL("CREATE DATABASE {} OWNER {}").format(Identifier(name), Identifier(MIGRATION_ROLE))
    )
    url = make_url(server().dsn(MIGRATION_ROLE, name)).set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    migrate(engine, application_role=APPLICATION_ROLE)
    seed(engine)
    engine.dispose()
    return name


def _administer(statement: Composed) -> None:
    with psycopg.connect(server().dsn("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(statement)
