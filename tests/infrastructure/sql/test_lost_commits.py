"""What a unit of work says when its connection is lost in the commit."""

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bank.application.ports.unit_of_work import CommitInDoubt
from bank.bootstrap.database import Database
from bank.infrastructure.sql.unit_of_work import unit_of_work


async def test_nobody_knows_what_became_of_it(database: Database) -> None:
    """Scenario: the back end is ended before its commit is answered.

    Outcome: neither "rolled back" nor "the database is away", for it may have been kept.
    """
    engine = create_async_engine(make_url(database.url).set(drivername="postgresql+psycopg"))
    try:
        async with unit_of_work(engine, 1) as unit:
            ended = await unit.connection.scalar(text("SELECT pg_backend_pid()"))
            async with unit_of_work(engine, 1) as other:
                await other.connection.execute(
                    text("SELECT pg_terminate_backend(:pid)"), {"pid": ended}
                )
            with pytest.raises(CommitInDoubt):
                await unit.commit()
    finally:
        await engine.dispose()
