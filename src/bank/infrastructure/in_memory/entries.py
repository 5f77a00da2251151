"""The journal in memory as it is read."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from bank.application.ports.account_directory import AccountRef
from bank.application.ports.entries import (
    Direction,
    Entries,
    EntriesPage,
    EntryFilter,
    EntryView,
    Numbered,
    Numbers,
)
from bank.application.posting.journal import Recorded
from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind, Posting
from bank.infrastructure.in_memory.entry_links import links_of, public_id_of, recorded_as
from bank.infrastructure.in_memory.month_texts import readable
from bank.infrastructure.in_memory.store import Tables
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryEntries(Entries):
    """The journal as the unit sees it."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def find(self, entry: UUID) -> EntryView | None:
        """Take the id apart, or look it up as one that a client chose."""
        recorded = recorded_as(self._tables, entry)
        return None if recorded is None else _view(self._tables, recorded)

    async def of_account(
        self, account: AccountRef, wanted: EntryFilter, within: Numbers, *, limit: int
    ) -> EntriesPage:
        """Walk the account's postings from the newest of the range."""
        return _page(
            [
                (sequence, view)
                for sequence, posting, view in self._walk(account, within)
                if _matches(posting, view, wanted)
            ][::-1],
            limit,
        )

    async def of_account_onward(
        self, account: AccountRef, within: Numbers, *, limit: int
    ) -> Sequence[Numbered]:
        """Walk the account's postings from the oldest of the range."""
        return [(sequence, view) for sequence, _, view in self._walk(account, within)][:limit]

    async def of_book(self, kind: EntryKind | None, within: Numbers, *, limit: int) -> EntriesPage:
        """Walk the entries from the newest of the range."""
        found = [each for each in self._entries(within) if kind is None or each[1].kind is kind]
        return _page(found[::-1], limit)

    async def of_book_onward(self, within: Numbers, *, limit: int) -> Sequence[Numbered]:
        """Walk the entries from the oldest of the range."""
        return list(self._entries(within))[:limit]

    def _walk(
        self, account: AccountRef, within: Numbers
    ) -> Iterator[tuple[int, Posting, EntryView]]:
        ledger = self._tables.ledger_accounts.get(account.row)
        if ledger is None or ledger.opened_ms != account.opened_ms:
            return
        for sequence in range(within.after + 1, within.up_to(ledger.sequence) + 1):
            row, posting = self._tables.postings[account.row, sequence]
            yield sequence, posting, _view(self._tables, self._tables.entries[row])

    def _entries(self, within: Numbers) -> Iterator[Numbered]:
        last = self._tables.head[None].last_entry
        for row in range(within.after + 1, within.up_to(last) + 1):
            yield row, _view(self._tables, self._tables.entries[RowId(row)])


def _page(newest_first: Sequence[Numbered], limit: int) -> EntriesPage:
    page = newest_first[:limit]
    return EntriesPage(page, page[-1][0] if len(newest_first) > limit else None)


def _view(tables: Tables, recorded: Recorded) -> EntryView:
    entry, links = recorded.entry, links_of(tables, recorded)
    return EntryView(
        id=public_id_of(recorded),
        kind=entry.kind,
        recorded_at=entry.recorded_at,
        booking_date=entry.booking_date,
        value_date=entry.value_date,
        reference=readable(tables, recorded.request.reference, entry.recorded_at),
        postings=entry.postings,
        audit_event=recorded.audit_event,
        reverses=links.reverses,
        reversed_by=links.reversed_by,
        hold=links.hold,
    )


def _matches(posting: Posting, view: EntryView, wanted: EntryFilter) -> bool:
    others = [(each.account, each.opened_ms) for each in view.postings if each is not posting]
    amount = abs(posting.amount_minor)
    direction = Direction.OUT if posting.amount_minor > 0 else Direction.IN
    return (
        wanted.kind in {None, view.kind}
        and (wanted.amount_from_minor is None or amount >= wanted.amount_from_minor)
        and (wanted.amount_to_minor is None or amount <= wanted.amount_to_minor)
        and wanted.direction in {None, direction}
        and (wanted.counterparty is None or wanted.counterparty in others)
    )
