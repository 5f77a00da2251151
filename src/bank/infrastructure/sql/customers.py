"""Customers in their table, sealed under a data key each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from bank.application.ports.customers import Customers
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.identifiers import RowId, public_id, row_of
from bank.domain.parties import Customer, CustomerKind, CustomerState
from bank.domain.principals import CUSTOMER, Principal, PrincipalKind, PrincipalState
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.principal_rows import bind, write
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SqlCustomers(Customers):
    """The customers of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing, digests: KeyedDigests) -> None:
        """Take the unit and what sealing needs."""
        self._unit = unit
        self._sealing = sealing
        self._digests = digests

    async def next_row(self) -> RowId:
        """Draw a row number."""
        with translated():
            number = await self._unit.connection.scalar(select(t.row_numbers.next_value()))
        return RowId(int(number or 0))

    async def has_branch(self, branch: str) -> bool:
        """Look the branch up."""
        wanted = select(t.branch.c.code).where(
            t.branch.c.book == self._unit.book, t.branch.c.code == branch
        )
        with translated():
            return await self._unit.connection.scalar(wanted) is not None

    async def add(self, customer: Customer) -> None:
        """Write the customer, their principal and the bond between them."""
        book, row = self._unit.book, customer.row
        connection = self._unit.connection
        with translated():
            await connection.execute(
                insert(t.customer).values(
                    book=book,
                    id=row,
                    created_at=customer.created_at,
                    kind=customer.kind.value,
                    branch=customer.branch,
                    version=customer.version,
                    state=customer.state.value,
                    deactivated_at=customer.deactivated_at,
                    **await self._sealed(customer),
                )
            )
        themselves = Principal(
            row=await self.next_row(),
            subject=str(customer.id),
            kind=PrincipalKind.CUSTOMER,
            state=PrincipalState.ACTIVE,
            roles=(CUSTOMER,),
            created_at=customer.created_at,
        )
        await write(self._unit, themselves)
        await bind(self._unit, themselves.row, row)

    async def find(self, customer: UUID, *, lock: bool = False) -> Customer | None:
        """Read a customer."""
        row_number = row_of(customer)
        if row_number is None:
            return None
        wanted = select(t.customer).where(
            t.customer.c.book == self._unit.book, t.customer.c.id == row_number
        )
        if lock:
            wanted = wanted.with_for_update()
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        if row is None or public_id(row.created_at, row.id) != customer:
            return None
        return await self._opened(row)

    async def save(self, customer: Customer) -> None:
        """Write the personal data and the version."""
        change = (
            update(t.customer)
            .where(t.customer.c.book == self._unit.book, t.customer.c.id == customer.row)
            .values(
                version=customer.version,
                state=customer.state.value,
                deactivated_at=customer.deactivated_at,
                **await self._sealed(customer),
            )
        )
        with translated():
            await self._unit.connection.execute(change)

    async def erase(self, customer: Customer) -> None:
        """Destroy the key and the blind indexes; the ciphertext is noise then."""
        await self._sealing.destroy_customer(customer.id)
        nothing = dict.fromkeys(("index_full_name", "index_email", "index_phone"))
        change = (
            update(t.customer)
            .where(t.customer.c.book == self._unit.book, t.customer.c.id == customer.row)
            .values(
                version=customer.version,
                state=customer.state.value,
                sealed_email=None,
                sealed_phone=None,
                **nothing,
            )
        )
        with translated():
            await self._unit.connection.execute(change)

    async def search(
        self, *, full_name: str | None, email: str | None, phone: str | None, limit: int
    ) -> Sequence[Customer]:
        """Look the blind indexes up."""
        wanted = select(t.customer).where(t.customer.c.book == self._unit.book)
        for column, value in (("full_name", full_name), ("email", email), ("phone", phone)):
            if value is not None:
                index = self._digests.blind_index(f"customer.{column}", value)
                wanted = wanted.where(t.customer.c[f"index_{column}"] == index)
        wanted = wanted.order_by(t.customer.c.id).limit(limit)
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [await self._opened(row) for row in rows]

    async def subjects(self, customer: UUID) -> frozenset[str]:
        """Read who acts for a customer."""
        row = await known_row(self._unit, customer)
        bond = t.principal_customer.c
        wanted = (
            select(t.principal.c.subject)
            .join(
                t.principal_customer,
                (bond.book == t.principal.c.book) & (bond.principal == t.principal.c.id),
            )
            .where(bond.book == self._unit.book, bond.customer == row)
        )
        with translated():
            return frozenset((await self._unit.connection.scalars(wanted)).all())

    async def _sealed(self, customer: Customer) -> dict[str, bytes | None]:
        key = await self._sealing.key_of(customer.id)
        columns: dict[str, bytes | None] = {}
        for column in ("full_name", "email", "phone"):
            value: str | None = getattr(customer, column)
            sealed, index = f"sealed_{column}", f"index_{column}"
            if value is None:
                columns |= {sealed: None, index: None}
                continue
            columns[sealed] = self._sealing.seal(key, value, ("customer", sealed, customer.row))
            columns[index] = self._digests.blind_index(f"customer.{column}", value)
        return columns

    async def _opened(self, row: Row[Any]) -> Customer:
        key = await self._sealing.kept_key_of(public_id(row.created_at, row.id))

        def opened(column: str, sealed: bytes) -> str:
            return self._sealing.open(key, sealed, ("customer", f"sealed_{column}", row.id))

        return Customer(
            row=RowId(row.id),
            created_at=row.created_at,
            kind=CustomerKind(row.kind),
            full_name=opened("full_name", row.sealed_full_name),
            email=row.sealed_email and opened("email", row.sealed_email),
            phone=row.sealed_phone and opened("phone", row.sealed_phone),
            branch=row.branch,
            version=row.version,
            state=CustomerState(row.state),
            deactivated_at=row.deactivated_at,
        )


async def known_row(unit: SqlUnitOfWork, customer: UUID) -> RowId | None:
    """Give the row of a customer's public id, where there is one."""
    row = row_of(customer)
    wanted = select(t.customer.c.created_at).where(
        t.customer.c.book == unit.book, t.customer.c.id == row
    )
    with translated():
        created_at = None if row is None else await unit.connection.scalar(wanted)
    known = row is not None and created_at is not None and public_id(created_at, row) == customer
    return row if known else None
