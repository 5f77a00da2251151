"""The rows that a principal is made of: their own, their roles, their bonds to customers."""

from sqlalchemy import insert, select

from bank.domain.identifiers import RowId
from bank.domain.principals import Principal
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


async def write(unit: SqlUnitOfWork, principal: Principal) -> None:
    """Write a new principal and their roles."""
    with translated():
        await unit.connection.execute(
            insert(t.principal).values(
                book=unit.book,
                id=principal.row,
                subject=principal.subject,
                created_at=principal.created_at,
                kind=principal.kind.value,
                state=principal.state.value,
                version=principal.version,
                branch=principal.branch,
                lock_reason=principal.lock_reason and principal.lock_reason.value,
            )
        )
    await write_roles(unit, principal)


async def write_roles(unit: SqlUnitOfWork, principal: Principal) -> None:
    """Write the roles of a principal of whom none are written."""
    rows = [
        {"book": unit.book, "principal": principal.row, "role": role}
        for role in sorted(set(principal.roles))
    ]
    if rows:
        with translated():
            await unit.connection.execute(insert(t.principal_role), rows)


async def subject_of(unit: SqlUnitOfWork, principal: RowId) -> str:
    """Read whom a row is of; there must be one."""
    wanted = select(t.principal.c.subject).where(
        t.principal.c.book == unit.book, t.principal.c.id == principal
    )
    with translated():
        return str((await unit.connection.scalars(wanted)).one())


async def bind(unit: SqlUnitOfWork, principal: RowId, customer: RowId) -> None:
    """Write that a principal acts for a customer."""
    bond = insert(t.principal_customer).values(
        book=unit.book, principal=principal, customer=customer
    )
    with translated():
        await unit.connection.execute(bond)
