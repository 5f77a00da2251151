"""Entries in memory, as they are found outside any unit of work."""

from uuid import UUID

from bank.application.corrections.entry_directory import EntryDirectory
from bank.domain.ledger.requests import Leg
from bank.domain.ledger.reversals import EntryToReverse
from bank.infrastructure.in_memory.entry_links import recorded_as
from bank.infrastructure.in_memory.store import Store


class InMemoryEntryDirectory(EntryDirectory):
    """The entries as they are committed."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._tables = store.committed

    async def find(self, entry: UUID) -> EntryToReverse | None:
        """Take the id apart, or look it up as one that a client chose."""
        recorded = recorded_as(self._tables, entry)
        if recorded is None:
            return None
        postings = recorded.entry.postings
        accounts = self._tables.customer_accounts
        customers = [
            accounts[each.account].account for each in postings if each.account in accounts
        ]
        return EntryToReverse(
            row=recorded.entry.row,
            legs=tuple(
                Leg(each.account, each.opened_ms, each.amount_minor, each.currency)
                for each in postings
            ),
            terms=frozenset((each.product, each.product_version) for each in customers),
            audit_event=recorded.audit_event,
        )

    async def maker_of(self, entry: EntryToReverse) -> str | None:
        """Look into the audit event."""
        event = self._tables.audit_events.get(entry.audit_event)
        return None if event is None else event.actor
