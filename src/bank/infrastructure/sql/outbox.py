"""The outbox in its table.

Numbered in commit order by a head row that is locked until the unit ends.
"""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from bank.application.ports.outbox import DomainEvent, Outbox
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.tables import outbox_event, outbox_head
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SqlOutbox(Outbox):
    """The outbox of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def add(self, *events: DomainEvent) -> None:
        """Take the next positions and insert the events there."""
        step = (
            update(outbox_head)
            .where(outbox_head.c.book == self._unit.book)
            .values(last_position=outbox_head.c.last_position + len(events))
            .returning(outbox_head.c.last_position)
        )
        connection = self._unit.connection
        with translated():
            last = (await connection.execute(step)).scalar_one()
            rows = [
                {
                    "book": self._unit.book,
                    "position": position,
                    "id": event.id,
                    "type": event.type,
                    "at": event.at,
                    "subject": event.subject,
                    "ordering_key": event.ordering_key,
                    "traceparent": event.traceparent,
                }
                for position, event in enumerate(events, start=last - len(events) + 1)
            ]
            await connection.execute(insert(outbox_event), rows)

    async def after(self, position: int, limit: int) -> Sequence[tuple[int, DomainEvent]]:
        """Read on from a position."""
        wanted = (
            select(outbox_event)
            .where(outbox_event.c.book == self._unit.book, outbox_event.c.position > position)
            .order_by(outbox_event.c.position)
            .limit(limit)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [
            (
                row.position,
                DomainEvent(
                    id=row.id,
                    type=row.type,
                    at=row.at,
                    subject=row.subject,
                    ordering_key=row.ordering_key,
                    traceparent=row.traceparent,
                ),
            )
            for row in rows
        ]
