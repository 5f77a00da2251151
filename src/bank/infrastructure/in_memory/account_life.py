"""Who holds accounts, which of them sleep, and what stands open against them; in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bank.application.accounts.idle_accounts import IdleAccounts
from bank.application.accounts.obligations import Obligations
from bank.application.ports.account_directory import AccountRef
from bank.application.ports.holders import Holders
from bank.domain.account_holders import AccountHolder, AccountHolders
from bank.domain.customer_accounts import CustomerAccount, Obligation
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountStatus
from bank.infrastructure.in_memory.accounts import ACCOUNT
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryHolders(Holders):
    """The holders of accounts as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._rows = unit.tables.customer_accounts

    async def of_account(self, account: CustomerAccount) -> AccountHolders:
        """Read the account's row."""
        holders = self._rows[account.row].holders
        return AccountHolders(id=account.id, owner=account.owner, all=holders)

    async def put(self, account: CustomerAccount, holder: AccountHolder) -> None:
        """Write the account's row."""
        holders = (await self.of_account(account)).with_holder(holder)
        self._rows[account.row] = replace(self._rows[account.row], holders=holders.all)


class InMemoryIdleAccounts(IdleAccounts):
    """The idle accounts of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.customer_accounts
        self._ledger = unit.tables.ledger_accounts

    async def mark_dormant(
        self, idle_before: Mapping[tuple[str, int], date], *, after: RowId, limit: int
    ) -> Sequence[AccountRef]:
        """Look, lock, look again."""
        marked: list[AccountRef] = []
        for row in sorted(row for row in self._rows if row > after):
            if len(marked) == limit:
                break
            if not self._is_idle(row, idle_before):
                continue
            await self._unit.lock(ACCOUNT, row)
            if self._is_idle(row, idle_before):
                self._mark(row)
                marked.append(AccountRef(row, self._ledger[row].opened_ms))
        return marked

    def _is_idle(self, row: RowId, idle_before: Mapping[tuple[str, int], date]) -> bool:
        account, ledger = self._rows[row].account, self._ledger[row]
        day = idle_before.get((account.product, account.product_version))
        if day is None or ledger.active_on is None:
            return False
        return ledger.status is AccountStatus.OPEN and ledger.active_on < day

    def _mark(self, row: RowId) -> None:
        status = AccountStatus.DORMANT
        account = self._rows[row].account
        account = replace(account, status=status, version=account.version + 1)
        self._rows[row] = replace(self._rows[row], account=account)
        self._ledger[row] = replace(self._ledger[row], status=status)


class InMemoryObligations(Obligations):
    """The obligations as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def against(self, account: RowId, at: datetime) -> Collection[Obligation]:
        """Look at the quotes."""
        tables = self._tables
        promised = any(
            quote.debit_account == account and quote.expires_at > at
            for quote in tables.quotes.values()
            if quote.id not in tables.entry_keys
        )
        return {Obligation.EXCHANGE_QUOTE} if promised else set()
