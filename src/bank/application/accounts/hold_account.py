"""Customers come to hold an account beside its owner, and cease to."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.accounts.known_account import by_id, by_name
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.application.ports.customers_told import CustomerNews, CustomersTold
from bank.application.ports.holders import Holders
from bank.domain.account_holders import AccountHolder, AccountHolders
from bank.domain.parties import CustomerNotFound, HolderRole


@dataclass(frozen=True, slots=True)
class HoldersOfAccount:
    """Whose holders."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHolder:
    """Who comes to hold which account, in which role; never as its owner."""

    account: str
    customer_id: UUID
    role: HolderRole


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderEnding:
    """Whose role to which account is over."""

    account: str
    customer_id: UUID


@use_case(action="account.list_holders", kind=UseCaseKind.QUERY)
class ListHolders:
    """Open to staff and to integrating systems.

    Refuses an unknown account.
    """

    def __init__(
        self, accounts: CustomerAccounts, holders: Holders, directory: AccountDirectory
    ) -> None:
        """Take the stores and the directory of names."""
        self._accounts = accounts
        self._holders = holders
        self._directory = directory

    async def resource(self, command: HoldersOfAccount) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: HoldersOfAccount, _act: Act) -> AccountHolders:
        """Give who holds the account."""
        account = await by_name(self._directory, self._accounts, command.account)
        return await self._holders.of_account(account)


@use_case(action="account.add_holder", kind=UseCaseKind.COMMAND)
class AddHolder:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown account; a closed one; an unknown customer; one who is
    pending, then one who has left; one who holds the account already. Joint owners and those with a
    mandate read the account and pay from it from now on; a beneficial owner is only known. Tells
    the owners, and whoever holds the account from now on.
    """

    def __init__(
        self,
        accounts: CustomerAccounts,
        holders: Holders,
        customers: Customers,
        directory: AccountDirectory,
        told: CustomersTold,
    ) -> None:
        """Take the stores, the directory of names, and what tells customers."""
        self._accounts = accounts
        self._holders = holders
        self._customers = customers
        self._directory = directory
        self._told = told

    async def resource(self, command: NewHolder) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: NewHolder, act: Act) -> AccountHolders:
        """Add the holder, and give all of them."""
        account = await by_name(self._directory, self._accounts, command.account, lock=True)
        account.refuse_if_closed()
        customer = await self._customers.find(command.customer_id, lock=True)
        if customer is None:
            raise CustomerNotFound
        customer.refuse_unless_active()
        before = await self._holders.of_account(account)
        added = before.added(customer, command.role)
        await self._holders.put(account, added)
        after = before.with_holder(added)
        await self._told.changed(_concerned(after, added), CustomerNews.HOLDERS_CHANGED)
        act.changed(_change("bank.account.holder-added.v1", before, after))
        return after

    async def recall(self, account: UUID, _act: Act) -> AccountHolders:
        """Give who holds the account now."""
        return await self._holders.of_account(await by_id(self._accounts, account))


@use_case(action="account.end_holder", kind=UseCaseKind.COMMAND)
class EndHolder:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown account; a customer who does not hold it; its owner. Whatever
    the former holder asks for from now on is refused. Tells the owners, and the former holder.
    """

    def __init__(
        self,
        accounts: CustomerAccounts,
        holders: Holders,
        directory: AccountDirectory,
        told: CustomersTold,
    ) -> None:
        """Take the stores, the directory of names, and what tells customers."""
        self._accounts = accounts
        self._holders = holders
        self._directory = directory
        self._told = told

    async def resource(self, command: HolderEnding) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: HolderEnding, act: Act) -> AccountHolders:
        """End the role, and give who still holds the account."""
        account = await by_name(self._directory, self._accounts, command.account, lock=True)
        before = await self._holders.of_account(account)
        ended = before.ended(command.customer_id, act.now)
        await self._holders.put(account, ended)
        after = before.with_holder(ended)
        await self._told.changed(_concerned(after, ended), CustomerNews.HOLDERS_CHANGED)
        act.changed(_change("bank.account.holder-ended.v1", before, after))
        return after

    async def recall(self, account: UUID, _act: Act) -> AccountHolders:
        """Give who holds the account now."""
        return await self._holders.of_account(await by_id(self._accounts, account))


def _concerned(holders: AccountHolders, changed: AccountHolder) -> list[UUID]:
    """Give whom it concerns: the owners, and whose role began or is over."""
    return list(dict.fromkeys([*holders.owners, changed.customer_id]))


def _change(event: str, before: AccountHolders, after: AccountHolders) -> Change:
    return Change.between("account", event, before, after)
