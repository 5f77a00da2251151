"""A batch on PostgreSQL: two round trips a small one, or one where it reads nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
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
from bank.domain.ledger.accounts import LedgerAccount
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
from bank.infrastructure.sql.postgresql.remembered import Before, BookMemory, Proof
from bank.infrastructure.sql.postgresql.round_trip import RoundTrip

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
        memory: BookMemory | None = None,
    ) -> None:
        """Take a connection with nothing, or the caller's own transaction, on it.

        Only what is a transaction of its own may have a memory of the book.
        """
        self._connection = connection
        self._book = book
        self._sealer = sealer
        self._cache = cache
        self._tracer = tracer
        self._memory = memory
        self._accounts: dict[RowId, LedgerAccount] = {}
        self._before: dict[RowId, Before] = {}
        self._recalled: Mapping[RowId, Before] = {}
        self._held: set[RowId] = set()
        self._head: LedgerHead | None = None
        self._proof = Proof()
        self._writer: Writer | None = None

    @property
    def relied_on_head(self) -> bool:
        """Whether it was decided without asking the database."""
        return self._proof.head is not None

    async def load(self, wanted: Wanted, now: datetime) -> Loaded:
        """Recall what can be recalled, and read the rest."""
        await self._settle()
        began = perf_counter()
        recalled: dict[RowId, Before] = {}
        if self._memory is not None and wanted.may_recall:
            recalled = self._memory.recall(self._connection, wanted.accounts)
        with translated():
            loaded = await self._recalled_whole(wanted, recalled)
            if loaded is None:
                loaded = await self._read(wanted, recalled, now)
        self._tracer.measure("bank.posting.stage.duration", perf_counter() - began, stage="load")
        return loaded

    async def _recalled_whole(self, wanted: Wanted, recalled: dict[RowId, Before]) -> Loaded | None:
        """Give all that a small batch wants without asking the database, if it is known.

        Its keys are taken for new: of nearly all batches they are.
        """
        known = self._memory.head() if self._memory is not None and wanted.may_recall else None
        keys = [*wanted.keys, *wanted.taken_for_new]
        if (
            known is None
            or len(recalled) < len(wanted.accounts)
            or len(keys) >= COPY_FROM
            or wanted.holds
            or wanted.reversed
            or any(before.limited for before in recalled.values())
        ):
            return None
        head, version = known
        self._keep(wanted.accounts, (), recalled)
        self._proof = Proof(version, keys)
        rules = await limit_rules(self._connection, self._book, self._cache, head, ())
        return Loaded(head, self._accounts, {}, rules=rules, taken_for_new=keys)

    async def _read(self, wanted: Wanted, recalled: dict[RowId, Before], now: datetime) -> Loaded:
        """Send all look-ups in one round trip; what few batches need comes after it.

        Each statement sees what the lock before it waited for.
        """
        book, connection = self._book, self._connection
        keys = UuidArray.of(list(wanted.keys))
        with_new = UuidArray.of([*wanted.keys, *wanted.taken_for_new])
        unknown = [row for row in wanted.accounts if row not in recalled]
        trip = self._trip()
        trip.add(sql.LOCK_HEAD, (book,))
        trip.add(sql.KNOWN_ENTRIES, (book, keys))
        trip.add(sql.KNOWN_RECORDS, (with_new, book))
        trip.add(sql.LOCK_ACCOUNTS, (book, BigintArray.of(unknown)))
        heads, entries, records, read = [trip.rows(each) for each in await trip.make()]
        known = known_records(records) | await known_entries(connection, book, entries)
        if not heads:
            message = f"book {book} has no head: run the migrations"
            raise RuntimeError(message)
        *head, version = heads[0]
        stands = self._memory is not None and self._memory.stands(version)
        if recalled and not stands:
            cursor = connection.cursor(binary=True)
            await cursor.execute(sql.LOCK_ACCOUNTS, (book, BigintArray.of([*recalled])))
            read += await cursor.fetchall()
            recalled = {}
        self._keep(wanted.accounts, read, recalled)
        loaded = Loaded(LedgerHead(*head), self._accounts, known)
        await self._load_occasional(loaded, wanted, now)
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
        limited = [row for row, before in self._before.items() if before.limited]
        loaded.rules = await limit_rules(connection, book, self._cache, head, limited)

    def _keep(
        self,
        wanted: Sequence[RowId],
        read: Sequence[tuple[Any, ...]],
        recalled: Mapping[RowId, Before],
    ) -> None:
        """Take what was read and what was recalled, in the order of the rows."""
        found = {**recalled} | {columns[0]: Before.read(columns) for columns in read}
        self._before = {row: found[row] for row in wanted if row in found}
        self._accounts = {row: before.account for row, before in self._before.items()}
        self._recalled = recalled

    def _trip(self) -> RoundTrip:
        return RoundTrip(self._connection, prepared=self._memory is not None)

    async def break_off(self) -> None:
        """Leave what was begun, so that the connection can be rolled back."""
        with suppress(Exception):
            await self._settle()

    async def entries_under(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        """Read them; who writes entries meanwhile writes the head, which is locked or proved."""
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
                await self._writer.send()

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
        self._writer = Writer(self._trip(), self._book)
        self._head, moved = head, self._moved()
        self._held = {account.row for account in moved.held}
        proof = self._to_prove(moved, recording)
        self._writer.write(head, recording, inserted, moved, references, proof)
        self._tracer.measure("bank.posting.stage.duration", perf_counter() - began, stage="record")

    def _moved(self) -> Moved:
        balances: list[tuple[LedgerAccount, bytes]] = []
        held: list[LedgerAccount] = []
        for row, account in self._accounts.items():
            _, version, sequence, held_minor, active_on, expire_at, _, _ = self._before[row]
            if account.sequence != sequence:
                balances.append((account, version))
            if (
                account.held_minor != held_minor
                or account.holds_expire_at != expire_at
                or (account.sequence == sequence and account.active_on != active_on)
            ):
                held.append(account)
        return Moved(balances, held)

    def _to_prove(self, moved: Moved, recording: Recording) -> Proof:
        proved = {account.row for account, _ in moved.balances}
        left: Sequence[tuple[RowId, bytes]] = ()
        if not proved.issuperset(self._recalled):
            left = [(row, before.version) for row, before in self._recalled.items()]
        entered = {request.key for _, request, _ in recording.entries} if self._proof.keys else ()
        others = [key for key in self._proof.keys if key not in entered]
        return self._proof._replace(of_no_entry=others, accounts=left)

    def _remember(self, version: bytes) -> None:
        """Keep accounts as they are after this was committed; those with holds are read again."""
        moved: dict[RowId, Before] = {}
        for row, account in self._accounts.items():
            if row in self._held or account.holds_expire_at is not None:
                continue
            before = self._before[row]
            of_row = version if account.sequence != before.sequence else before.version
            account.limits, account.overdraft_minor = None, before.overdraft_minor
            moved[row] = Before.of(account, of_row, before.overdraft_minor, limited=before.limited)
        if self._memory is not None and self._head is not None:
            self._memory.keep(self._head, version, moved, relied_on_head=self.relied_on_head)


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
        message = "a balance moved under the batch's lock, or what was recalled is not so"
        raise TransientFault(message) from None
