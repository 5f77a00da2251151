"""A database transaction on a connection of the engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bank.application.ports.unit_of_work import (
    CommitInDoubt,
    DatabaseUnavailable,
    TransientFault,
    UnitOfWork,
)
from bank.infrastructure.sql.faults import translated


class SqlUnitOfWork(UnitOfWork):
    """One transaction; everything of the same unit runs on ``connection``."""

    def __init__(self, connection: AsyncConnection, book: int) -> None:
        """Take a connection whose transaction has begun, and the book that the unit is about."""
        self.connection = connection
        self.book = book

    async def commit(self) -> None:
        """Make it durable."""
        try:
            with translated():
                await self.connection.commit()
        except (TransientFault, DatabaseUnavailable):
            if self.connection.invalidated:
                raise CommitInDoubt from None
            raise


@asynccontextmanager
async def unit_of_work(
    engine: AsyncEngine, book: int, *, read_only: bool = False
) -> AsyncIterator[SqlUnitOfWork]:
    """Begin a unit on a connection of the engine, and roll back what was not committed.

    A read-only unit is a snapshot: all of its reads see the same moment. It ends with a commit: the
    driver throws away all that it has prepared when it rolls back.
    """
    with translated():
        async with engine.connect() as connection:
            if read_only:
                await connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            await connection.begin()
            yield SqlUnitOfWork(connection, book)
            if read_only and not connection.invalidated:
                await connection.commit()
