"""Transfers are looked at: one, or those of an account."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.entry_search import EntrySearch, look_up
from bank.application.ports.account_directory import AccountDirectory, AccountRef, Holding, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.entries import Entries, EntriesPage, EntryNotFound, EntryView
from bank.application.ports.positions import Positions
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.refusals import AccountNotFound


@dataclass(frozen=True, slots=True)
class TransferById:
    """Which transfer."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TransfersOfAccount:
    """Whose transfers, newest first, before which sequence, how many.

    Where a kind is asked for, entries of that kind instead.
    """

    account: str
    wanted: EntrySearch = field(default_factory=EntrySearch)
    before: int | None = None
    limit: int = 50


@use_case(action="transfer.read", kind=UseCaseKind.QUERY)
class GetTransfer:
    """Open to staff, to integrating systems and to the holders of either account.

    Refuses what is not a transfer, or not the caller's to know of. Deposits and withdrawals are
    found here too.
    """

    def __init__(self, entries: Entries, directory: AccountDirectory) -> None:
        """Take the journal and the directory of holders."""
        self._entries = entries
        self._directory = directory

    async def resource(self, command: TransferById) -> Resource:
        """Say who holds the accounts; it belongs to a branch where both do."""
        entry = await self._entries.find(command.id)
        held = [
            await self._directory.holding(AccountRef(posting.account, posting.opened_ms))
            for posting in (entry.postings if entry else ())
        ]
        return Holding.together(held).resource(EntryNotFound)

    async def __call__(self, command: TransferById, _act: Act) -> EntryView:
        """Give the transfer."""
        entry = await self._entries.find(command.id)
        if entry is None:
            raise EntryNotFound
        return entry


@use_case(action="transfer.list", kind=UseCaseKind.QUERY)
class ListTransfers:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses, in this order: an unknown account; an amount that is none of its currency.
    """

    def __init__(
        self,
        entries: Entries,
        accounts: CustomerAccounts,
        positions: Positions,
        directory: AccountDirectory,
    ) -> None:
        """Take the journal, the accounts, the finder of places and the directory of names."""
        self._entries = entries
        self._accounts = accounts
        self._positions = positions
        self._directory = directory

    async def resource(self, command: TransfersOfAccount) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: TransfersOfAccount, _act: Act) -> EntriesPage:
        """Give the transfers, each with its sequence on the account."""
        (ref,) = await self._directory.resolve([command.account])
        account = None if ref is None else await self._accounts.find(ref)
        if ref is None or account is None:
            raise AccountNotFound
        search = replace(command.wanted, kind=command.wanted.kind or EntryKind.TRANSFER)
        wanted, within = await look_up(search, account, self._positions, self._directory)
        return await self._entries.of_account(
            ref, wanted, within.before(command.before), limit=command.limit
        )
