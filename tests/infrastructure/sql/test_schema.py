"""The schema: migrations make what the adapters expect, and the application may not do all."""

import asyncio

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, text
from tests import postgresql

from bank.infrastructure.sql.migrating import SchemaIsNewer, migrate, revision_of
from bank.infrastructure.sql.tables import FORGOTTEN, NEVER_CHANGED, metadata


def _unseeded(_engine: Engine) -> None:
    """Leave the database as the migrations made it."""


def test_the_migrations_make_the_tables_that_the_adapters_use() -> None:
    with postgresql.database(_unseeded) as database:
        engine = database.migration_engine()
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
        engine.dispose()


@pytest.mark.parametrize("table", [table.name for table in NEVER_CHANGED])
@pytest.mark.parametrize("statement", ["UPDATE {} SET book = 2", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_change_what_is_written_for_ever(table: str, statement: str) -> None:
    with (
        postgresql.database(_unseeded) as database,
        psycopg.connect(database.url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.format(table))


@pytest.mark.parametrize(
    "table", [table.name for table in metadata.sorted_tables if table not in FORGOTTEN]
)
def test_the_application_deletes_nothing_but_keys(table: str) -> None:
    with (
        postgresql.database(_unseeded) as database,
        psycopg.connect(database.url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))


def test_the_application_cannot_change_the_schema() -> None:
    with (
        postgresql.database(_unseeded) as database,
        psycopg.connect(database.url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE of_its_own (id int)")


def test_a_database_of_a_newer_version_is_refused_with_a_sentence() -> None:
    with postgresql.database(_unseeded) as database:
        engine = database.migration_engine()
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(SchemaIsNewer, match=r"newer version.*9999"):
            migrate(engine, application_role=None)
        engine.dispose()


async def test_two_migrations_at_once_wait_for_each_other() -> None:
    """Scenario: two server processes start on an empty database and both migrate it.

    Outcome: one migrates, the other waits and finds it done.
    """
    with postgresql.database(_unseeded) as database:
        engine = database.migration_engine()
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        revisions = await asyncio.gather(
            *[asyncio.to_thread(migrate, engine, application_role="bank_app") for _ in range(3)]
        )
        assert set(revisions) == {revision_of(engine)}
        engine.dispose()
