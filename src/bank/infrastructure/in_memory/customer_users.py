"""Who acts for customers, in memory."""

from collections.abc import Sequence
from uuid import UUID

from bank.application.identity.users.customer_users import CustomerUsers
from bank.domain.identifiers import RowId, row_of
from bank.domain.principals import Principal
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryCustomerUsers(CustomerUsers):
    """The bonds of the unit's bank; they are kept with the customers."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._tables = unit.tables

    async def of(self, customer: UUID) -> Sequence[Principal]:
        """Look for the subjects."""
        row = self._row(customer)
        acting = frozenset() if row is None else self._tables.subjects[row]
        principals = sorted(self._tables.principals.items())
        return [each for _, each in principals if each.subject in acting]

    async def remove(self, customer: UUID, principal: RowId) -> bool:
        """Drop a subject."""
        row = self._row(customer)
        if row is None:
            return False
        await self._unit.lock("subjects", row)
        before = self._tables.subjects[row]
        self._tables.subjects[row] = before - {self._tables.principals[principal].subject}
        return self._tables.subjects[row] != before

    def _row(self, customer: UUID) -> RowId | None:
        row = row_of(customer)
        found = None if row is None else self._tables.customers.get(row)
        return row if found is not None and found.id == customer else None
