"""Whatever became of a read, its connection goes back as it came, or not at all."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.bootstrap.database import Database
from bank.infrastructure.sql.look import look
from bank.infrastructure.sql.unit_of_work import unit_of_work

_TROUBLES = 8
_TICKS = 60
"""More turns of the loop than a read takes, but for what it waits for the database."""

_AS_IT_IS = text(
    "SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'),"
    " pg_current_xact_id_if_assigned() IS NULL"
)


@asynccontextmanager
async def _snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with unit_of_work(engine, 1, read_only=True) as unit:
        yield unit.connection


@asynccontextmanager
async def _snapshot_of_a_scope(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Give a snapshot as the container does, which ends it without raising there what happened."""
    unit = unit_of_work(engine, 1, read_only=True)
    connection = (await unit.__aenter__()).connection
    try:
        yield connection
    finally:
        await unit.__aexit__(None, None, None)


async def _wrong(connection: AsyncConnection, _: Database) -> None:
    await connection.execute(text("SELECT 1 / 0"))


async def _refused(_connection: AsyncConnection, _: Database) -> None:
    raise LookupError


async def _too_long(connection: AsyncConnection, _: Database) -> None:
    await connection.execute(text("SET statement_timeout = 20"))
    await connection.execute(text("SELECT pg_sleep(5)"))


async def _cancelled(connection: AsyncConnection, _: Database) -> None:
    async with asyncio.timeout(0.05):
        await connection.execute(text("SELECT pg_sleep(5)"))


async def _lost_before(connection: AsyncConnection, database: Database) -> None:
    await _ended(connection, database)
    await connection.execute(text("SELECT 1"))


async def _lost_after(connection: AsyncConnection, database: Database) -> None:
    await connection.execute(text("SELECT 1"))
    await _ended(connection, database)


async def _ended(connection: AsyncConnection, database: Database) -> None:
    process = await connection.scalar(text("SELECT pg_backend_pid()"))
    with psycopg.connect(database.url) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))


Trouble = Callable[[AsyncConnection, Database], Awaitable[None]]
Way = Callable[[AsyncEngine], AbstractAsyncContextManager[AsyncConnection]]


@pytest.mark.parametrize("way", [look, _snapshot, _snapshot_of_a_scope])
@pytest.mark.parametrize(
    "trouble", [_wrong, _refused, _cancelled, _lost_before, _lost_after, _too_long]
)
async def test_units_that_write_get_a_transaction_of_their_own(
    engine: AsyncEngine, database: Database, way: Way, trouble: Trouble
) -> None:
    """Scenario: reads come to grief more often than the pool has connections; then all are used.

    Outcome: none was lost to the pool, and each gives a unit that writes and is rolled back.
    """
    for _ in range(_TROUBLES):
        with suppress(Exception):
            async with way(engine) as connection:
                await trouble(connection, database)
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    await _all_write(engine)


@pytest.mark.parametrize("way", [look, _snapshot, _snapshot_of_a_scope])
async def test_a_read_may_be_cancelled_at_any_moment(engine: AsyncEngine, way: Way) -> None:
    """Scenario: it is cancelled after one turn of the loop, after two, and so on to its end."""

    async def read() -> None:
        async with way(engine) as connection:
            await connection.execute(text("SELECT 1"))
            await connection.execute(text("SELECT 2"))

    for turns in range(_TICKS):
        reading = asyncio.create_task(read())
        for _ in range(turns):
            await asyncio.sleep(0.0002)
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
    await _all_write(engine)


async def _all_write(engine: AsyncEngine) -> None:
    units = [unit_of_work(engine, 1) for _ in range(engine.pool.size())]  # type: ignore[attr-defined]
    for unit in units:
        connection = (await unit.__aenter__()).connection
        before = (await connection.execute(_AS_IT_IS)).one()
        assert tuple(before)[:2] == ("read committed", "off")
        await connection.execute(text("SELECT pg_current_xact_id()"))
        assert not (await connection.execute(_AS_IT_IS)).one()[2], "each statement is its own"
    for unit in units:
        await unit.__aexit__(None, None, None)


async def test_a_snapshot_that_was_lost_ends_quietly_for_who_knows_that_it_was(
    engine: AsyncEngine, database: Database
) -> None:
    """Scenario: a connection is lost, and whoever met that says it before the snapshot ends."""
    async with _snapshot_of_a_scope(engine) as connection:
        with pytest.raises(DBAPIError):
            await _lost_before(connection, database)


async def test_a_snapshot_whose_end_fails_says_that_it_is_to_be_repeated(
    engine: AsyncEngine, database: Database
) -> None:
    with pytest.raises((TransientFault, DatabaseUnavailable)):
        async with _snapshot(engine) as connection:
            await _lost_after(connection, database)
    async with _snapshot(engine) as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
