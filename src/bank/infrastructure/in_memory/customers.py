"""Customers in memory. What is never written anywhere needs no sealing."""

import unicodedata
from collections.abc import Sequence
from uuid import UUID

from bank.application.ports.customers import Customers
from bank.domain.identifiers import RowId, row_of
from bank.domain.parties import Customer
from bank.domain.principals import CUSTOMER, Principal, PrincipalKind, PrincipalState
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryCustomers(Customers):
    """The customers of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.customers
        self._subjects = unit.tables.subjects

    async def next_row(self) -> RowId:
        """Draw a row number."""
        return self._unit.store.next_row()

    async def has_branch(self, branch: str) -> bool:
        """Look the branch up."""
        return branch in self._unit.tables.branches

    async def add(self, customer: Customer) -> None:
        """Write the customer and their principal."""
        self._rows[customer.row] = customer
        themselves = Principal(
            row=await self.next_row(),
            subject=str(customer.id),
            kind=PrincipalKind.CUSTOMER,
            state=PrincipalState.ACTIVE,
            roles=(CUSTOMER,),
            created_at=customer.created_at,
        )
        self._unit.tables.principals[themselves.row] = themselves
        self._subjects[customer.row] = frozenset({themselves.subject})

    async def find(self, customer: UUID, *, lock: bool = False) -> Customer | None:
        """Read a customer."""
        row = row_of(customer)
        if row is None:
            return None
        if lock:
            await self._unit.lock("customer", row)
        found = self._rows.get(row)
        return found if found is not None and found.id == customer else None

    async def save(self, customer: Customer) -> None:
        """Write a customer anew."""
        self._rows[customer.row] = customer

    async def erase(self, customer: Customer) -> None:
        """Write what is left of a customer; what was sealed under their key is read no more."""
        self._rows[customer.row] = customer
        self._unit.tables.due_diligence.pop(customer.row, None)
        self._unit.tables.organisation_data.pop(customer.row, None)

    async def search(
        self, *, full_name: str | None, email: str | None, phone: str | None, limit: int
    ) -> Sequence[Customer]:
        """Compare every customer."""
        wanted = {"full_name": full_name, "email": email, "phone": phone}
        given = {name: plain(value) for name, value in wanted.items() if value is not None}
        return [
            customer
            for _, customer in sorted(self._rows.items())
            if all(plain(getattr(customer, name) or "") == value for name, value in given.items())
        ][:limit]

    async def subjects(self, customer: UUID) -> frozenset[str]:
        """Read who acts for a customer."""
        found = await self.find(customer)
        return frozenset() if found is None else self._subjects[found.row]


def plain(value: str) -> str:
    """Give one form to what people call the same: one case and width, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())
