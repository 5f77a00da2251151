"""An account that was closed is opened again, one that fell dormant is woken."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.accounts.known_account import by_id, by_name, change_of
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.parties import CustomerNotFound


@dataclass(frozen=True, slots=True)
class AccountReopening:
    """Which account to open again."""

    account: str


@dataclass(frozen=True, slots=True)
class AccountReactivation:
    """Which dormant account to wake."""

    account: str


@use_case(action="account.reopen", kind=UseCaseKind.COMMAND)
class ReopenAccount:
    """Open to branch managers and integrating systems.

    Refuses, in this order: an unknown account; one that is not closed; one whose owner has left. It
    is blocked as it was when it was closed, and counts as used on the day.
    """

    def __init__(
        self, accounts: CustomerAccounts, customers: Customers, directory: AccountDirectory
    ) -> None:
        """Take the stores and the directory of names."""
        self._accounts = accounts
        self._customers = customers
        self._directory = directory

    async def resource(self, command: AccountReopening) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: AccountReopening, act: Act) -> CustomerAccount:
        """Open the account again."""
        account = await by_name(self._directory, self._accounts, command.account, lock=True)
        reopened = account.reopened(act.now.date())
        owner = await self._customers.find(account.owner_id, lock=True)
        if owner is None:
            raise CustomerNotFound
        owner.refuse_unless_active()
        await self._accounts.save(reopened, act.now)
        act.changed(change_of("bank.account.reopened.v1", account, reopened))
        return reopened

    async def recall(self, account: UUID, _act: Act) -> CustomerAccount:
        """Give the account as it is now."""
        return await by_id(self._accounts, account)


@use_case(action="account.reactivate", kind=UseCaseKind.COMMAND)
class ReactivateAccount:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown account; one that is closed; one that is not dormant. The
    account counts as used on the day.
    """

    def __init__(self, accounts: CustomerAccounts, directory: AccountDirectory) -> None:
        """Take the store and the directory of names."""
        self._accounts = accounts
        self._directory = directory

    async def resource(self, command: AccountReactivation) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: AccountReactivation, act: Act) -> CustomerAccount:
        """Wake the account."""
        account = await by_name(self._directory, self._accounts, command.account, lock=True)
        woken = account.reactivated(act.now.date())
        await self._accounts.save(woken, act.now)
        act.changed(change_of("bank.account.reactivated.v1", account, woken))
        return woken

    async def recall(self, account: UUID, _act: Act) -> CustomerAccount:
        """Give the account as it is now."""
        return await by_id(self._accounts, account)
