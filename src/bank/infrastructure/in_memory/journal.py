"""The journal in memory: batches, and entries as they are read."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

from bank.application.pipeline.recording import restored
from bank.application.ports.account_directory import AccountRef
from bank.application.ports.entries import Entries, EntryFilter, EntryView
from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.ledger import Posted, Refused
from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.journal import (
    Journal,
    Known,
    Loaded,
    PostingUnit,
    Recorded,
    Recording,
)
from bank.domain.audit import Outcome
from bank.domain.identifiers import RowId, row_of
from bank.domain.ledger.decision import LedgerHead
from bank.infrastructure.in_memory.accounts import ACCOUNT
from bank.infrastructure.in_memory.records import KEY
from bank.infrastructure.in_memory.store import HeadRow, Store
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork, unit_of_work


class InMemoryPostingUnit(PostingUnit):
    """One batch within a unit of work."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._tables = unit.tables

    async def load(self, keys: Collection[UUID], rows: Sequence[RowId]) -> Loaded:
        """Lock and read."""
        await self._unit.lock("head")
        for row in rows:
            await self._unit.lock(ACCOUNT, row)
        accounts = self._tables.ledger_accounts
        return Loaded(
            head=self._tables.head[None].head(),
            accounts={row: accounts[row].account() for row in rows if row in accounts},
            known={key: known for key in keys if (known := self._known(key)) is not None},
        )

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Write it all."""
        for recorded in recording.entries:
            self._enter(recorded)
        for record in recording.records:
            await self._unit.lock(KEY, record.key)
            if record.key in self._tables.records:
                raise TransientFault("the key was claimed by another unit")
            self._tables.records[record.key] = record
        self._tables.audit_events.update({event.id: event for event in recording.events})
        self._tables.head[None] = HeadRow(head.last_entry, head.last_recorded_at, head.booking_date)

    def _enter(self, recorded: Recorded) -> None:
        entry = recorded.entry
        if recorded.request.key in self._tables.entry_keys:
            raise TransientFault("the key was posted by another unit")
        self._tables.entries[entry.row] = recorded
        self._tables.entry_keys[recorded.request.key] = entry.row
        for posting in entry.postings:
            before = self._tables.ledger_accounts[posting.account]
            if before.balance_minor + posting.amount_minor != posting.balance_minor:
                raise TransientFault("the balance moved under the lock")
            self._tables.postings[posting.account, posting.sequence] = (entry.row, posting)
            self._tables.ledger_accounts[posting.account] = replace(
                before, balance_minor=posting.balance_minor, sequence=posting.sequence
            )

    def _known(self, key: UUID) -> Known | None:
        row = self._tables.entry_keys.get(key)
        if row is not None:
            recorded = self._tables.entries[row]
            outcome = Posted(public_id_of(recorded), recorded.entry)
            return Known(recorded.request.digest, recorded.audit_event, outcome)
        record = self._tables.records.get(key)
        return None if record is None else _known_record(record)


class InMemoryJournal(Journal):
    """Opens batches over the store."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[PostingUnit]:
        """Open a unit of its own."""
        async with unit_of_work(self._store) as unit:
            yield InMemoryPostingUnit(unit)
            await unit.commit()


class InMemoryEntries(Entries):
    """The journal as the unit sees it."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def find(self, entry: UUID) -> EntryView | None:
        """Take the id apart, or look it up as one that a client chose."""
        row = row_of(entry)
        for found in (row, self._tables.entry_keys.get(entry)):
            recorded = None if found is None else self._tables.entries.get(found)
            if recorded is not None and public_id_of(recorded) == entry:
                return _view(recorded)
        return None

    async def of_account(
        self, account: AccountRef, wanted: EntryFilter, *, before: int | None, limit: int
    ) -> Sequence[tuple[int, EntryView]]:
        """Walk the account's postings from the newest."""
        ledger = self._tables.ledger_accounts.get(account.row)
        if ledger is None or ledger.opened_ms != account.opened_ms:
            return []
        newest = ledger.sequence if before is None else min(ledger.sequence, before - 1)
        found: list[tuple[int, EntryView]] = []
        for sequence in range(newest, 0, -1):
            row, _ = self._tables.postings[account.row, sequence]
            view = _view(self._tables.entries[row])
            if _matches(view, wanted):
                found.append((sequence, view))
        return found[:limit]


def public_id_of(recorded: Recorded) -> UUID:
    """Give the public id of an entry: the client's, or the bank's own."""
    return recorded.request.key if recorded.request.key_is_id else recorded.entry.id


def _known_record(record: IdempotencyRecord) -> Known:
    outcome: Refused | None = None
    if record.outcome is Outcome.REFUSED:
        refusal = restored(record)
        refusal.recorded, refusal.replayed = True, False
        outcome = Refused(refusal)
    return Known(record.digest, record.audit_event, outcome)


def _view(recorded: Recorded) -> EntryView:
    entry = recorded.entry
    return EntryView(
        id=public_id_of(recorded),
        kind=entry.kind,
        recorded_at=entry.recorded_at,
        booking_date=entry.booking_date,
        value_date=entry.value_date,
        reference=recorded.request.reference,
        postings=entry.postings,
        audit_event=recorded.audit_event,
    )


def _matches(view: EntryView, wanted: EntryFilter) -> bool:
    return (
        (wanted.kind is None or view.kind is wanted.kind)
        and (wanted.booked_from is None or view.booking_date >= wanted.booked_from)
        and (wanted.booked_to is None or view.booking_date <= wanted.booked_to)
    )
