"""Accounts are looked at: one, those of a customer, and the entries on one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bank.application.accounts.known_account import by_name
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import (
    AccountDirectory,
    AccountRef,
    held_by,
)
from bank.application.ports.authorizer import Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.application.ports.entries import Entries, EntryFilter, EntryView
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId, milliseconds
from bank.domain.parties import CustomerNotFound


@dataclass(frozen=True, slots=True)
class AccountByName:
    """Which account: its id, number or external reference."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsOfCustomer:
    """Whose accounts, after which row, how many."""

    customer_id: UUID
    after: RowId | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesOfAccount:
    """Which entries of an account, newest first, before which sequence, how many."""

    account: str
    wanted: EntryFilter = field(default_factory=EntryFilter)
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AccountEntries:
    """An account and the entries on it, each with its sequence on the account."""

    account: CustomerAccount
    entries: Sequence[tuple[int, EntryView]]


@use_case(action="account.read", kind=UseCaseKind.QUERY)
class GetAccount:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses an unknown account.
    """

    def __init__(self, accounts: CustomerAccounts, directory: AccountDirectory) -> None:
        """Take the store and the directory of names."""
        self._accounts = accounts
        self._directory = directory

    async def resource(self, command: AccountByName) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: AccountByName, _act: Act) -> CustomerAccount:
        """Give the account."""
        return await by_name(self._directory, self._accounts, command.account)


@use_case(action="account.list", kind=UseCaseKind.QUERY)
class ListAccounts:
    """Open to staff, to integrating systems and to those who act for the customer.

    Refuses an unknown customer.
    """

    def __init__(self, accounts: CustomerAccounts, customers: Customers) -> None:
        """Take the stores."""
        self._accounts = accounts
        self._customers = customers

    async def resource(self, command: AccountsOfCustomer) -> Resource:
        """Say who acts for the customer."""
        subjects = await self._customers.subjects(command.customer_id)
        return Resource(holders=subjects, hidden_by=CustomerNotFound)

    async def __call__(self, command: AccountsOfCustomer, _act: Act) -> Sequence[CustomerAccount]:
        """Give the accounts, in the order of their opening."""
        if await self._customers.find(command.customer_id) is None:
            raise CustomerNotFound
        return await self._accounts.of_customer(
            command.customer_id, after=command.after, limit=command.limit
        )


@use_case(action="account.read_entries", kind=UseCaseKind.QUERY)
class ListAccountEntries:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses an unknown account.
    """

    def __init__(
        self, accounts: CustomerAccounts, entries: Entries, directory: AccountDirectory
    ) -> None:
        """Take the stores and the directory of names."""
        self._accounts = accounts
        self._entries = entries
        self._directory = directory

    async def resource(self, command: EntriesOfAccount) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: EntriesOfAccount, _act: Act) -> AccountEntries:
        """Give the account with its entries."""
        account = await by_name(self._directory, self._accounts, command.account)
        entries = await self._entries.of_account(
            AccountRef(account.row, milliseconds(account.opened_at)),
            command.wanted,
            before=command.before,
            limit=command.limit,
        )
        return AccountEntries(account, entries)
