"""The journal on PostgreSQL: one connection, one transaction, two or three round trips a batch."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from bank.application.ports.field_cipher import OpenDataKey
from bank.application.ports.idempotency import RequestInFlight
from bank.application.ports.tracer import Tracer
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.application.posting.journal import (
    CommitUnknown,
    Journal,
    Loaded,
    PostingUnit,
    Recording,
)
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountKind, LedgerAccount
from bank.domain.ledger.decision import LedgerHead
from bank.infrastructure.sql.faults import said, translated
from bank.infrastructure.sql.postgresql import statements as sql
from bank.infrastructure.sql.postgresql.known import known_entries, known_records
from bank.infrastructure.sql.postgresql.packing import (
    BigintArray,
    BigintArrayDumper,
    UuidArray,
    UuidArrayDumper,
)
from bank.infrastructure.sql.postgresql.recording import Writer
from bank.infrastructure.sql.sealing import MonthKeys

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_SIGNS = {int(kind): kind.normal_sign for kind in AccountKind}


class ReferenceSealer:
    """Seals the free text of entries under the key of the month in which they are recorded."""

    def __init__(self, months: MonthKeys) -> None:
        """Take the months' keys."""
        self._months = months

    async def sealed(self, head: LedgerHead, recording: Recording) -> list[bytes | None]:
        """Give the ciphertext of each entry's free text, where it has any."""
        texts = [recorded.request.reference for recorded in recording.entries]
        if not any(texts):
            return [None] * len(texts)
        key = await self._months.key(head.last_recorded_at)
        return [
            None if text is None else self._seal(key, text, recorded.entry.row)
            for text, recorded in zip(texts, recording.entries, strict=True)
        ]

    def _seal(self, key: OpenDataKey, text: str, row: int) -> bytes:
        return self._months.cipher.seal(
            key, text, table="journal_entry", column="sealed_reference", row=row, version=0
        )


class PostgresqlPostingUnit(PostingUnit):
    """One batch on one connection."""

    def __init__(
        self, connection: AsyncConnection[Any], book: int, sealer: ReferenceSealer, tracer: Tracer
    ) -> None:
        """Take a connection with nothing, or the caller's own transaction, on it."""
        self._connection = connection
        self._book = book
        self._sealer = sealer
        self._tracer = tracer
        self._accounts: dict[RowId, LedgerAccount] = {}
        self._sequences: dict[RowId, int] = {}
        connection.adapters.register_dumper(BigintArray, BigintArrayDumper)
        connection.adapters.register_dumper(UuidArray, UuidArrayDumper)

    async def load(self, keys: Collection[UUID], rows: Sequence[RowId]) -> Loaded:
        """Send all look-ups in one round trip.

        Each statement sees what the lock before it waited for.
        """
        began = perf_counter()
        book, connection = self._book, self._connection
        wanted = UuidArray.of(list(keys))
        with translated():
            async with connection.pipeline():
                cursors = [connection.cursor(binary=True) for _ in range(4)]
                await cursors[0].execute(sql.LOCK_HEAD, (book,))
                await cursors[1].execute(sql.KNOWN_ENTRIES, (book, wanted))
                await cursors[2].execute(sql.KNOWN_RECORDS, (book, wanted))
                await cursors[3].execute(sql.LOCK_ACCOUNTS, (book, BigintArray.of(rows)))
            head = await cursors[0].fetchone()
            entries = await cursors[1].fetchall()
            known = known_records(await cursors[2].fetchall())
            self._keep(await cursors[3].fetchall())
            known |= await known_entries(connection, book, entries)
        if head is None:
            message = f"book {book} has no head: run the migrations"
            raise RuntimeError(message)
        self._tracer.measure("bank.posting.stage.duration", perf_counter() - began, stage="load")
        return Loaded(LedgerHead(*head), self._accounts, known)

    def _keep(self, rows: Sequence[tuple[Any, ...]]) -> None:
        for row, opened_ms, kind, status, currency, overdraft, balance, held, sequence in rows:
            self._accounts[row] = LedgerAccount(
                row=row,
                opened_ms=opened_ms,
                sign=_SIGNS[kind],
                status=status,
                currency=currency,
                overdraft_minor=overdraft,
                balance_minor=balance,
                held_minor=held,
                sequence=sequence,
            )
            self._sequences[row] = sequence

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Seal free text, then write everything."""
        began = perf_counter()
        references = await self._sealer.sealed(head, recording)
        moved = [
            (account, self._sequences[row])
            for row, account in self._accounts.items()
            if account.sequence != self._sequences[row]
        ]
        try:
            with translated():
                writer = Writer(self._connection, self._book, _EPOCH)
                await writer.write(head, recording, moved, references)
        except RequestInFlight:
            # A command claimed a key of the batch after it was looked up: look it up again.
            raise TransientFault from None
        self._tracer.measure("bank.posting.stage.duration", perf_counter() - began, stage="record")


class PostgresqlJournal(Journal):
    """Opens batches on connections of a small pool of its own."""

    def __init__(
        self,
        pool: AsyncConnectionPool[AsyncConnection[Any]],
        book: int,
        sealer: ReferenceSealer,
        tracer: Tracer,
    ) -> None:
        """Take the pool, and the book that is posted to."""
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
        try:
            yield PostgresqlPostingUnit(connection, self._book, self._sealer, self._tracer)
            await self._commit(connection)
        except BaseException as fault:
            await _rolled_back(connection)
            if isinstance(fault, DatabaseUnavailable) and connection.closed:
                # Lost before the commit: nothing was posted, and another connection may do.
                raise TransientFault from None
            raise
        finally:
            await self._pool.putconn(connection)

    async def _commit(self, connection: AsyncConnection[Any]) -> None:
        began = perf_counter()
        try:
            await connection.commit()
        except psycopg.Error as fault:
            if connection.closed:
                raise CommitUnknown from None
            raise said(fault) from None
        self._tracer.measure("bank.posting.stage.duration", perf_counter() - began, stage="commit")


async def _rolled_back(connection: AsyncConnection[Any]) -> None:
    """Roll back; a connection that cannot is closed, and the pool replaces it."""
    try:
        await connection.rollback()
    except psycopg.Error:
        await connection.close()
