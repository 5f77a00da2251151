"""Idempotency records in their table."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from psycopg.errors import LockNotAvailable
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from bank.application.ports.idempotency import (
    IdempotencyRecord,
    IdempotencyRecords,
    RequestInFlight,
)
from bank.domain.audit import Outcome
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.tables import idempotency_record as record_table
from bank.infrastructure.sql.tables import journal_entry, ledger_head
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SqlIdempotencyRecords(IdempotencyRecords):
    """The records of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def find(self, key: UUID) -> IdempotencyRecord | None:
        """Read a record, or the key of an entry."""
        wanted = select(record_table).where(
            record_table.c.book == self._unit.book, record_table.c.key == key
        )
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        if row is None:
            return await self._of_entry(key)
        return IdempotencyRecord(
            key=row.key,
            digest=row.digest,
            outcome=Outcome(row.outcome),
            created_at=row.created_at,
            audit_event=row.audit_event,
            object_id=row.object_id,
            code=row.code,
            detail=row.detail,
            context=json.loads(row.context) if row.context else {},
        )

    async def _of_entry(self, key: UUID) -> IdempotencyRecord | None:
        entry = journal_entry.c
        wanted = select(entry.digest, entry.recorded_at, entry.audit_event).where(
            entry.book == self._unit.book, entry.key == key, ~entry.key_is_id
        )
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        return IdempotencyRecord(
            key=key,
            digest=row.digest,
            outcome=Outcome.DONE,
            created_at=row.recorded_at,
            audit_event=row.audit_event,
        )

    async def hold_up_postings(self) -> None:
        """Lock the head, as batches do before they look for keys."""
        head = select(ledger_head.c.book).where(ledger_head.c.book == self._unit.book)
        with translated(), _in_a_moment():
            await self._unit.connection.execute(head.with_for_update(read=True))

    async def claim(self, record: IdempotencyRecord) -> None:
        """Insert the record.

        An unfinished unit that holds the key makes the insert wait, a moment at most.
        """
        values = record_values(self._unit.book, record)
        with translated(), _in_a_moment():
            await self._unit.connection.execute(insert(record_table).values(**values))

    async def settle(self, key: UUID, object_id: UUID | None) -> None:
        """Name the object."""
        here = (record_table.c.book == self._unit.book) & (record_table.c.key == key)
        with translated():
            await self._unit.connection.execute(
                update(record_table).where(here).values(object_id=object_id)
            )

    async def forget_before(self, moment: datetime) -> int:
        """Delete old records."""
        old = (record_table.c.book == self._unit.book) & (record_table.c.created_at < moment)
        with translated():
            return (await self._unit.connection.execute(delete(record_table).where(old))).rowcount


@contextmanager
def _in_a_moment() -> Iterator[None]:
    """Refuse what has to wait for a lock any longer."""
    try:
        yield
    except DBAPIError as fault:
        if isinstance(fault.orig, LockNotAvailable):
            raise RequestInFlight from None
        raise


def record_values(book: int, record: IdempotencyRecord) -> dict[str, object]:
    """Give a record's columns."""
    return {
        "book": book,
        "key": record.key,
        "digest": record.digest,
        "created_at": record.created_at,
        "audit_event": record.audit_event,
        "outcome": record.outcome.value,
        "object_id": record.object_id,
        "code": record.code,
        "detail": record.detail,
        "context": json.dumps(record.context) if record.context else None,
    }
