"""Holds are looked at: one, or those of an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.holds.stored_holds import HoldDirectory, Holds, HoldView, held_on
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.account_directory import AccountDirectory, held_by
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.domain.identifiers import RowId
from bank.domain.ledger.holds import HoldNotFound, HoldStatus
from bank.domain.ledger.refusals import AccountNotFound


@dataclass(frozen=True, slots=True)
class HoldById:
    """Which hold."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsOfAccount:
    """Whose holds, newest first: of which status, before which row, how many."""

    account: str
    status: HoldStatus | None = None
    before: RowId | None = None
    limit: int = 50


@use_case(action="hold.read", kind=UseCaseKind.QUERY)
class GetHold:
    """Open to staff, to integrating systems and to the holders of the account.

    Refuses an unknown hold.
    """

    def __init__(
        self, holds: Holds, directory: AccountDirectory, hold_directory: HoldDirectory
    ) -> None:
        """Take the holds and the directories of holders and of holds."""
        self._holds = holds
        self._directory = directory
        self._hold_directory = hold_directory

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: HoldById) -> Resource:
        """Say who holds the account that the hold is on."""
        return await held_on(self._directory, await self._hold_directory.find(command.id))

    async def __call__(self, command: HoldById, act: Act) -> HoldView:
        """Give the hold."""
        found = await self._holds.find(command.id, act.now)
        if found is None:
            raise HoldNotFound
        return found


@use_case(action="hold.list", kind=UseCaseKind.QUERY)
class ListHolds:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses an unknown account.
    """

    def __init__(
        self, holds: Holds, accounts: CustomerAccounts, directory: AccountDirectory
    ) -> None:
        """Take the holds, the accounts and the directory of names."""
        self._holds = holds
        self._accounts = accounts
        self._directory = directory

    async def resource(self, command: HoldsOfAccount) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: HoldsOfAccount, act: Act) -> Sequence[HoldView]:
        """Give the holds."""
        (ref,) = await self._directory.resolve([command.account])
        if ref is None or await self._accounts.find(ref) is None:
            raise AccountNotFound
        return await self._holds.of_account(
            ref, act.now, status=command.status, before=command.before, limit=command.limit
        )
