"""Holds in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bank.application.holds.stored_holds import HoldDirectory, Holds, HoldView
from bank.application.ports.account_directory import AccountRef
from bank.domain.identifiers import RowId
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.infrastructure.in_memory.month_texts import readable
from bank.infrastructure.in_memory.rows import HoldRow, LedgerRow
from bank.infrastructure.in_memory.store import Store, Tables
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryHolds(Holds):
    """The holds as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def find(self, hold: UUID, at: datetime) -> HoldView | None:
        """Look for the id."""
        rows = self._tables.holds.values()
        return next((self._view(row, at) for row in rows if row.hold.id == hold), None)

    async def of_account(
        self,
        account: AccountRef,
        at: datetime,
        *,
        status: HoldStatus | None,
        before: RowId | None,
        limit: int,
    ) -> Sequence[HoldView]:
        """Give the holds that match, newest first."""
        views = [
            self._view(row, at)
            for _, row in sorted(self._tables.holds.items(), reverse=True)
            if (row.hold.account, row.hold.opened_ms) == account
            and (before is None or row.hold.row < before)
        ]
        return [view for view in views if status is None or view.hold.status is status][:limit]

    def _view(self, row: HoldRow, at: datetime) -> HoldView:
        tables = self._tables
        captures = [entry for entry, hold in tables.captures.items() if hold == row.hold.row]
        return HoldView(
            hold=row.hold.at(at),
            reference=readable(tables, row.reference, row.hold.created_at),
            captures=tuple(tables.entries[entry].entry.id for entry in sorted(captures)),
        )


class InMemoryHoldDirectory(HoldDirectory):
    """The holds as they are committed."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._holds = store.committed.holds
        self._events = store.committed.audit_events

    async def find(self, hold: UUID) -> Hold | None:
        """Look for the id."""
        return next((row.hold for row in self._holds.values() if row.hold.id == hold), None)

    async def overdue(self, at: datetime, limit: int) -> Sequence[Hold]:
        """Give the active holds that are over."""
        over = [row.hold for row in self._holds.values() if row.hold.active]
        over = [hold for hold in over if hold.expires_at <= at]
        return sorted(over, key=lambda hold: hold.expires_at)[:limit]

    async def maker_of(self, hold: Hold) -> str | None:
        """Look into the audit event."""
        event = self._events.get(hold.audit_event)
        return None if event is None else event.actor


def held_at(tables: Tables, account: LedgerRow, now: datetime) -> int:
    """Sum what is held on an account, less what has expired and no batch has tidied yet."""
    if account.holds_expire_at is None or account.holds_expire_at > now:
        return account.held_minor
    holds = (each.hold for each in tables.holds.values())
    return sum(
        hold.held_minor for hold in holds if hold.account == account.row and hold.expires_at > now
    )
