"""What keys already stand for, read for a batch."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from bank.application.ports.ledger import Posted, Refused
from bank.application.posting.journal import Known
from bank.domain.audit import Outcome
from bank.domain.identifiers import RowId, public_id
from bank.domain.ledger.entries import EntryKind, JournalEntry, Posting
from bank.domain.refusals import Refusal, every_refusal
from bank.infrastructure.sql.legs import unpacked
from bank.infrastructure.sql.postgresql.packing import BigintArray
from bank.infrastructure.sql.postgresql.statements import POSTINGS_AT

Row = tuple[Any, ...]


def known_records(rows: Sequence[Row]) -> dict[UUID, Known]:
    """Give what records of keys say.

    A refusal, or a bulk whose transfers have outcomes of their own.
    """
    known: dict[UUID, Known] = {}
    for key, digest, audit_event, outcome, code, detail, context in rows:
        refused: Refused | None = None
        if outcome == Outcome.REFUSED.value:
            kind = every_refusal().get(code, Refusal)
            refused = Refused(kind(detail or "", **(json.loads(context) if context else {})))
            refused.refusal.recorded = True
        known[key] = Known(digest, audit_event, refused)
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
