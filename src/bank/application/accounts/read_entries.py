"""The entries on an account are looked at, page by page, or taken away as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bank.application.accounts.known_account import by_name
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.entry_search import (
    EntrySearch,
    entries_booked,
    look_up,
    sequences_of,
)
from bank.application.ports.account_directory import AccountDirectory, AccountRef, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.entries import Entries, EntriesPage, Numbered, Numbers
from bank.application.ports.positions import Positions
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesOfAccount:
    """Which entries of an account, newest first, before which sequence, how many."""

    account: str
    wanted: EntrySearch = field(default_factory=EntrySearch)
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AccountEntries:
    """An account and a page of the entries on it, each with its sequence on the account."""

    account: CustomerAccount
    page: EntriesPage


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountExport:
    """All entries of an account that were booked in a time, both days included."""

    account: str
    booked_from: date | None = None
    booked_to: date | None = None


@dataclass(frozen=True, slots=True)
class ExportedAccount:
    """An account, and the sequences on it that are exported.

    What is booked afterwards is not among them.
    """

    account: CustomerAccount
    after: int
    through: int


@use_case(action="account.read_entries", kind=UseCaseKind.QUERY)
class ListAccountEntries:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses, in this order: an unknown account; an amount that is none of its currency.
    """

    def __init__(
        self,
        accounts: CustomerAccounts,
        entries: Entries,
        positions: Positions,
        directory: AccountDirectory,
    ) -> None:
        """Take the stores, the finder of places and the directory of names."""
        self._accounts = accounts
        self._entries = entries
        self._positions = positions
        self._directory = directory

    async def resource(self, command: EntriesOfAccount) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: EntriesOfAccount, _act: Act) -> AccountEntries:
        """Give the account with its entries."""
        account = await by_name(self._directory, self._accounts, command.account)
        wanted, within = await look_up(command.wanted, account, self._positions, self._directory)
        page = await self._entries.of_account(
            ref_of(account), wanted, within.before(command.before), limit=command.limit
        )
        return AccountEntries(account, page)


@use_case(action="account.export_entries", kind=UseCaseKind.QUERY, audited=True)
class ExportAccountEntries:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses an unknown account. Records that the entries were taken away; they are then read
    stretch by stretch.
    """

    def __init__(
        self, accounts: CustomerAccounts, positions: Positions, directory: AccountDirectory
    ) -> None:
        """Take the store, the finder of places and the directory of names."""
        self._accounts = accounts
        self._positions = positions
        self._directory = directory

    async def resource(self, command: AccountExport) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: AccountExport, act: Act) -> ExportedAccount:
        """Say which sequences those are."""
        account = await by_name(self._directory, self._accounts, command.account)
        act.looked_at("account", account.id)
        booked = await entries_booked(self._positions, command.booked_from, command.booked_to)
        last = (await self._positions.tip()).last_entry
        ended = Numbers(booked.after, booked.up_to(last))
        after, through = await sequences_of(self._positions, account, ended)
        return ExportedAccount(account, after, max(after, through or 0))


@dataclass(frozen=True, slots=True)
class ExportedStretch:
    """Which sequences of an exported account to read next."""

    account: CustomerAccount
    after: int
    through: int


@use_case(action="account.read_exported_entries", kind=UseCaseKind.QUERY)
class ReadExportedEntries:
    """Open to whoever may export an account's entries. Refuses nothing."""

    def __init__(self, entries: Entries, directory: AccountDirectory) -> None:
        """Take the journal and the directory of holders."""
        self._entries = entries
        self._directory = directory

    async def resource(self, command: ExportedStretch) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, str(command.account.id))

    async def __call__(self, command: ExportedStretch, _act: Act) -> Sequence[Numbered]:
        """Give the entries, oldest first."""
        within = Numbers(command.after, command.through)
        return await self._entries.of_account_onward(
            ref_of(command.account), within, limit=command.through - command.after
        )


def ref_of(account: CustomerAccount) -> AccountRef:
    """Give an account as the ledger addresses it."""
    return AccountRef(account.row, milliseconds(account.opened_at))
