"""The store of who holds an account."""

from abc import abstractmethod
from typing import Protocol

from bank.domain.account_holders import AccountHolder, AccountHolders
from bank.domain.customer_accounts import CustomerAccount


class Holders(Protocol):
    """Who holds accounts, inside the current unit of work."""

    @abstractmethod
    async def of_account(self, account: CustomerAccount) -> AccountHolders:
        """Give all who hold an account or once did; the account's lock keeps them as they are."""

    @abstractmethod
    async def put(self, account: CustomerAccount, holder: AccountHolder) -> None:
        """Write a holder of a locked account: a new one, or in the place of what he or she was."""
