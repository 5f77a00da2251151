"""What keys already stand for, read for a batch."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.ledger import Posted
from bank.application.posting.known import Known, known_record
from bank.domain.audit import Outcome
from bank.domain.identifiers import RowId, public_id
from bank.domain.ledger.entries import EntryKind, JournalEntry, Posting
from bank.infrastructure.sql.legs import unpacked
from bank.infrastructure.sql.postgresql.arrays import BigintArray
from bank.infrastructure.sql.postgresql.statements import POSTINGS_AT

Row = tuple[Any, ...]


def known_records(rows: Sequence[Row]) -> dict[UUID, Known]:
    """Give what records of keys say."""
    known: dict[UUID, Known] = {}
    for key, digest, event, outcome, created_at, object_id, code, detail, context in rows:
        record = IdempotencyRecord(
            key=key,
            digest=digest,
            outcome=Outcome(outcome),
            created_at=created_at,
            audit_event=event,
            object_id=object_id,
            code=code,
            detail=detail,
            context=json.loads(context) if context else {},
        )
        known[key] = known_record(record)
    return known


async def known_entries(
    connection: AsyncConnection[Any], book: int, rows: Sequence[Row]
) -> dict[UUID, Known]:
    """Give the entries that keys stand for, with their postings."""
    if not rows:
        return {}
    places = [place for row in rows for place in unpacked(row[9])]
    cursor = connection.cursor(binary=True)
    await cursor.execute(
        POSTINGS_AT,
        (
            BigintArray.of([account for account, _ in places]),
            BigintArray.of([sequence for _, sequence in places]),
            book,
        ),
    )
    postings = {
        (row[0], row[1]): Posting(RowId(row[0]), row[2], row[1], *row[3:])
        for row in await cursor.fetchall()
    }
    known: dict[UUID, Known] = {}
    for row in rows:
        number, recorded_at, booking_date, value_date, kind, key_is_id, key, audit_event = row[:8]
        entry = JournalEntry(
            RowId(number),
            EntryKind(kind),
            recorded_at,
            booking_date,
            value_date,
            tuple(postings[place] for place in unpacked(row[9])),
        )
        public = key if key_is_id else public_id(recorded_at, number)
        known[key] = Known(row[8], audit_event, Posted(public, entry))
    return known
