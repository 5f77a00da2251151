"""An account is renamed or closed."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.accounts.known_account import by_id, by_name, change_of
from bank.application.accounts.obligations import Obligations
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.ledger import LedgerInUnit, PostingJob
from bank.domain.customer_accounts import CustomerAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRenaming:
    """The new name of an account, and the version that the caller read, where they say so."""

    account: str
    name: str
    if_version: int | None = None


@dataclass(frozen=True, slots=True)
class AccountClosing:
    """Which account to close."""

    account: str


@use_case(action="account.rename", kind=UseCaseKind.COMMAND)
class RenameAccount:
    """Open to tellers, branch managers, integrating systems and the account's owners.

    Not to those with a mandate.

    Refuses, in this order: an unknown account; a version that is not the last; a closed account.
    """

    def __init__(self, accounts: CustomerAccounts, directory: AccountDirectory) -> None:
        """Take the store and the directory of names."""
        self._accounts = accounts
        self._directory = directory

    async def resource(self, command: AccountRenaming) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: AccountRenaming, act: Act) -> CustomerAccount:
        """Rename the account."""
        account = await by_name(self._directory, self._accounts, command.account, lock=True)
        renamed = account.renamed(command.name, command.if_version)
        await self._accounts.save(renamed, act.now)
        act.changed(change_of("bank.account.renamed.v1", account, renamed))
        return renamed

    async def recall(self, account: UUID, _act: Act) -> CustomerAccount:
        """Give the account as it is now."""
        return await by_id(self._accounts, account)


@use_case(action="account.close", kind=UseCaseKind.COMMAND_THAT_POSTS)
class CloseAccount:
    """Open to tellers, branch managers, integrating systems and the account's owners.

    Not to those with a mandate.

    Refuses, in this order: an unknown account; one that is closed; one on which something is open,
    naming which: money, holds, obligations. Nothing posts to it while that is looked at. A hold
    that has expired stands in nobody's way: the ledger ends it first, by its own time.
    """

    def __init__(
        self,
        ledger: LedgerInUnit,
        accounts: CustomerAccounts,
        directory: AccountDirectory,
        obligations: Obligations,
    ) -> None:
        """Take the ledger, the stores and the directory of names."""
        self._ledger = ledger
        self._accounts = accounts
        self._directory = directory
        self._obligations = obligations

    async def resource(self, command: AccountClosing) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: AccountClosing, act: Act) -> CustomerAccount:
        """Close the account."""
        (ref,) = await self._directory.resolve([command.account])
        if ref is not None:
            # Head before account, and what time has brought about is done before it is looked at.
            touch = PostingJob(requests=(), touches=(ref.row,), act=act.for_posting())
            await self._ledger.post(touch)
        account = await by_name(self._directory, self._accounts, command.account, lock=True)
        closed = account.closed(await self._obligations.against(account.row, act.now))
        await self._accounts.save(closed, act.now)
        act.changed(change_of("bank.account.closed.v1", account, closed))
        return closed

    async def recall(self, account: UUID, _act: Act) -> CustomerAccount:
        """Give the account as it is now."""
        return await by_id(self._accounts, account)
