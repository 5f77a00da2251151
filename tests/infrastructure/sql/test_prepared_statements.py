"""Statements that are run often are prepared, and stay so; a rollback would throw them away."""

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.look import look
from bank.infrastructure.sql.unit_of_work import unit_of_work

_OFTEN = 10
"""More than the driver waits for before it prepares a statement."""

_ONE_LOOK = select(t.ledger_head.c.last_entry)
_PREPARED = text(
    "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT ledger_head.%'"
)


async def _run(connection: AsyncConnection) -> None:
    (await connection.execute(_ONE_LOOK)).all()


async def _prepared(engine: AsyncEngine) -> Any:
    async with look(engine) as connection:
        return await connection.scalar(_PREPARED)


async def test_a_read_only_unit_keeps_them(engine: AsyncEngine) -> None:
    for _ in range(_OFTEN):
        async with unit_of_work(engine, 1, read_only=True) as unit:
            await _run(unit.connection)
    assert await _prepared(engine) == 1


async def test_a_look_keeps_them(engine: AsyncEngine) -> None:
    for _ in range(_OFTEN):
        async with look(engine) as connection:
            await _run(connection)
    assert await _prepared(engine) == 1


async def test_a_unit_that_changed_nothing_throws_them_away(engine: AsyncEngine) -> None:
    """The reason for the others; where this fails, the driver has become better."""
    for _ in range(_OFTEN):
        async with unit_of_work(engine, 1) as unit:
            await _run(unit.connection)
    assert await _prepared(engine) == 0


async def test_a_connection_goes_back_as_it_came(engine: AsyncEngine) -> None:
    """Scenario: a snapshot, a look, then a unit, all on the pool's one connection.

    Outcome: the unit is neither read-only nor without a transaction.
    """
    asked = text(
        "SELECT pg_backend_pid(), current_setting('transaction_isolation'),"
        " current_setting('transaction_read_only'), now() = statement_timestamp()"
    )
    seen = []
    async with unit_of_work(engine, 1, read_only=True) as unit:
        seen.append((await unit.connection.execute(asked)).one())
    async with look(engine) as connection:
        seen.append((await connection.execute(asked)).one())
    async with unit_of_work(engine, 1) as unit:
        await unit.connection.execute(text("SELECT 1"))
        seen.append((await unit.connection.execute(asked)).one())
    assert len({row[0] for row in seen}) == 1
    assert [tuple(row)[1:3] for row in seen] == [
        ("repeatable read", "on"),
        ("read committed", "off"),
        ("read committed", "off"),
    ]
    assert not seen[2][3]
