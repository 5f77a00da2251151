"""Accounts by the names that clients give them, read outside any unit of work."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.ports.account_directory import AccountDirectory, AccountRef, Holding
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.account_names import (
    NAME_LENGTH_MAX,
    id_named,
    may_be_name,
    may_be_reference,
    number_form,
)
from bank.domain.chart_of_accounts import STRIPE, till_position
from bank.domain.identifiers import RowId, milliseconds, milliseconds_of, row_of
from bank.domain.parties import HolderRole
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.customer_accounts import NUMBER_INDEX
from bank.infrastructure.sql.look import look

_AT_ONCE = 1000
"""How many names one query takes: more is more than some engines allow."""

_REMEMBERED_MAX = 100_000


class SqlAccountDirectory(AccountDirectory):
    """Resolves names by the blind index of numbers, then by external references.

    One query takes a thousand names. What was found is remembered by its exact spelling.
    """

    def __init__(self, engine: AsyncEngine, book: int, digests: KeyedDigests) -> None:
        """Take the engine that reads go to."""
        self._engine = engine
        self._book = book
        self._digests = digests
        self._positions: dict[tuple[str, str], list[AccountRef]] = {}
        self._known: dict[str, AccountRef] = {}

    async def resolve(self, names: Sequence[str]) -> Sequence[AccountRef | None]:
        """Read public ids as they stand, and look the other names up."""
        # What is too long to be a name is not even remembered as none.
        refs = [_from_id(name) if len(name) <= NAME_LENGTH_MAX else None for name in names]
        if None not in refs:
            return refs
        others = {
            name for name, ref in zip(names, refs, strict=True) if ref is None and may_be_name(name)
        }
        found = await self._look_up(others)
        return [ref or found.get(name) for name, ref in zip(names, refs, strict=True)]

    async def till(self, till: str, currency: str) -> AccountRef | None:
        """Look a till's position up once."""
        return await self.position(till_position(till), currency)

    async def position(
        self, position: str, currency: str, *, spread_by: int = 0
    ) -> AccountRef | None:
        """Look a position's stripes up once."""
        stripes = self._positions.get((position, currency))
        if stripes is None:
            stripes = await self._stripes(position, currency)
        if not stripes:
            return None
        self._positions[position, currency] = stripes
        return stripes[spread_by % len(stripes)]

    async def _stripes(self, position: str, currency: str) -> list[AccountRef]:
        ledger = t.ledger_account.c
        further = ledger.position.startswith(f"{position}{STRIPE}", autoescape=True)
        wanted = (
            select(ledger.id, ledger.opened_ms)
            .where(
                ledger.book == self._book,
                ledger.currency == currency,
                (ledger.position == position) | further,
            )
            .order_by(ledger.id)
        )
        async with look(self._engine) as connection:
            rows = (await connection.execute(wanted)).all()
        return [AccountRef(RowId(row.id), row.opened_ms) for row in rows]

    async def holding(self, account: AccountRef) -> Holding:
        """Read who holds an account, in which role; the branch is there without anybody."""
        ledger, holder = t.ledger_account.c, t.account_holder.c
        bond, principal = t.principal_customer.c, t.principal.c
        wanted = (
            select(ledger.branch, holder.role, principal.subject)
            .select_from(t.ledger_account)
            .outerjoin(
                t.account_holder,
                (holder.book == ledger.book)
                & (holder.account == ledger.id)
                & holder.ended_at.is_(None),
            )
            .outerjoin(
                t.principal_customer,
                (bond.book == holder.book) & (bond.customer == holder.customer),
            )
            .outerjoin(
                t.principal, (principal.book == bond.book) & (principal.id == bond.principal)
            )
            .where(
                ledger.book == self._book,
                ledger.id == account.row,
                ledger.opened_ms == account.opened_ms,
            )
        )
        async with look(self._engine) as connection:
            rows = (await connection.execute(wanted)).all()
        bonds = [(HolderRole(row.role), row.subject) for row in rows if row.subject is not None]
        return Holding.of(rows[0].branch if rows else None, bonds)

    async def _look_up(self, names: set[str]) -> dict[str, AccountRef]:
        found = {name: self._known[name] for name in names if name in self._known}
        unknown = {name for name in names - found.keys() if id_named(name) is None}
        found |= await self._by_number(unknown)
        references = {name for name in unknown - found.keys() if may_be_reference(name)}
        found |= await self._matching(t.customer_account.c.external_reference, references)
        self._remember(found)
        return found

    async def _by_number(self, names: Collection[str]) -> dict[str, AccountRef]:
        indexes = {
            name: self._digests.blind_index(NUMBER_INDEX, number_form(name)) for name in names
        }
        matching = await self._matching(t.customer_account.c.index_number, {*indexes.values()})
        return {name: matching[index] for name, index in indexes.items() if index in matching}

    async def _matching(
        self, column: ColumnElement[Any], values: Collection[Any]
    ) -> dict[Any, AccountRef]:
        if not values:
            return {}
        account = t.customer_account.c
        found: dict[Any, AccountRef] = {}
        wanted = list(values)
        async with look(self._engine) as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = select(column, account.id, account.opened_at).where(
                    account.book == self._book, column.in_(wanted[start : start + _AT_ONCE])
                )
                for value, row, opened_at in (await connection.execute(some)).all():
                    found[value] = AccountRef(RowId(row), milliseconds(opened_at))
        return found

    def _remember(self, found: dict[str, AccountRef]) -> None:
        """Keep names that were found: none is ever given to another account."""
        if len(self._known) + len(found) > _REMEMBERED_MAX:
            self._known.clear()
        self._known |= found


@lru_cache(maxsize=65_536)
def _from_id(name: str) -> AccountRef | None:
    identifier = id_named(name) if may_be_name(name) else None
    row = None if identifier is None else row_of(identifier)
    if identifier is None or row is None:
        return None
    return AccountRef(row, milliseconds_of(identifier))
