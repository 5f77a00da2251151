"""Customers' accounts.

A ledger account, and what people know of it, sealed under the owner's data key.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, insert, select, update

from bank.application.ports.account_directory import AccountRef
from bank.application.ports.clock import Clock
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.customer_accounts import BlockReason, CustomerAccount
from bank.domain.identifiers import RowId, milliseconds, public_id
from bank.domain.ledger.accounts import BEFORE_ALL, AccountKind, AccountStatus, Block
from bank.domain.money import currency
from bank.domain.parties import HolderRole
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.customers import known_row
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.holds import held_at
from bank.infrastructure.sql.limit_book import overdraft_in_force
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_LEDGER, _ACCOUNT, _CUSTOMER = t.ledger_account.c, t.customer_account.c, t.customer.c
NEW_LEDGER_ACCOUNT: Mapping[str, object] = {
    "balance_minor": 0,
    "held_minor": 0,
    "sequence": 0,
    "debits_minor": 0,
    "day_debits_minor": 0,
    "day_balance_minor": 0,
    "month_debits_minor": 0,
    "month_balance_minor": 0,
    "counted_on": BEFORE_ALL,
    "blocked": Block.NONE,
    "limited": False,
}
"""What every ledger account begins with."""

NUMBER_INDEX = "customer_account.number"


_NOW = bindparam("now", type_=t.hold.c.expires_at.type)
_SELECT = (
    select(
        t.customer_account,
        *(_LEDGER[name] for name in ("currency", "branch", "status", "kind")),
        _LEDGER.balance_minor,
        _LEDGER.active_on,
        held_at(_NOW).label("held_minor"),
        overdraft_in_force(_NOW).label("overdraft_minor"),
        _CUSTOMER.created_at.label("owner_created_at"),
    )
    .join(t.ledger_account, (_LEDGER.book == _ACCOUNT.book) & (_LEDGER.id == _ACCOUNT.id))
    .join(
        t.customer,
        (_CUSTOMER.book == _ACCOUNT.book) & (_CUSTOMER.id == _ACCOUNT.customer),
    )
    .where(_LEDGER.book == bindparam("within"))
)
_FIND = _SELECT.where(_LEDGER.id == bindparam("row"))
"""Built once: to build a statement costs more than to run it."""


class SqlCustomerAccounts(CustomerAccounts):
    """The customers' accounts of the unit's book."""

    def __init__(
        self, unit: SqlUnitOfWork, sealing: Sealing, digests: KeyedDigests, clock: Clock
    ) -> None:
        """Take the unit, what sealing needs, and the clock by which terms come into force."""
        self._clock = clock
        self._unit = unit
        self._sealing = sealing
        self._digests = digests

    async def next_row(self) -> RowId:
        """Draw a row number."""
        with translated():
            number = await self._unit.connection.scalar(select(t.row_numbers.next_value()))
        return RowId(int(number or 0))

    async def add(self, account: CustomerAccount, gl_code: str) -> None:
        """Write the ledger account, the customer's account and its owner."""
        execute = self._unit.connection.execute
        with translated():
            await execute(insert(t.ledger_account).values(**self._ledger_row(account, gl_code)))
            await execute(insert(t.customer_account).values(**await self._account_row(account)))
            await execute(
                insert(t.account_holder).values(
                    book=self._unit.book,
                    account=account.row,
                    customer=account.owner,
                    role=HolderRole.OWNER,
                )
            )

    async def find(self, account: AccountRef, *, lock: bool = False) -> CustomerAccount | None:
        """Read an account, locking the row that postings lock."""
        with translated():
            if lock:
                here = (_LEDGER.book == self._unit.book) & (_LEDGER.id == account.row)
                # In a statement of its own: only the next one sees all of what it waited for.
                locked = select(_LEDGER.id).where(here).with_for_update(key_share=True)
                await self._unit.connection.execute(locked)
            given = self._given() | {"row": account.row}
            row = (await self._unit.connection.execute(_FIND, given)).one_or_none()
        if row is None or milliseconds(row.opened_at) != account.opened_ms:
            return None
        return await self._opened(row)

    async def save(self, account: CustomerAccount, now: datetime) -> None:
        """Write what may change of it."""
        closed = account.status is AccountStatus.CLOSED
        here = (_ACCOUNT.book == self._unit.book) & (_ACCOUNT.id == account.row)
        values = {
            "sealed_name": await self._sealed(account, "sealed_name", account.name),
            "version": account.version,
            "closed_at": now if closed else None,
            "debit_block_reason": account.debit_block,
            "credit_block_reason": account.credit_block,
        }
        ledger_values = {
            "status": account.status,
            "blocked": account.blocked,
            "active_on": account.active_on,
        }
        there = (_LEDGER.book == self._unit.book) & (_LEDGER.id == account.row)
        with translated():
            await self._unit.connection.execute(
                update(t.customer_account).where(here).values(**values)
            )
            await self._unit.connection.execute(
                update(t.ledger_account).where(there).values(**ledger_values)
            )

    async def of_customer(
        self,
        customer: UUID,
        *,
        roles: Collection[HolderRole] = tuple(HolderRole),
        after: RowId | None,
        limit: int,
    ) -> Sequence[CustomerAccount]:
        """Read the accounts that a customer holds."""
        row = await known_row(self._unit, customer)
        holder = t.account_holder.c
        wanted = (
            _SELECT.join(
                t.account_holder,
                (holder.book == _LEDGER.book) & (holder.account == _LEDGER.id),
            )
            .where(
                holder.customer == row,
                holder.role.in_(roles),
                holder.ended_at.is_(None),
                _LEDGER.id > (after or 0),
            )
            .order_by(_LEDGER.id)
            .limit(limit)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted, self._given())).all()
        return [await self._opened(found) for found in rows]

    def _given(self) -> dict[str, Any]:
        return {"within": self._unit.book, "now": self._clock.now()}

    def _ledger_row(self, account: CustomerAccount, gl_code: str) -> dict[str, Any]:
        return {
            "book": self._unit.book,
            "id": account.row,
            "opened_ms": milliseconds(account.opened_at),
            "kind": AccountKind.LIABILITY,
            "status": account.status,
            "currency": account.currency.code,
            "gl_code": gl_code,
            "branch": account.branch,
            "overdraft_minor": account.overdraft_minor,
            "product": account.product,
            "active_on": account.active_on,
            **NEW_LEDGER_ACCOUNT,
        }

    async def _account_row(self, account: CustomerAccount) -> dict[str, Any]:
        return {
            "book": self._unit.book,
            "id": account.row,
            "opened_at": account.opened_at,
            "customer": account.owner,
            "product": account.product,
            "product_version": account.product_version,
            "version": account.version,
            "sealed_number": await self._sealed(account, "sealed_number", account.number),
            "sealed_name": await self._sealed(account, "sealed_name", account.name),
            "index_number": self._digests.blind_index(NUMBER_INDEX, account.number),
            "external_reference": account.external_reference,
        }

    async def _sealed(
        self, account: CustomerAccount, column: str, value: str | None
    ) -> bytes | None:
        if value is None:
            return None
        key = await self._sealing.key_of(account.owner_id)
        return self._sealing.seal(key, value, ("customer_account", column, account.row))

    async def _opened(self, row: Row[Any]) -> CustomerAccount:
        owner = public_id(row.owner_created_at, row.customer)
        key = await self._sealing.kept_key_of(owner)

        def opened(column: str, sealed: bytes) -> str:
            return self._sealing.open(key, sealed, ("customer_account", column, row.id))

        return CustomerAccount(
            row=RowId(row.id),
            opened_at=row.opened_at,
            owner=RowId(row.customer),
            owner_id=owner,
            product=row.product,
            product_version=row.product_version,
            currency=currency(row.currency),
            branch=row.branch,
            status=AccountStatus(row.status),
            number=opened("sealed_number", row.sealed_number),
            name=None if row.sealed_name is None else opened("sealed_name", row.sealed_name),
            external_reference=row.external_reference,
            overdraft_minor=row.overdraft_minor,
            balance_minor=AccountKind(row.kind).normal_sign * row.balance_minor,
            held_minor=row.held_minor,
            version=row.version,
            active_on=row.active_on or row.opened_at.date(),
            debit_block=_reason(row.debit_block_reason),
            credit_block=_reason(row.credit_block_reason),
        )


def _reason(code: str | None) -> BlockReason | None:
    return None if code is None else BlockReason(code)
