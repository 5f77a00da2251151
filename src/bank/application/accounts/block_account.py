"""A side of an account is blocked, or free again."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.accounts.known_account import by_id, by_name, change_of
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.domain.customer_accounts import BlockReason, CustomerAccount
from bank.domain.ledger.accounts import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBlocking:
    """Which side of which account to block, or both, and why."""

    account: str
    side: Block
    reason: BlockReason


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUnblocking:
    """Which side of which account to free, or both."""

    account: str
    side: Block


@use_case(action="account.block", kind=UseCaseKind.COMMAND)
class BlockAccount:
    """Open to branch managers, compliance officers and integrating systems.

    Refuses, in this order: an unknown account; a closed one. A side that is blocked already stays
    so, for the new reason. From the next decision on the ledger moves nothing on that side.
    """

    def __init__(self, accounts: CustomerAccounts, directory: AccountDirectory) -> None:
        """Take the store and the directory of names."""
        self._accounts = accounts
        self._directory = directory

    async def resource(self, command: AccountBlocking) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: AccountBlocking, act: Act) -> CustomerAccount:
        """Block the side."""
        account = await by_name(self._directory, self._accounts, command.account, lock=True)
        blocked = account.barred(command.side, command.reason)
        await self._accounts.save(blocked, act.now)
        act.changed(change_of("bank.account.blocked.v1", account, blocked))
        return blocked

    async def recall(self, account: UUID, _act: Act) -> CustomerAccount:
        """Give the account as it is now."""
        return await by_id(self._accounts, account)


@use_case(action="account.unblock", kind=UseCaseKind.COMMAND)
class UnblockAccount:
    """Open to branch managers, compliance officers and integrating systems.

    Refuses, in this order: an unknown account; a closed one; one that is blocked on none of the
    sides.
    """

    def __init__(self, accounts: CustomerAccounts, directory: AccountDirectory) -> None:
        """Take the store and the directory of names."""
        self._accounts = accounts
        self._directory = directory

    async def resource(self, command: AccountUnblocking) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: AccountUnblocking, act: Act) -> CustomerAccount:
        """Free the side."""
        account = await by_name(self._directory, self._accounts, command.account, lock=True)
        freed = account.unbarred(command.side)
        await self._accounts.save(freed, act.now)
        act.changed(change_of("bank.account.unblocked.v1", account, freed))
        return freed

    async def recall(self, account: UUID, _act: Act) -> CustomerAccount:
        """Give the account as it is now."""
        return await by_id(self._accounts, account)
