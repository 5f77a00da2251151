"""The entries of the whole book are looked at, page by page, or taken away as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.entry_search import entries_booked
from bank.application.ports.entries import Entries, EntriesPage, Numbered, Numbers
from bank.application.ports.positions import Positions
from bank.domain.ledger.entries import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntries:
    """Which entries, newest first: booking dates from and to (both included), a kind, a page."""

    booked_from: date | None = None
    booked_to: date | None = None
    kind: EntryKind | None = None
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerExport:
    """All entries that were booked in a time, both days included."""

    booked_from: date | None = None
    booked_to: date | None = None


@dataclass(frozen=True, slots=True)
class EntryNumbers:
    """Entries by their numbers in the book: those after one and through another."""

    after: int
    through: int


@use_case(action="ledger.list_entries", kind=UseCaseKind.QUERY)
class ListLedgerEntries:
    """Open to auditors, compliance officers and integrating systems. Refuses nothing."""

    def __init__(self, entries: Entries, positions: Positions) -> None:
        """Take the journal and the finder of places."""
        self._entries = entries
        self._positions = positions

    async def __call__(self, command: LedgerEntries, _act: Act) -> EntriesPage:
        """Give the entries."""
        booked = await entries_booked(self._positions, command.booked_from, command.booked_to)
        return await self._entries.of_book(
            command.kind, booked.before(command.before), limit=command.limit
        )


@use_case(action="ledger.export_entries", kind=UseCaseKind.QUERY, audited=True)
class ExportLedgerEntries:
    """Open to auditors, compliance officers and integrating systems. Refuses nothing.

    Records that the entries were taken away; they are then read stretch by stretch.
    """

    def __init__(self, positions: Positions) -> None:
        """Take the finder of places."""
        self._positions = positions

    async def __call__(self, command: LedgerExport, _act: Act) -> EntryNumbers:
        """Say which entries those are; what is booked afterwards is not among them."""
        booked = await entries_booked(self._positions, command.booked_from, command.booked_to)
        last = (await self._positions.tip()).last_entry
        return EntryNumbers(booked.after, max(booked.after, booked.up_to(last)))


@use_case(action="ledger.read_exported_entries", kind=UseCaseKind.QUERY)
class ReadExportedLedger:
    """Open to whoever may export the ledger. Refuses nothing."""

    def __init__(self, entries: Entries) -> None:
        """Take the journal."""
        self._entries = entries

    async def __call__(self, command: EntryNumbers, _act: Act) -> Sequence[Numbered]:
        """Give the entries, oldest first."""
        within = Numbers(command.after, command.through)
        return await self._entries.of_book_onward(within, limit=command.through - command.after)
