"""The store of customers' accounts."""

from abc import abstractmethod
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.application.ports.account_directory import AccountRef
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId
from bank.domain.parties import HolderRole


class CustomerAccounts(Protocol):
    """Customers' accounts, inside the current unit of work.

    Personal data is sealed on the way in, opened on the way out.
    """

    @abstractmethod
    async def next_row(self) -> RowId:
        """Give a row number for a new account."""

    @abstractmethod
    async def add(self, account: CustomerAccount, gl_code: str) -> None:
        """Add an account with its owner; refuses with ``ExternalReferenceTaken``."""

    @abstractmethod
    async def find(self, account: AccountRef, *, lock: bool = False) -> CustomerAccount | None:
        """Give an account; with ``lock`` nothing posts to it until the unit ends."""

    @abstractmethod
    async def save(self, account: CustomerAccount, now: datetime) -> None:
        """Write an account that was locked.

        Its name, status, blocks, version, and the day on which it was last in use.
        """

    @abstractmethod
    async def of_customer(
        self,
        customer: UUID,
        *,
        roles: Collection[HolderRole] = tuple(HolderRole),
        after: RowId | None,
        limit: int,
    ) -> Sequence[CustomerAccount]:
        """Give the accounts that a customer holds in one of some roles, by row, after a row.

        Roles that have ended do not count.
        """


class AccountNumbers(Protocol):
    """Makes account numbers."""

    @abstractmethod
    def number(self, row: RowId) -> str:
        """Give the account number of a row: an IBAN, or whatever the bank is configured for.

        Never one that is the external reference of another account; an IBAN cannot be.
        """
