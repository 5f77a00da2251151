"""What is kept beside the effects: idempotency records, audit events, domain events."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bank.application.ports.audit_trail import AuditFilter, AuditTrail
from bank.application.ports.idempotency import (
    IdempotencyRecord,
    IdempotencyRecords,
    RequestInFlight,
)
from bank.application.ports.outbox import DomainEvent, Outbox
from bank.domain.audit import AuditEvent, Outcome
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork

KEY = "idempotency key"


class InMemoryIdempotencyRecords(IdempotencyRecords):
    """The records of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.records

    async def find(self, key: UUID) -> IdempotencyRecord | None:
        """Look the key up, among the entries as well."""
        return self._rows.get(key) or self._of_entry(key)

    def _of_entry(self, key: UUID) -> IdempotencyRecord | None:
        for entry, request, audit_event in self._unit.tables.entries.values():
            if request.key == key and not request.key_is_id:
                return IdempotencyRecord(
                    key=key,
                    digest=request.digest,
                    outcome=Outcome.DONE,
                    created_at=entry.recorded_at,
                    audit_event=audit_event,
                )
        return None

    async def hold_up_postings(self) -> None:
        """Lock the head, as batches do."""
        if self._unit.taken("head"):
            raise RequestInFlight
        await self._unit.lock("head")

    async def claim(self, record: IdempotencyRecord) -> None:
        """Lock the key and write the record, or refuse."""
        if self._unit.taken(KEY, record.key):
            raise RequestInFlight
        await self._unit.lock(KEY, record.key)
        if record.key in self._rows:
            raise RequestInFlight
        self._rows[record.key] = record

    async def settle(self, key: UUID, object_id: UUID | None) -> None:
        """Write the object's id into the record."""
        self._rows[key] = replace(self._rows[key], object_id=object_id)

    async def forget_before(self, moment: datetime) -> int:
        """Delete old records."""
        old = [key for key, record in self._rows.items() if record.created_at < moment]
        for key in old:
            del self._rows[key]
        return len(old)


class InMemoryAuditTrail(AuditTrail):
    """The audit events of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._rows = unit.tables.audit_events

    async def append(self, event: AuditEvent) -> None:
        """Add an event."""
        self._rows[event.id] = event

    async def page(
        self, wanted: AuditFilter, *, after: UUID | None, limit: int
    ) -> Sequence[AuditEvent]:
        """Give the events that match."""
        ids = sorted(each for each in self._rows if after is None or each > after)
        events = (self._rows[each] for each in ids)
        return [event for event in events if _matches(event, wanted)][:limit]


class InMemoryOutbox(Outbox):
    """The domain events of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.outbox

    async def add(self, *events: DomainEvent) -> None:
        """Lock the feed's end and put the events there."""
        await self._unit.lock("outbox")
        for event in events:
            self._rows[max(self._rows, default=0) + 1] = event

    async def after(self, position: int, limit: int) -> Sequence[tuple[int, DomainEvent]]:
        """Give the events past a position."""
        return [(each, self._rows[each]) for each in sorted(self._rows) if each > position][:limit]


def _matches(event: AuditEvent, wanted: AuditFilter) -> bool:
    pairs = (
        (wanted.action, event.action),
        (wanted.actor, event.actor),
        (wanted.object_id, event.object_id),
        (wanted.outcome, event.outcome),
    )
    if any(asked is not None and asked != given for asked, given in pairs):
        return False
    if wanted.since is not None and event.at < wanted.since:
        return False
    return wanted.until is None or event.at < wanted.until
