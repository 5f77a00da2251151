"""Who did what is kept: the actor in its audit event."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.look import look

_EVENT = t.audit_event.c


async def maker_of(engine: AsyncEngine, book: int, audit_event: UUID) -> str | None:
    """Read the pseudonym in an audit event."""
    wanted = select(_EVENT.actor).where(_EVENT.book == book, _EVENT.id == audit_event)
    async with look(engine) as connection:
        found: str | None = await connection.scalar(wanted)
    return found
