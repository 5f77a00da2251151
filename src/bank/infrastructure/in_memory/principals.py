"""Principals in memory."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bank.application.identity.principals import Principals
from bank.application.identity.staff.first_appointment import FirstAppointment
from bank.domain import contacts
from bank.domain.identifiers import RowId, row_of
from bank.domain.parties import BranchNotFound, CustomerNotFound
from bank.domain.principals import Principal, PrincipalKind, SignInNameTaken
from bank.infrastructure.in_memory.customers import plain
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryPrincipals(Principals):
    """The principals of the unit's bank; whom they act for is kept with the customers."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._tables = unit.tables
        self._rows = unit.tables.principals
        self._names = unit.tables.sign_in_names

    async def next_row(self) -> RowId:
        """Draw a row number."""
        return self._unit.store.next_row()

    async def add(self, principal: Principal, customers: Sequence[UUID] = ()) -> None:
        """Write a principal and the bonds to their customers."""
        await self.save(principal)
        for customer in customers:
            await self.bind(principal.row, customer)

    async def find(self, who: str | RowId, *, lock: bool = False) -> Principal | None:
        """Read a principal."""
        found = self._found(who)
        if found is not None and lock:
            await self._unit.lock("principal", found.row)
            found = self._rows[found.row]
        return found

    async def save(self, principal: Principal) -> None:
        """Write a principal anew."""
        if principal.branch is not None and principal.branch not in self._tables.branches:
            raise BranchNotFound
        self._rows[principal.row] = replace(principal, roles=tuple(sorted(set(principal.roles))))

    async def name(self, principal: RowId, sign_in_name: str) -> None:
        """Write a name, or find out whose it is."""
        name = _kept(sign_in_name)
        await self._unit.lock("sign-in name", name)
        if self._names.setdefault(name, principal) != principal:
            raise SignInNameTaken

    async def unname(self, principal: RowId, sign_in_name: str) -> None:
        """Delete a name of theirs."""
        name = _kept(sign_in_name)
        if self._names.get(name) == principal:
            del self._names[name]

    async def named(self, sign_in_name: str) -> Principal | None:
        """Look a name up."""
        row = self._names.get(_kept(sign_in_name))
        return None if row is None else self._rows[row]

    async def customers_of(self, principal: RowId) -> Sequence[UUID]:
        """Look for the customers whom they act for."""
        subject, customers = self._rows[principal].subject, self._tables.customers
        bound = [row for row, acting in self._tables.subjects.items() if subject in acting]
        return [customers[row].id for row in sorted(bound)]

    async def bind(self, principal: RowId, customer: UUID) -> None:
        """Write a bond."""
        row = row_of(customer)
        known = None if row is None else self._tables.customers.get(row)
        if row is None or known is None or known.id != customer:
            raise CustomerNotFound
        await self._unit.lock("subjects", row)
        self._tables.subjects[row] |= {self._rows[principal].subject}

    async def page(self, kind: PrincipalKind, *, after: RowId, limit: int) -> Sequence[Principal]:
        """Give the principals of a kind."""
        return [
            each for row, each in sorted(self._rows.items()) if row > after and each.kind is kind
        ][:limit]

    def _found(self, who: str | RowId) -> Principal | None:
        if not isinstance(who, str):
            return self._rows.get(who)
        return next((each for each in self._rows.values() if each.subject == who), None)


def _kept(name: str) -> str:
    return plain(contacts.sign_in_name(name))


class InMemoryFirstAppointment(FirstAppointment):
    """The turn in the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def take_turn(self) -> None:
        """Lock it."""
        await self._unit.lock("first appointment")
