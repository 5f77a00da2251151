"""The journal in memory: batches, and entries as they are read."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from bank.application.ports.ledger import Posted
from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.journal import (
    Closing,
    Journal,
    LimitRules,
    Loaded,
    PostingUnit,
    Recorded,
    Recording,
    Wanted,
)
from bank.application.posting.known import Known, known_record
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.limits import LimitRule
from bank.infrastructure.in_memory.accounts import ACCOUNT
from bank.infrastructure.in_memory.entry_links import public_id_of
from bank.infrastructure.in_memory.month_texts import keep_readable
from bank.infrastructure.in_memory.records import KEY
from bank.infrastructure.in_memory.rows import HeadRow, HoldRow
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork, unit_of_work


class InMemoryPostingUnit(PostingUnit):
    """One batch within a unit of work."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._tables = unit.tables
        self._accounts: dict[RowId, LedgerAccount] = {}

    async def load(self, wanted: Wanted, now: datetime) -> Loaded:
        """Lock and read."""
        await self._unit.lock("head")
        for row in wanted.accounts:
            await self._unit.lock(ACCOUNT, row)
        tables, head = self._tables, self._tables.head[None].head()
        rows = tables.ledger_accounts
        self._accounts = {row: rows[row].account() for row in wanted.accounts if row in rows}
        at = max(head.last_recorded_at, now)
        return Loaded(
            head=head,
            accounts=self._accounts,
            known=self._records(wanted.taken_for_new)
            | {key: known for key in wanted.keys if (known := self._known(key)) is not None},
            holds={row: tables.holds[row].hold for row in wanted.holds if row in tables.holds},
            due={
                row: self._active_holds(row)
                for row, account in self._accounts.items()
                if account.holds_expire_at is not None and account.holds_expire_at <= at
            },
            reversed={row for row in wanted.reversed if row in tables.reversals},
            rules=self._rules(),
        )

    async def entries_under(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        """Read."""
        return {key: known for key in keys if (known := self._entry(key)) is not None}

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        """Write it all."""
        tables = self._tables
        for closing in recording.closings:
            self._close(closing)
        for recorded in recording.entries:
            self._enter(recorded)
            if recorded.request.reference is not None:
                await keep_readable(self._unit, recorded.entry.recorded_at)
        for row, hold in recording.holds.items():
            known = tables.holds.get(row)
            reference = recording.placed[row] if known is None else known.reference
            tables.holds[row] = HoldRow(hold=hold, reference=reference)
            if known is None and reference is not None:
                await keep_readable(self._unit, hold.created_at)
        for row, account in self._accounts.items():
            tables.ledger_accounts[row] = tables.ledger_accounts[row].moved(account)
        for record in recording.records:
            await self._unit.lock(KEY, record.key)
            if record.key in tables.records:
                raise TransientFault("the key was claimed by another unit")
            tables.records[record.key] = record
        tables.audit_events.update({event.id: event for event in recording.events})
        tables.head[None] = HeadRow(
            head.last_entry,
            head.last_recorded_at,
            head.booking_date,
            head.last_hold,
            tables.head[None].limits_version,
        )
        if recording.messages:
            await self._unit.lock("outbox")
        end = max(tables.outbox, default=0)
        tables.outbox.update(enumerate(recording.messages, start=end + 1))

    def _close(self, closing: Closing) -> None:
        day = closing.day.day
        self._tables.closed_days[day] = closing
        for row in self._tables.ledger_accounts.values():
            if row.sequence:
                place = (day, row.gl_code, row.currency)
                total = self._tables.day_totals.get(place, 0) + row.balance_minor
                self._tables.day_totals[place] = total

    def _enter(self, recorded: Recorded) -> None:
        entry, request = recorded.entry, recorded.request
        if request.key in self._tables.entry_keys:
            raise TransientFault("the key was posted by another unit")
        self._tables.entries[entry.row] = recorded
        self._tables.entry_keys[request.key] = entry.row
        for posting in entry.postings:
            place = posting.account, posting.sequence
            if place in self._tables.postings:
                raise TransientFault("the balance moved under the lock")
            self._tables.postings[place] = (entry.row, posting)
        if request.captures is not None:
            self._tables.captures[entry.row] = request.captures.hold.row
        if request.reverses is not None:
            self._tables.reversals[request.reverses.entry] = entry.row

    def _active_holds(self, account: RowId) -> list[Hold]:
        holds = (row.hold for row in self._tables.holds.values())
        return [hold for hold in holds if hold.account == account and hold.active]

    def _rules(self) -> LimitRules:
        of_products: dict[tuple[str, str], list[LimitRule]] = {}
        of_accounts: dict[RowId, list[LimitRule]] = {}
        for row in self._tables.limits.values():
            if row.product is not None:
                of_products.setdefault((row.product, row.currency), []).append(row.rule)
            elif row.account is not None:
                of_accounts.setdefault(row.account, []).append(row.rule)
        return LimitRules(of_products, of_accounts)

    def _known(self, key: UUID) -> Known | None:
        return self._entry(key) or self._records([key]).get(key)

    def _entry(self, key: UUID) -> Known | None:
        row = self._tables.entry_keys.get(key)
        if row is None:
            return None
        recorded = self._tables.entries[row]
        outcome = Posted(public_id_of(recorded), recorded.entry)
        return Known(recorded.request.digest, recorded.audit_event, outcome)

    def _records(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        records = self._tables.records
        return {key: known_record(records[key]) for key in keys if key in records}


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
