"""How a batch is written.

Small ones by set inserts in one round trip, large ones by packed COPY.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.journal import Recorded, Recording
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.infrastructure.sql.audit_trail import event_values
from bank.infrastructure.sql.idempotency import record_values
from bank.infrastructure.sql.legs import packed
from bank.infrastructure.sql.postgresql import statements as sql
from bank.infrastructure.sql.postgresql.occasions import OccasionalWriter
from bank.infrastructure.sql.postgresql.packing import (
    COPY_HEAD,
    COPY_TAIL,
    BigintArray,
    EntryRows,
    PostingRows,
    microseconds,
)

COPY_FROM = 500
"""From how many entries on a COPY beats set inserts.

Which the driver can pipeline and a COPY it cannot.
"""


_SLICE = 256
"""How many entries are packed at a time."""


class Moved(NamedTuple):
    """The accounts that changed.

    Those whose balance did, with their sequence before, and those on which holds did.
    """

    balances: Sequence[tuple[LedgerAccount, int]]
    held: Sequence[LedgerAccount]


class References(NamedTuple):
    """Free text, sealed: of each entry in their order, and of the holds that were placed."""

    of_entries: Sequence[bytes | None]
    of_holds: dict[RowId, bytes | None]


class Writer:
    """Writes one batch on a connection whose transaction holds the locks."""

    def __init__(self, connection: AsyncConnection[Any], book: int, epoch: datetime) -> None:
        """Take the connection, the book, and PostgreSQL's epoch."""
        self._connection = connection
        self._book = book
        self._epoch = epoch

    async def write(
        self, head: LedgerHead, recording: Recording, moved: Moved, references: References
    ) -> None:
        """Write everything."""
        large = len(recording.entries) >= COPY_FROM
        if large:
            await self._copy(head, recording.entries, references.of_entries)
        occasional = OccasionalWriter(self._connection, self._book)
        async with self._connection.pipeline():
            await occasional.close_days(recording.closings)
            if recording.entries and not large:
                await self._insert(head, recording.entries, references.of_entries)
            await self._insert_rest(recording)
            await occasional.holds(recording, references.of_holds)
            await occasional.links(recording.entries)
            updated = await self._update(head, moved.balances)
            await occasional.reserve(moved.held)
            await occasional.messages(recording.messages)
        if updated.rowcount != len(moved.balances):
            message = "a balance moved under the batch's lock"
            raise TransientFault(message)

    async def _copy(
        self, head: LedgerHead, entries: Sequence[Recorded], references: Sequence[bytes | None]
    ) -> None:
        written = await self._copied(sql.COPY_ENTRIES, self._entry_rows(head, entries, references))
        copied = await self._copied(sql.COPY_POSTINGS, self._posting_rows(entries))
        postings = sum([len(recorded.entry.postings) for recorded in entries])
        if (written, copied) != (len(entries), postings):
            message = f"COPY wrote {written} entries and {copied} postings of {postings}"
            raise RuntimeError(message)

    async def _copied(self, statement: str, rows: Iterator[bytes]) -> int:
        """Send rows in slices, so that the server takes one while the next is being packed."""
        cursor = self._connection.cursor()
        async with cursor.copy(statement) as copy:
            await copy.write(COPY_HEAD)
            while slice_ := b"".join(islice(rows, _SLICE)):
                await copy.write(slice_)
            await copy.write(COPY_TAIL)
        return cursor.rowcount

    def _entry_rows(
        self, head: LedgerHead, entries: Sequence[Recorded], references: Sequence[bytes | None]
    ) -> Iterator[bytes]:
        recorded_us = microseconds(head.last_recorded_at, self._epoch)
        pack = EntryRows(self._book, recorded_us, head.booking_date).row
        for (entry, request, audit_event), reference in zip(entries, references, strict=True):
            row, kind, _, _, value_date, postings = entry
            legs = packed([(posting[0], posting[2]) for posting in postings])
            key, key_is_id, digest = request[:3]
            yield pack(row, value_date, kind, key, key_is_id, audit_event, digest, legs, reference)

    def _posting_rows(self, entries: Sequence[Recorded]) -> Iterator[bytes]:
        pack = PostingRows(self._book).of
        for recorded in entries:
            yield pack(recorded.entry.row, recorded.entry.postings)

    async def _insert(
        self, head: LedgerHead, entries: Sequence[Recorded], references: Sequence[bytes | None]
    ) -> None:
        execute = self._connection.execute
        await execute(
            sql.INSERT_ENTRIES,
            (
                self._book,
                head.last_recorded_at,
                head.booking_date,
                BigintArray.of([r.entry.row for r in entries]),
                [r.entry.value_date for r in entries],
                [int(r.entry.kind) for r in entries],
                [r.request.key_is_id for r in entries],
                [r.request.key for r in entries],
                [r.audit_event for r in entries],
                [r.request.digest for r in entries],
                [packed([(p.account, p.sequence) for p in r.entry.postings]) for r in entries],
                list(references),
            ),
            binary=True,
        )
        postings = [(r.entry.row, posting) for r in entries for posting in r.entry.postings]
        await execute(
            sql.INSERT_POSTINGS,
            (
                self._book,
                BigintArray.of([p.account for _, p in postings]),
                BigintArray.of([p.sequence for _, p in postings]),
                BigintArray.of([entry for entry, _ in postings]),
                BigintArray.of([p.amount_minor for _, p in postings]),
                BigintArray.of([p.balance_minor for _, p in postings]),
                [p.available_minor for _, p in postings],
                BigintArray.of([p.debits_minor for _, p in postings]),
            ),
        )

    async def _insert_rest(self, recording: Recording) -> None:
        if recording.events:
            rows = [event_values(self._book, event) for event in recording.events]
            await self._connection.execute(sql.INSERT_EVENTS, (self._book, *_columns(rows)))
        if recording.records:
            rows = [record_values(self._book, record) for record in recording.records]
            await self._connection.execute(sql.INSERT_RECORDS, (self._book, *_columns(rows)))

    async def _update(self, head: LedgerHead, moved: Sequence[tuple[LedgerAccount, int]]) -> Any:
        day = head.booking_date
        await self._connection.execute(
            sql.UPDATE_HEAD,
            (head.last_entry, head.last_recorded_at, day, head.last_hold, self._book),
        )
        return await self._connection.execute(
            sql.UPDATE_ACCOUNTS,
            (
                BigintArray.of([account.row for account, _ in moved]),
                BigintArray.of([account.balance_minor for account, _ in moved]),
                BigintArray.of([account.sequence for account, _ in moved]),
                BigintArray.of([account.debits_minor for account, _ in moved]),
                BigintArray.of([account.active_on == day for account, _ in moved]),
                BigintArray.of([before for _, before in moved]),
                day,
                day.replace(day=1),
                self._book,
            ),
        )


def _columns(rows: Sequence[dict[str, object]]) -> list[list[object]]:
    """Turn rows into columns, without the book, which all of them share."""
    return [[row[name] for row in rows] for name in rows[0] if name != "book"]
