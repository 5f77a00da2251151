"""A migration may run while the bank serves: statements that it has outdated are prepared anew."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import psycopg
import pytest
from psycopg import AsyncConnection
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests import postgresql

from bank.application.ports.unit_of_work import TransientFault
from bank.bootstrap.database import Database
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.look import look
from bank.infrastructure.sql.unit_of_work import unit_of_work

_OFTEN = 10
"""More than the driver waits for before it prepares a statement."""

_READ = "SELECT name FROM probe"


@pytest.fixture
def database() -> Iterator[Database]:
    with postgresql.database(lambda _engine: None) as made:
        _migrate(made, "CREATE TABLE probe (name varchar(10))")
        _migrate(made, "GRANT SELECT ON probe TO bank_app")
        yield made


def _migrate(database: Database, statement: str) -> None:
    with psycopg.connect(database.migration_url) as connection:
        connection.execute(statement)


@asynccontextmanager
async def _snapshot(engine: AsyncEngine) -> AsyncIterator[None]:
    async with unit_of_work(engine, 1, read_only=True) as unit:
        await unit.connection.execute(text(_READ))
        yield


@asynccontextmanager
async def _unit(engine: AsyncEngine) -> AsyncIterator[None]:
    async with unit_of_work(engine, 1) as unit:
        await unit.connection.execute(text(_READ))
        await unit.commit()
        yield


@asynccontextmanager
async def _look(engine: AsyncEngine) -> AsyncIterator[None]:
    async with look(engine) as connection:
        await connection.execute(text(_READ))
        yield


Way = Callable[[AsyncEngine], AbstractAsyncContextManager[None]]


async def _often(engine: AsyncEngine, way: Way) -> None:
    """Read on one connection after the other, while another one is held."""
    for _ in range(2 * _OFTEN):
        async with engine.connect(), way(engine):
            pass


@pytest.mark.parametrize("way", [_look, _snapshot, _unit])
async def test_what_is_read_after_a_migration_fails_once_as_a_lost_race_does(
    engine: AsyncEngine, database: Database, way: Way
) -> None:
    """Scenario: two connections have prepared a statement; a migration widens what it gives.

    Outcome: it is to be repeated, once, and succeeds on whatever connection comes then.
    """
    await _often(engine, way)
    _migrate(database, "ALTER TABLE probe ALTER COLUMN name TYPE varchar(20)")
    with pytest.raises(TransientFault):
        async with way(engine):
            pass
    await _often(engine, way)


async def test_a_batch_is_repeated_on_statements_that_are_prepared_anew(
    database: Database,
) -> None:
    async with database.posting_pool() as pool, pool.connection() as connection:
        await _batch(connection)
        _migrate(database, "ALTER TABLE probe ALTER COLUMN name TYPE varchar(20)")
        with pytest.raises(TransientFault):
            await _batch(connection)
        await connection.rollback()
        await _batch(connection)


async def _batch(connection: AsyncConnection[object]) -> None:
    with translated():
        async with connection.pipeline():
            await connection.execute(_READ)
    await connection.commit()
