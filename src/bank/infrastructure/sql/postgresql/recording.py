"""How a batch is written.

A small one by one statement, entries, tips and all; the entries of a large one by packed COPY.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from bank.infrastructure.sql.postgresql.arrays import (
    BigintArray,
    BooleanArray,
    ByteaArray,
    DateArray,
    MomentArray,
    PackedArray,
    SmallintArray,
    TextArray,
    UuidArray,
    microseconds,
)
from bank.infrastructure.sql.postgresql.occasions import OccasionalWriter
from bank.infrastructure.sql.postgresql.packing import (
    COPY_HEAD,
    COPY_TAIL,
    EntryRows,
    PostingRows,
)

COPY_FROM = 500
"""From how many entries on a COPY beats set inserts.

Which the driver can pipeline and a COPY it cannot.
"""

_SLICE = 256
"""How many entries are packed at a time."""

_Part = tuple[str, Sequence[Any]]
"""A statement and its values."""

_Arrays = Mapping[str, Callable[[Sequence[Any]], PackedArray]]
_OF_EVENTS: _Arrays = {
    "id": UuidArray.of,
    "at": MomentArray.of,
    "actor_kind": TextArray.of,
    "actor": TextArray.of,
    "session": TextArray.of,
    "action": TextArray.of,
    "object_kind": TextArray.of,
    "object_id": TextArray.of,
    "outcome": TextArray.of,
    "code": TextArray.of,
    "request_id": TextArray.of,
    "trace_id": TextArray.of,
    "before_digest": TextArray.of,
    "after_digest": TextArray.of,
    "schema_version": SmallintArray.of,
    "approval": UuidArray.of,
    "approved_by": TextArray.of,
}
_OF_RECORDS: _Arrays = {
    "key": UuidArray.of,
    "digest": ByteaArray.of,
    "created_at": MomentArray.of,
    "audit_event": UuidArray.of,
    "outcome": TextArray.of,
    "object_id": UuidArray.of,
    "code": TextArray.of,
    "detail": TextArray.of,
    "context": TextArray.of,
}
"""How the columns of a set insert are packed, in their order."""


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

    def __init__(self, connection: AsyncConnection[Any], book: int) -> None:
        """Take the connection and the book."""
        self._connection = connection
        self._book = book

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
            parts = self._records(recording)
            if recording.entries and not large:
                parts += self._entries(head, recording.entries, references.of_entries)
            updated = await self._together([*parts, *self._tips(head, moved.balances)])
            await occasional.holds(recording, references.of_holds)
            await occasional.links(recording.entries)
            await occasional.reserve(moved.held)
            await occasional.messages(recording.messages)
        if updated.rowcount != len(moved.balances):
            message = "a balance moved under the batch's lock"
            raise TransientFault(message)

    async def _together(self, parts: Sequence[_Part]) -> Any:
        statements = [statement for statement, _ in parts]
        values = [value for _, values in parts for value in values]
        return await self._connection.execute(sql.together(*statements), values, binary=True)

    async def _copy(
        self, head: LedgerHead, entries: Sequence[Recorded], references: Sequence[bytes | None]
    ) -> None:
        postings: list[bytes] = []
        rows = self._rows(head, entries, references, postings)
        written = await self._copied(sql.COPY_ENTRIES, rows)
        # Packed rows sort by account, so that the index is met in its own order.
        postings.sort()
        copied = await self._copied(sql.COPY_POSTINGS, iter(postings))
        if (written, copied) != (len(entries), len(postings)):
            message = f"COPY wrote {written} entries and {copied} of {len(postings)} postings"
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

    def _rows(
        self,
        head: LedgerHead,
        entries: Sequence[Recorded],
        references: Sequence[bytes | None],
        postings: list[bytes],
    ) -> Iterator[bytes]:
        """Give the rows of the entries, and put those of their postings aside on the way."""
        recorded_us = microseconds(head.last_recorded_at)
        pack = EntryRows(self._book, recorded_us, head.booking_date).row
        pack_postings = PostingRows(self._book).of
        for (entry, request, audit_event), reference in zip(entries, references, strict=True):
            row, kind, _, _, value_date, of_entry = entry
            legs = packed([(posting[0], posting[2]) for posting in of_entry])
            postings += pack_postings(row, of_entry)
            key, key_is_id, digest = request[:3]
            yield pack(row, value_date, kind, key, key_is_id, audit_event, digest, legs, reference)

    def _entries(
        self, head: LedgerHead, entries: Sequence[Recorded], references: Sequence[bytes | None]
    ) -> list[_Part]:
        postings = [(r.entry.row, posting) for r in entries for posting in r.entry.postings]
        legs = [packed([(p.account, p.sequence) for p in r.entry.postings]) for r in entries]
        return [
            (
                sql.INSERT_ENTRIES,
                (
                    self._book,
                    head.last_recorded_at,
                    head.booking_date,
                    BigintArray.of([r.entry.row for r in entries]),
                    DateArray.of([r.entry.value_date for r in entries]),
                    SmallintArray.of([r.entry.kind for r in entries]),
                    BooleanArray.of([r.request.key_is_id for r in entries]),
                    UuidArray.of([r.request.key for r in entries]),
                    UuidArray.of([r.audit_event for r in entries]),
                    ByteaArray.of([r.request.digest for r in entries]),
                    ByteaArray.of(legs),
                    ByteaArray.of(references),
                ),
            ),
            (
                sql.INSERT_POSTINGS,
                (
                    self._book,
                    BigintArray.of([p.account for _, p in postings]),
                    BigintArray.of([p.sequence for _, p in postings]),
                    BigintArray.of([entry for entry, _ in postings]),
                    BigintArray.of([p.amount_minor for _, p in postings]),
                    BigintArray.of([p.balance_minor for _, p in postings]),
                    BigintArray.of([p.available_minor for _, p in postings]),
                    BigintArray.of([p.debits_minor for _, p in postings]),
                ),
            ),
        ]

    def _records(self, recording: Recording) -> list[_Part]:
        parts: list[_Part] = []
        if recording.events:
            rows = [event_values(self._book, event) for event in recording.events]
            parts.append((sql.INSERT_EVENTS, (self._book, *_columns(rows, _OF_EVENTS))))
        if recording.records:
            rows = [record_values(self._book, record) for record in recording.records]
            parts.append((sql.INSERT_RECORDS, (self._book, *_columns(rows, _OF_RECORDS))))
        return parts

    def _tips(self, head: LedgerHead, moved: Sequence[tuple[LedgerAccount, int]]) -> list[_Part]:
        """Give the head's update and, as the last, that of the accounts: its rows are counted."""
        day = head.booking_date
        return [
            (
                sql.UPDATE_HEAD,
                (head.last_entry, head.last_recorded_at, day, head.last_hold, self._book),
            ),
            (
                sql.UPDATE_ACCOUNTS,
                (
                    BigintArray.of([account.row for account, _ in moved]),
                    BigintArray.of([account.balance_minor for account, _ in moved]),
                    BigintArray.of([account.sequence for account, _ in moved]),
                    BigintArray.of([account.debits_minor for account, _ in moved]),
                    BooleanArray.of([account.active_on == day for account, _ in moved]),
                    BigintArray.of([before for _, before in moved]),
                    day,
                    day.replace(day=1),
                    self._book,
                ),
            ),
        ]


def _columns(rows: Sequence[Mapping[str, Any]], arrays: _Arrays) -> list[PackedArray]:
    """Turn rows into columns, without the book, which all of them share."""
    return [packed_array([row[name] for row in rows]) for name, packed_array in arrays.items()]
