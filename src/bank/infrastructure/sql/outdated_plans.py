"""Connections whose prepared statements a migration has outdated are replaced."""

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.infrastructure.sql.faults import is_outdated_plan


def replace_outdated(engine: AsyncEngine) -> AsyncEngine:
    """Have the engine treat a connection with an outdated plan as lost, and all the others with it.

    A rollback makes the driver prepare its statements anew. A look has none, so that its statement
    would fail on that connection for ever; and a repetition would come upon the next connection of
    the pool, which is as outdated.
    """
    event.listen(engine.sync_engine, "handle_error", _seen)
    return engine


def _seen(context: ExceptionContext) -> None:
    if is_outdated_plan(context.original_exception):
        context.is_disconnect = True
