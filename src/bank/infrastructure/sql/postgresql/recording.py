"""How a batch is written.

A small one by one statement, entries, tips and all; the entries of a large one were copied before.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

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
    Version,
    VersionArray,
)
from bank.infrastructure.sql.postgresql.occasions import OccasionalWriter
from bank.infrastructure.sql.postgresql.remembered import Proof
from bank.infrastructure.sql.postgresql.round_trip import RoundTrip

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
    "intent_digest": TextArray.of,
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

    Those whose balance did, with the version of their row before, and those on which holds did.
    """

    balances: Sequence[tuple[LedgerAccount, bytes]]
    held: Sequence[LedgerAccount]


class References(NamedTuple):
    """Free text, sealed: of each entry to be inserted, and of the holds that were placed."""

    of_entries: Sequence[bytes | None]
    of_holds: dict[RowId, bytes | None]


class Writer:
    """Writes one batch, in one round trip, on a connection whose transaction holds the locks."""

    def __init__(self, trip: RoundTrip, book: int) -> None:
        """Take the round trip and the book."""
        self._book = book
        self._trip = trip
        self._together = 0

    def write(
        self,
        head: LedgerHead,
        recording: Recording,
        inserted: Sequence[Recorded],
        moved: Moved,
        references: References,
        proof: Proof,
    ) -> None:
        """Put everything together that is to be sent, of the entries those to be inserted."""
        parts = self._records(recording)
        if inserted:
            parts += self._entries(head, inserted, references.of_entries)
        parts += self._tips(head, moved.balances)
        occasional = OccasionalWriter(self._trip.add, self._book)
        self._prove(proof)
        occasional.close_days(recording.closings)
        together = sql.together(*[statement for statement, _ in parts])
        values = [value for _, values in parts for value in values]
        self._together = self._trip.add(together, (*values, len(moved.balances)))
        occasional.holds(recording, references.of_holds)
        occasional.links(recording.entries)
        occasional.reserve(moved.held)
        occasional.messages(recording.messages)

    async def send(self) -> None:
        """Send it, and wait until the database has done it all."""
        await self._trip.make()

    async def commit(self) -> bytes:
        """Send it and commit, and wait; gives the version that every row has which was written."""
        self._trip.add("COMMIT")
        results = await self._trip.make()
        return results[self._together].get_value(0, 0) or b""

    def _prove(self, proof: Proof) -> None:
        """Lock what was recalled, the head first, and fail if it is not still so."""
        add = self._trip.add
        if proof.head is not None:
            add(sql.LOCK_HEAD_AS_IT_WAS, (self._book, Version(proof.head)))
        if proof.keys:
            add(sql.NO_RECORD_UNDER, (UuidArray.of(proof.keys), self._book))
        if proof.of_no_entry:
            add(sql.NO_ENTRY_UNDER, (UuidArray.of(proof.of_no_entry), self._book))
        if proof.accounts:
            rows = BigintArray.of([row for row, _ in proof.accounts])
            versions = VersionArray.of([version for _, version in proof.accounts])
            add(sql.STILL_SO, (len(proof.accounts), rows, versions, self._book))

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

    def _tips(self, head: LedgerHead, moved: Sequence[tuple[LedgerAccount, bytes]]) -> list[_Part]:
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
                    VersionArray.of([version for _, version in moved]),
                    day,
                    day.replace(day=1),
                    self._book,
                ),
            ),
        ]


def _columns(rows: Sequence[Mapping[str, Any]], arrays: _Arrays) -> list[PackedArray]:
    """Turn rows into columns, without the book, which all of them share."""
    return [packed_array([row[name] for row in rows]) for name, packed_array in arrays.items()]
