"""Accounts are looked at: one, and those of a customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.accounts.known_account import by_name
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.account_directory import AccountDirectory, held_by
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers, acted_for
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId
from bank.domain.parties import ACTING, CustomerNotFound, HolderRole


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

    Refuses an unknown customer. Those who act for the customer see the accounts that they may read;
    of what the customer only benefits from, staff know.
    """

    def __init__(self, accounts: CustomerAccounts, customers: Customers) -> None:
        """Take the stores."""
        self._accounts = accounts
        self._customers = customers

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: AccountsOfCustomer) -> Resource:
        """Say who acts for the customer."""
        return await acted_for(self._customers, command.customer_id)

    async def __call__(self, command: AccountsOfCustomer, act: Act) -> Sequence[CustomerAccount]:
        """Give the accounts, in the order of their opening."""
        if await self._customers.find(command.customer_id) is None:
            raise CustomerNotFound
        roles = tuple(HolderRole) if act.may("account.read") else tuple(ACTING)
        return await self._accounts.of_customer(
            command.customer_id, roles=roles, after=command.after, limit=command.limit
        )
