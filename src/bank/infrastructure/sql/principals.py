"""Principals in their tables; the names that they sign in by are blind indexes."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, insert, select, update

from bank.application.identity.principals import Principals
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.contacts import sign_in_name
from bank.domain.identifiers import RowId, public_id
from bank.domain.parties import CustomerNotFound
from bank.domain.principals import (
    LockReason,
    Principal,
    PrincipalKind,
    PrincipalState,
    SignInNameTaken,
)
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.customers import known_row
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.principal_rows import bind, write, write_roles
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE, _ROLE, _NAME = t.principal.c, t.principal_role.c, t.sign_in_name.c


class SqlPrincipals(Principals):
    """The principals of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, digests: KeyedDigests) -> None:
        """Take the unit, and what makes blind indexes of names."""
        self._unit = unit
        self._digests = digests

    async def next_row(self) -> RowId:
        """Draw a row number."""
        with translated():
            number = await self._unit.connection.scalar(select(t.row_numbers.next_value()))
        return RowId(int(number or 0))

    async def add(self, principal: Principal, customers: Sequence[UUID] = ()) -> None:
        """Write a principal and the bonds to their customers."""
        await write(self._unit, principal)
        for customer in customers:
            await self.bind(principal.row, customer)

    async def find(self, who: str | RowId, *, lock: bool = False) -> Principal | None:
        """Read a principal, after locking their row: roles are changed only under that lock.

        What refers to the row may be written meanwhile: two who sign in at once have both written
        something of theirs before they come to the lock.
        """
        this = _ONE.subject == who if isinstance(who, str) else _ONE.id == who
        if lock:
            row = select(_ONE.id).where(_ONE.book == self._unit.book, this)
            with translated():
                await self._unit.connection.execute(row.with_for_update(key_share=True))
        return await self._one(_principals(self._unit.book).where(this))

    async def save(self, principal: Principal) -> None:
        """Write what may change; the roles anew."""
        change = (
            update(t.principal)
            .where(_ONE.book == self._unit.book, _ONE.id == principal.row)
            .values(
                state=principal.state.value,
                branch=principal.branch,
                version=principal.version,
                lock_reason=principal.lock_reason and principal.lock_reason.value,
            )
        )
        roles = delete(t.principal_role).where(
            _ROLE.book == self._unit.book, _ROLE.principal == principal.row
        )
        with translated():
            await self._unit.connection.execute(change)
            await self._unit.connection.execute(roles)
        await write_roles(self._unit, principal)

    async def name(self, principal: RowId, sign_in_name: str) -> None:
        """Write a blind index, or find out whose it is."""
        named = insert(t.sign_in_name).values(
            book=self._unit.book, index_name=self._index(sign_in_name), principal=principal
        )
        try:
            with translated():
                async with self._unit.connection.begin_nested():
                    await self._unit.connection.execute(named)
        except SignInNameTaken:
            holder = await self.named(sign_in_name)
            if holder is None or holder.row != principal:
                raise

    async def unname(self, principal: RowId, sign_in_name: str) -> None:
        """Delete a blind index of theirs."""
        unwanted = delete(t.sign_in_name).where(
            _NAME.book == self._unit.book,
            _NAME.index_name == self._index(sign_in_name),
            _NAME.principal == principal,
        )
        with translated():
            await self._unit.connection.execute(unwanted)

    async def named(self, sign_in_name: str) -> Principal | None:
        """Look a blind index up, in one statement whether it is there or not."""
        wanted = _principals(self._unit.book).join(
            t.sign_in_name, (_NAME.book == _ONE.book) & (_NAME.principal == _ONE.id)
        )
        return await self._one(wanted.where(_NAME.index_name == self._index(sign_in_name)))

    async def customers_of(self, principal: RowId) -> Sequence[UUID]:
        """Read the customers behind the bonds."""
        customer, bond = t.customer.c, t.principal_customer.c
        wanted = (
            select(customer.id, customer.created_at)
            .join(
                t.principal_customer,
                (bond.book == customer.book) & (bond.customer == customer.id),
            )
            .where(bond.book == self._unit.book, bond.principal == principal)
            .order_by(customer.id)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [public_id(row.created_at, row.id) for row in rows]

    async def bind(self, principal: RowId, customer: UUID) -> None:
        """Write a bond that is not there."""
        row = await known_row(self._unit, customer)
        if row is None:
            raise CustomerNotFound
        if customer not in await self.customers_of(principal):
            await bind(self._unit, principal, row)

    async def page(self, kind: PrincipalKind, *, after: RowId, limit: int) -> Sequence[Principal]:
        """Read principals by their rows, then their roles."""
        book = self._unit.book
        rows = (
            select(_ONE.id)
            .where(_ONE.book == book, _ONE.kind == kind.value, _ONE.id > after)
            .order_by(_ONE.id)
            .limit(limit)
        )
        return await self._all(_principals(book).where(_ONE.id.in_(rows)))

    async def _one(self, wanted: Select[Any]) -> Principal | None:
        found = await self._all(wanted)
        return found[0] if found else None

    async def _all(self, wanted: Select[Any]) -> list[Principal]:
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [_principal(list(of_one)) for _, of_one in groupby(rows, lambda row: row.id)]

    def _index(self, name: str) -> bytes:
        return self._digests.blind_index("sign_in_name", sign_in_name(name))


def _principals(book: int) -> Select[Any]:
    """Select principals with a row for each of their roles, or one without."""
    return (
        select(t.principal, _ROLE.role)
        .outerjoin(t.principal_role, (_ROLE.book == _ONE.book) & (_ROLE.principal == _ONE.id))
        .where(_ONE.book == book)
        .order_by(_ONE.id, _ROLE.role)
    )


def _principal(rows: Sequence[Row[Any]]) -> Principal:
    row = rows[0]
    return Principal(
        row=RowId(row.id),
        subject=row.subject,
        kind=PrincipalKind(row.kind),
        state=PrincipalState(row.state),
        roles=tuple(sorted(each.role for each in rows if each.role is not None)),
        created_at=row.created_at,
        branch=row.branch,
        version=row.version,
        lock_reason=row.lock_reason and LockReason(row.lock_reason),
    )
