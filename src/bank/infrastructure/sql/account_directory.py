"""Accounts by the names that clients give them, read outside any unit of work."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.ports.account_directory import AccountDirectory, AccountRef
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.chart_of_accounts import till_position
from bank.domain.identifiers import RowId, milliseconds, milliseconds_of, row_of
from bank.domain.parties import HolderRole
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.customer_accounts import NUMBER_INDEX
from bank.infrastructure.sql.faults import translated

_MAY_ACT = (HolderRole.OWNER, HolderRole.JOINT, HolderRole.MANDATE)


class SqlAccountDirectory(AccountDirectory):
    """Resolves names by the blind index of numbers and by external references.

    In one query for a whole bulk.
    """

    def __init__(self, engine: AsyncEngine, book: int, digests: KeyedDigests) -> None:
        """Take the engine that reads go to."""
        self._engine = engine
        self._book = book
        self._digests = digests
        self._tills: dict[tuple[str, str], AccountRef] = {}

    async def resolve(self, names: Sequence[str]) -> Sequence[AccountRef | None]:
        """Read public ids as they stand, and look the other names up."""
        refs = [_from_id(name) for name in names]
        others = {name for name, ref in zip(names, refs, strict=True) if ref is None}
        if not others:
            return refs
        found = await self._look_up(others)
        return [ref or found.get(name) for name, ref in zip(names, refs, strict=True)]

    async def till(self, till: str, currency: str) -> AccountRef | None:
        """Look a till's position up once."""
        known = self._tills.get((till, currency))
        if known is not None:
            return known
        ledger = t.ledger_account.c
        wanted = select(ledger.id, ledger.opened_ms).where(
            ledger.book == self._book,
            ledger.position == till_position(till),
            ledger.currency == currency,
        )
        with translated():
            async with self._engine.connect() as connection:
                row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        return self._tills.setdefault((till, currency), AccountRef(RowId(row.id), row.opened_ms))

    async def holders(self, account: AccountRef) -> frozenset[str]:
        """Read who may act on an account."""
        holder, bond, principal = t.account_holder.c, t.principal_customer.c, t.principal.c
        wanted = (
            select(principal.subject)
            .join(
                t.principal_customer,
                (bond.book == principal.book) & (bond.principal == principal.id),
            )
            .join(
                t.account_holder,
                (holder.book == bond.book) & (holder.customer == bond.customer),
            )
            .join(
                t.ledger_account,
                (t.ledger_account.c.book == holder.book)
                & (t.ledger_account.c.id == holder.account),
            )
            .where(
                holder.book == self._book,
                holder.account == account.row,
                t.ledger_account.c.opened_ms == account.opened_ms,
                holder.role.in_(_MAY_ACT),
            )
        )
        with translated():
            async with self._engine.connect() as connection:
                return frozenset((await connection.scalars(wanted)).all())

    async def _look_up(self, names: set[str]) -> dict[str, AccountRef]:
        by_index = {self._digests.blind_index(NUMBER_INDEX, name): name for name in names}
        account = t.customer_account.c
        columns = (account.id, account.opened_at, account.index_number, account.external_reference)
        found: dict[str, AccountRef] = {}
        with translated():
            async with self._engine.connect() as connection:
                for condition in (
                    account.external_reference.in_(names),
                    account.index_number.in_(list(by_index)),
                ):
                    wanted = select(*columns).where(account.book == self._book, condition)
                    for row in (await connection.execute(wanted)).all():
                        ref = AccountRef(RowId(row.id), milliseconds(row.opened_at))
                        found[row.external_reference or ""] = ref
                        found[by_index.get(row.index_number, "")] = ref
        return found


@lru_cache(maxsize=65_536)
def _from_id(name: str) -> AccountRef | None:
    try:
        identifier = UUID(name)
    except ValueError:
        return None
    row = row_of(identifier)
    return None if row is None else AccountRef(row, milliseconds_of(identifier))
