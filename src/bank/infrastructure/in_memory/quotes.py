"""Quotes in memory."""

from uuid import UUID

from bank.application.exchange.stored_quotes import QuoteDirectory, Quotes
from bank.domain.exchange import Quote
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryQuotes(Quotes):
    """The quotes as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._quotes = unit.tables.quotes

    async def add(self, quote: Quote) -> None:
        """Keep it."""
        self._quotes[quote.id] = quote

    async def find(self, quote: UUID) -> Quote | None:
        """Look for the id."""
        return self._quotes.get(quote)


class InMemoryQuoteDirectory(QuoteDirectory):
    """The quotes as they are committed."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._quotes = store.committed.quotes

    async def find(self, quote: UUID) -> Quote | None:
        """Look for the id."""
        return self._quotes.get(quote)
