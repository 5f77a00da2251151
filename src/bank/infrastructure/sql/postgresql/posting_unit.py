"""A batch on PostgreSQL: two round trips a small one."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import datetime
from time import perf_counter
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.errors import DivisionByZero

from bank.application.ports.idempotency import RequestInFlight
from bank.application.ports.tracer import Tracer
from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.journal import (
    Loaded,
    PostingUnit,
    Recording,
    Wanted,
)
from bank.application.posting.known import Known
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountKind, LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.postgresql import statements as sql
from bank.infrastructure.sql.postgresql.arrays import BigintArray, UuidArray
from bank.infrastructure.sql.postgresql.copying import EntriesCopy
from bank.infrastructure.sql.postgresql.known import known_entries, known_records
from bank.infrastructure.sql.postgresql.occasions import (
    RuleCache,
    active_holds,
    holds_of,
    limit_rules,
    reversed_entries,
)
from bank.infrastructure.sql.postgresql.recording import Moved, References, Writer
from bank.infrastructure.sql.postgresql.reference_sealer import ReferenceSealer

_SIGNS = {int(kind): kind.normal_sign for kind in AccountKind}
_FIELDS = [field.name for field in fields(LedgerAccount)]
_SEQUENCE, _HELD, _ACTIVE_ON, _EXPIRE_AT = (
    _FIELDS.index(name) for name in ("sequence", "held_minor", "active_on", "holds_expire_at")
)
"""Where the columns of an account are found among those that were read: its fields' order."""

COPY_FROM = 500
"""From how many entries on a COPY beats set inserts.

Which the driver can pipeline and a COPY it cannot.
"""


class PostgresqlPostingUnit(PostingUnit):
    """One batch on one connection, inside its caller's transaction."""

    def __init__(
        self,
        connection: AsyncConnection[Any],
        book: int,
        sealer: ReferenceSealer,
        cache: RuleCache,
        tracer: Tracer,
    ) -> None:
        """Take a connection with nothing, or the caller's own transaction, on it."""
        self._connection = connection
        self._book = book
        self._sealer = sealer
        self._cache = cache
        self._tracer = tracer
        self._accounts: dict[RowId, LedgerAccount] = {}
        self._before: dict[RowId, Sequence[Any]] = {}
        self._limited: list[RowId] = []
        self._writer: Writer | None = None

    async def load(self, wanted: Wanted, now: datetime) -> Loaded:
        """Send all look-ups in one round trip; what few batches need comes after it.

        Each statement sees what the lock before it waited for.
        """
        await self._settle()
        began = perf_counter()
        book, connection = self._book, self._connection
        keys = UuidArray.of(list(wanted.keys))
        with_new = UuidArray.of([*wanted.keys, *wanted.taken_for_new])
        with translated():
            async with connection.pipeline():
                cursors = [connection.cursor(binary=True) for _ in range(4)]
                await cursors[0].execute(sql.LOCK_HEAD, (book,))
                await cursors[1].execute(sql.KNOWN_ENTRIES, (book, keys))
                await cursors[2].execute(sql.KNOWN_RECORDS, (book, with_new))
                await cursors[3].execute(sql.LOCK_ACCOUNTS, (book, BigintArray.of(wanted.accounts)))
            row = await cursors[0].fetchone()
            entries = await cursors[1].fetchall()
            known = known_records(await cursors[2].fetchall())
            self._keep(await cursors[3].fetchall())
            known |= await known_entries(connection, book, entries)
            if row is None:
                message = f"book {book} has no head: run the migrations"
                raise RuntimeError(message)
            loaded = Loaded(LedgerHead(*row), self._accounts, known)
            await self._load_occasional(loaded, wanted, now)
        self._tracer.measure("bank.posting.stage.duration", perf_counter() - began, stage="load")
        return loaded

    async def _load_occasional(self, loaded: Loaded, wanted: Wanted, now: datetime) -> None:
        book, connection, head = self._book, self._connection, loaded.head
        at = max(head.last_recorded_at, now)
        due = [
            account.row
            for account in self._accounts.values()
            if account.holds_expire_at is not None and account.holds_expire_at <= at
        ]
        loaded.holds = await holds_of(connection, book, wanted.holds)
        loaded.due = await active_holds(connection, book, due)
        loaded.reversed = await reversed_entries(connection, book, wanted.reversed)
        loaded.rules = await limit_rules(connection, book, self._cache, head, self._limited)

    def _keep(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Take the columns by position: they are the account's fields, in their order."""
        self._accounts, self._before, self._limited = {}, {}, []
        for columns in rows:
            row, opened_ms, kind, *terms, limited = columns
            self._accounts[row] = LedgerAccount(row, opened_ms, _SIGNS[kind], *terms)
            self._before[row] = columns
            if limited:
                self._limited.append(row)

    async def break_off(self) -> None:
        """Leave what was begun, so that the connection can be rolled back."""
        with suppress(Exception):
            await self._settle()

    async def entries_under(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        """Read them; whoever writes entries waits for the head, which is locked."""
        wanted = (self._book, UuidArray.of(list(keys)))
        with translated():
            cursor = self._connection.cursor(binary=True)
            await cursor.execute(sql.KNOWN_ENTRIES, wanted)
            return await known_entries(self._connection, self._book, await cursor.fetchall())

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Write everything, and wait until the database has done it."""
        await self._write(head, recording)
        await self._settle()

    async def _settle(self) -> None:
        if self._writer is not None:
            with meant():
                await self._writer.settle()

    async def _write(self, head: LedgerHead, recording: Recording) -> None:
        """Seal free text, then send everything."""
        await self._settle()
        began = perf_counter()
        large = len(recording.entries) >= COPY_FROM
        if large:
            with meant():
                copy = EntriesCopy(self._connection, self._book, self._sealer)
                await copy.write(head, recording.entries)
        inserted = () if large else recording.entries
        references = References(
            await self._sealer.of_entries(head, inserted),
            await self._sealer.of_holds(head, recording.placed),
        )
        self._writer = Writer(self._connection, self._book)
        with meant():
            await self._writer.write(head, recording, inserted, self._moved(), references)
        self._tracer.measure("bank.posting.stage.duration", perf_counter() - began, stage="record")

    def _moved(self) -> Moved:
        balances: list[tuple[LedgerAccount, int]] = []
        held: list[LedgerAccount] = []
        for row, account in self._accounts.items():
            before = self._before[row]
            sequence, held_minor = before[_SEQUENCE], before[_HELD]
            if account.sequence != sequence:
                balances.append((account, sequence))
            elif account.active_on != before[_ACTIVE_ON]:
                held.append(account)
                continue
            if account.held_minor != held_minor or account.holds_expire_at != before[_EXPIRE_AT]:
                held.append(account)
        return Moved(balances, held)


@contextmanager
def meant() -> Iterator[None]:
    """Say what it means for a batch that its writing failed."""
    try:
        with translated():
            yield
    except RequestInFlight:
        # A command claimed a key of the batch after it was looked up: look it up again.
        raise TransientFault from None
    except DivisionByZero:
        message = "a balance moved under the batch's lock"
        raise TransientFault(message) from None
