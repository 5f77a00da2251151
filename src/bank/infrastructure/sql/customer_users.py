"""Who acts for customers, in the table of their bonds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from bank.application.identity.principals import Principals
from bank.application.identity.users.customer_users import CustomerUsers
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.customers import known_row
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_BOND = t.principal_customer.c


class SqlCustomerUsers(CustomerUsers):
    """The bonds of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, principals: Principals) -> None:
        """Take the unit and its principals."""
        self._unit = unit
        self._principals = principals

    async def of(self, customer: UUID) -> Sequence[Principal]:
        """Read the bonds, then whose they are: an organisation has a handful."""
        wanted = (
            select(_BOND.principal)
            .where(
                _BOND.book == self._unit.book,
                _BOND.customer == await known_row(self._unit, customer),
            )
            .order_by(_BOND.principal)
        )
        with translated():
            rows = (await self._unit.connection.scalars(wanted)).all()
        found = [await self._principals.find(RowId(row)) for row in rows]
        return [each for each in found if each is not None]

    async def remove(self, customer: UUID, principal: RowId) -> bool:
        """Delete a bond."""
        unwanted = delete(t.principal_customer).where(
            _BOND.book == self._unit.book,
            _BOND.principal == principal,
            _BOND.customer == await known_row(self._unit, customer),
        )
        with translated():
            return (await self._unit.connection.execute(unwanted)).rowcount > 0
