"""The turn to appoint the first administrator is a lock on the branches: those are always there."""

from sqlalchemy import select

from bank.application.identity.staff.first_appointment import FirstAppointment
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SqlFirstAppointment(FirstAppointment):
    """The turn in the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def take_turn(self) -> None:
        """Lock all branches, in their order.

        Whoever joins, as customer or as staff, only refers to them and does not wait.
        """
        here = t.branch.c.book == self._unit.book
        branches = select(t.branch.c.code).where(here).order_by(t.branch.c.code)
        with translated():
            await self._unit.connection.execute(branches.with_for_update(key_share=True))
