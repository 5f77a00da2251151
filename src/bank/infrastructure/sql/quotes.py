"""Quotes as they are kept, within a unit and outside of any."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.exchange.stored_quotes import QuoteDirectory, Quotes
from bank.domain.exchange import Quote
from bank.domain.identifiers import RowId
from bank.domain.money import CURRENCIES, Money
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.look import look
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SqlQuotes(Quotes):
    """The quotes of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def add(self, quote: Quote) -> None:
        """Insert a row."""
        row = {
            "book": self._unit.book,
            "id": quote.id,
            "created_at": quote.created_at,
            "expires_at": quote.expires_at,
            "debit_account": quote.debit_account,
            "debit_opened_ms": quote.debit_opened_ms,
            "credit_account": quote.credit_account,
            "credit_opened_ms": quote.credit_opened_ms,
            "debit_currency": quote.debit.currency.code,
            "debit_minor": quote.debit.amount_minor,
            "credit_currency": quote.credit.currency.code,
            "credit_minor": quote.credit.amount_minor,
            "rate": quote.rate_text,
        }
        with translated():
            await self._unit.connection.execute(insert(t.exchange_quote).values(row))

    async def find(self, quote: UUID) -> Quote | None:
        """Read a row."""
        with translated():
            found = await self._unit.connection.execute(_wanted(self._unit.book, quote))
            row = found.one_or_none()
        return None if row is None else _quote(row)


class SqlQuoteDirectory(QuoteDirectory):
    """The quotes of a book, read on connections of their own."""

    def __init__(self, engine: AsyncEngine, book: int) -> None:
        """Take the engine that look-ups go to."""
        self._engine = engine
        self._book = book

    async def find(self, quote: UUID) -> Quote | None:
        """Read a row."""
        async with look(self._engine) as connection:
            row = (await connection.execute(_wanted(self._book, quote))).one_or_none()
        return None if row is None else _quote(row)


def _wanted(book: int, quote: UUID) -> Select[Any]:
    columns = t.exchange_quote.c
    return select(t.exchange_quote).where(columns.book == book, columns.id == quote)


def _quote(row: Row[Any]) -> Quote:
    return Quote(
        id=row.id,
        created_at=row.created_at,
        expires_at=row.expires_at,
        debit_account=RowId(row.debit_account),
        debit_opened_ms=row.debit_opened_ms,
        credit_account=RowId(row.credit_account),
        credit_opened_ms=row.credit_opened_ms,
        debit=Money(row.debit_minor, CURRENCIES[row.debit_currency]),
        credit=Money(row.credit_minor, CURRENCIES[row.credit_currency]),
        rate=Decimal(row.rate),
    )
