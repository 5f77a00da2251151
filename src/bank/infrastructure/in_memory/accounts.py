"""Customers' accounts in memory, and the directory of names."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bank.application.ports.account_directory import AccountDirectory, AccountRef, Holding
from bank.application.ports.customer_accounts import AccountNumbers, CustomerAccounts
from bank.domain.account_holders import AccountHolder
from bank.domain.account_names import id_named, may_be_name, may_be_reference, number_form
from bank.domain.chart_of_accounts import STRIPE, till_position
from bank.domain.customer_accounts import CustomerAccount, ExternalReferenceTaken
from bank.domain.identifiers import RowId, milliseconds, milliseconds_of, row_of
from bank.domain.ledger.accounts import AccountKind
from bank.domain.parties import HolderRole
from bank.infrastructure.in_memory.holds import held_at
from bank.infrastructure.in_memory.limit_book import overdraft_in_force
from bank.infrastructure.in_memory.rows import AccountRow, LedgerRow
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork

ACCOUNT = "ledger account"


class InMemoryCustomerAccounts(CustomerAccounts):
    """The customers' accounts of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.customer_accounts
        self._ledger = unit.tables.ledger_accounts

    async def next_row(self) -> RowId:
        """Draw a row number."""
        return self._unit.store.next_row()

    async def add(self, account: CustomerAccount, gl_code: str) -> None:
        """Write the ledger account, the terms over it and the owner."""
        reference = account.external_reference
        if reference is not None:
            await self._unit.lock("external reference", reference)
            if reference in self._unit.tables.external_references:
                raise ExternalReferenceTaken
            self._unit.tables.external_references[reference] = account.row
        self._ledger[account.row] = LedgerRow(
            row=account.row,
            opened_ms=milliseconds(account.opened_at),
            kind=AccountKind.LIABILITY,
            gl_code=gl_code,
            branch=account.branch,
            position=None,
            currency=account.currency.code,
            status=account.status,
            overdraft_minor=account.overdraft_minor,
            product=account.product,
            active_on=account.active_on,
        )
        owner = AccountHolder(
            customer=account.owner, customer_id=account.owner_id, role=HolderRole.OWNER
        )
        self._rows[account.row] = AccountRow(account, (owner,))

    async def find(self, account: AccountRef, *, lock: bool = False) -> CustomerAccount | None:
        """Read an account, with the balance that it has now."""
        if lock:
            await self._unit.lock(ACCOUNT, account.row)
        if account.row not in self._rows:
            return None
        found = self._read(account.row)
        return found if milliseconds(found.opened_at) == account.opened_ms else None

    async def save(self, account: CustomerAccount, now: datetime) -> None:  # noqa: ARG002 - kept for reports
        """Write the terms, and what postings look at also there."""
        self._rows[account.row] = replace(self._rows[account.row], account=account)
        self._ledger[account.row] = replace(
            self._ledger[account.row],
            status=account.status,
            blocked=account.blocked,
            active_on=account.active_on,
        )

    async def of_customer(
        self,
        customer: UUID,
        *,
        roles: Collection[HolderRole] = tuple(HolderRole),
        after: RowId | None,
        limit: int,
    ) -> Sequence[CustomerAccount]:
        """Give the accounts held by a customer."""
        holder = row_of(customer)
        known = None if holder is None else self._unit.tables.customers.get(holder)
        if known is None or known.id != customer:
            return []
        held = (
            row
            for row in sorted(self._rows)
            if any(
                each.customer == holder and each.role in roles and each.ended_at is None
                for each in self._rows[row].holders
            )
        )
        return [self._read(row) for row in held if after is None or row > after][:limit]

    def _read(self, row: RowId) -> CustomerAccount:
        ledger = self._ledger[row]
        now = self._unit.store.clock.now()
        overdraft = overdraft_in_force(self._unit.tables, ledger, now)
        return replace(
            self._rows[row].account,
            overdraft_minor=overdraft or 0,
            balance_minor=ledger.shown_minor,
            held_minor=held_at(self._unit.tables, ledger, now),
            active_on=ledger.active_on or self._rows[row].account.active_on,
        )


class InMemoryAccountDirectory(AccountDirectory):
    """The names of accounts, as they are committed."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._tables = store.committed

    async def resolve(self, names: Sequence[str]) -> Sequence[AccountRef | None]:
        """Take ids apart and look numbers and references up."""
        numbers = {
            number_form(each.account.number): row
            for row, each in self._tables.customer_accounts.items()
        }
        return [self._resolved(name, numbers) if may_be_name(name) else None for name in names]

    async def till(self, till: str, currency: str) -> AccountRef | None:
        """Find a till's position."""
        return await self.position(till_position(till), currency)

    async def position(
        self, position: str, currency: str, *, spread_by: int = 0
    ) -> AccountRef | None:
        """Find a position's stripes."""
        stripes = [
            AccountRef(row, ledger.opened_ms)
            for row, ledger in sorted(self._tables.ledger_accounts.items())
            if ledger.currency == currency
            and ledger.position is not None
            and ledger.position.partition(STRIPE)[0] == position
        ]
        return stripes[spread_by % len(stripes)] if stripes else None

    async def holding(self, account: AccountRef) -> Holding:
        """Give the subjects of those who hold it."""
        ledger = self._tables.ledger_accounts.get(account.row)
        if ledger is None or ledger.opened_ms != account.opened_ms:
            return Holding()
        found = self._tables.customer_accounts.get(account.row)
        if found is None:
            return Holding(branch=ledger.branch)
        bonds = [
            (holder.role, subject)
            for holder in found.holders
            if holder.ended_at is None
            for subject in self._tables.subjects[holder.customer]
        ]
        return Holding.of(ledger.branch, bonds)

    def _resolved(self, name: str, numbers: dict[str, RowId]) -> AccountRef | None:
        identifier = id_named(name)
        if identifier is not None:
            row = row_of(identifier)
            return None if row is None else AccountRef(row, milliseconds_of(identifier))
        row = numbers.get(number_form(name))
        if row is None and may_be_reference(name):
            row = self._tables.external_references.get(name)
        if row is None:
            return None
        return AccountRef(row, self._tables.ledger_accounts[row].opened_ms)


class CountedAccountNumbers(AccountNumbers):
    """Account numbers that are the row's number and nothing else."""

    def number(self, row: RowId) -> str:
        """Give ten digits."""
        return f"{row:010d}"
