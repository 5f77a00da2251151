"""Audit events in their table, which the application may only add to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select

from bank.application.ports.audit_trail import AuditFilter, AuditTrail
from bank.domain.audit import AuditEvent, Outcome
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.tables import audit_event as events
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SqlAuditTrail(AuditTrail):
    """The audit events of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def append(self, event: AuditEvent) -> None:
        """Insert an event."""
        with translated():
            await self._unit.connection.execute(
                insert(events).values(**event_values(self._unit.book, event))
            )

    async def page(
        self, wanted: AuditFilter, *, after: UUID | None, limit: int
    ) -> Sequence[AuditEvent]:
        """Read a page."""
        query = select(events).where(events.c.book == self._unit.book)
        for column in ("action", "actor", "object_id", "outcome"):
            value = getattr(wanted, column)
            if value is not None:
                query = query.where(events.c[column] == value)
        if wanted.since is not None:
            query = query.where(events.c.at >= wanted.since)
        if wanted.until is not None:
            query = query.where(events.c.at < wanted.until)
        if after is not None:
            query = query.where(events.c.id > after)
        with translated():
            rows = await self._unit.connection.execute(query.order_by(events.c.id).limit(limit))
            return [_event(row) for row in rows]


def event_values(book: int, event: AuditEvent) -> dict[str, object]:
    """Give an event's columns."""
    return {
        "book": book,
        "id": event.id,
        "at": event.at,
        "actor_kind": event.actor_kind,
        "actor": event.actor,
        "session": event.session,
        "action": event.action,
        "object_kind": event.object_kind,
        "object_id": event.object_id,
        "outcome": event.outcome.value,
        "code": event.code,
        "request_id": event.request_id,
        "trace_id": event.trace_id,
        "before_digest": event.before,
        "after_digest": event.after,
        "schema_version": event.schema_version,
        "approval": event.approval,
        "approved_by": " ".join(event.approved_by) or None,
        "intent_digest": event.intent,
    }


def _event(row: Row[Any]) -> AuditEvent:
    return AuditEvent(
        id=row.id,
        at=row.at,
        actor_kind=row.actor_kind,
        actor=row.actor,
        session=row.session,
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        outcome=Outcome(row.outcome),
        code=row.code,
        request_id=row.request_id,
        trace_id=row.trace_id,
        before=row.before_digest,
        after=row.after_digest,
        schema_version=row.schema_version,
        approval=row.approval,
        approved_by=tuple((row.approved_by or "").split()),
        intent=row.intent_digest,
    )
