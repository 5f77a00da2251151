"""The journal on PostgreSQL: one connection and one transaction a batch."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from time import perf_counter
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool

from bank.application.ports.tracer import Tracer
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.application.posting.journal import CommitUnknown, Journal, PostingUnit, Recording
from bank.domain.ledger.days import LedgerHead
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.postgresql.occasions import RuleCache
from bank.infrastructure.sql.postgresql.posting_unit import PostgresqlPostingUnit, meant
from bank.infrastructure.sql.postgresql.reference_sealer import ReferenceSealer
from bank.infrastructure.sql.postgresql.remembered import BookMemory
from bank.infrastructure.sql.postgresql.round_trip import RoundTrip


class _UnitOfItsOwn(PostgresqlPostingUnit):
    """One batch as a whole transaction; ``committing`` from when its commit was sent."""

    committing = False

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Send everything: what comes of it is heard with the commit, in one round trip."""
        await self._write(head, recording)

    async def commit(self) -> None:
        """End the transaction."""
        began = perf_counter()
        with translated():
            # What was lost before anything was sent leaves no doubt.
            self._connection.pgconn.consume_input()
        self.committing = True
        try:
            with meant():
                if self._writer is None:
                    await self._connection.commit()
                else:
                    self._remember(await self._writer.commit())
        except Exception:
            if self._connection.closed:
                raise CommitUnknown from None
            raise
        self._tracer.measure("bank.posting.stage.duration", perf_counter() - began, stage="commit")


class PostgresqlJournal(Journal):
    """Opens batches on connections of a small pool of its own."""

    def __init__(
        self,
        pool: AsyncConnectionPool[AsyncConnection[Any]],
        book: int,
        sealer: ReferenceSealer,
        cache: RuleCache,
        tracer: Tracer,
    ) -> None:
        """Take the pool, and the book that is posted to."""
        self._cache = cache
        self._memory = BookMemory()
        self._pool = pool
        self._book = book
        self._sealer = sealer
        self._tracer = tracer

    def begin(self) -> AbstractAsyncContextManager[PostingUnit]:
        """Open a batch."""
        return self._begun()

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[PostingUnit]:
        with translated():
            connection = await self._pool.getconn()
        unit = _UnitOfItsOwn(
            connection, self._book, self._sealer, self._cache, self._tracer, self._memory
        )
        try:
            yield unit
            await unit.commit()
        except BaseException as fault:
            self._memory.doubt(relied_on_head=unit.relied_on_head)
            await unit.break_off()
            await _rolled_back(connection)
            if isinstance(fault, DatabaseUnavailable) and connection.closed:
                if unit.committing:
                    # A back end that is ended between its commit and its answer has committed.
                    raise CommitUnknown from None
                # Lost before the commit: nothing was posted, and another connection may do.
                raise TransientFault from None
            raise
        finally:
            await self._pool.putconn(connection)


async def _rolled_back(connection: AsyncConnection[Any]) -> None:
    """Roll back; a connection that cannot is closed, and the pool replaces it.

    The driver's own way would deallocate whatever is prepared.
    """
    try:
        if connection.pgconn.transaction_status != TransactionStatus.IDLE:
            trip = RoundTrip(connection, prepared=True)
            trip.add("ROLLBACK")
            await trip.make()
    except psycopg.Error:
        await connection.close()
