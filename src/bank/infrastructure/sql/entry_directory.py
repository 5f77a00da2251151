"""Entries as they are found outside any unit of work."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bank.application.corrections.entry_directory import EntryDirectory
from bank.domain.identifiers import RowId, row_of
from bank.domain.ledger.requests import Leg
from bank.domain.ledger.reversals import EntryToReverse
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.entry_links import entry_id
from bank.infrastructure.sql.legs import unpacked
from bank.infrastructure.sql.look import look
from bank.infrastructure.sql.makers import maker_of

_ENTRY, _POSTING, _LEDGER = t.journal_entry.c, t.posting.c, t.ledger_account.c
_ACCOUNT = t.customer_account.c


class SqlEntryDirectory(EntryDirectory):
    """The entries of a book, read on connections of their own."""

    def __init__(self, engine: AsyncEngine, book: int) -> None:
        """Take the engine that look-ups go to."""
        self._engine = engine
        self._book = book

    async def find(self, entry: UUID) -> EntryToReverse | None:
        """Read an entry by the row in its id, or by the id that a client chose."""
        async with look(self._engine) as connection:
            row = await entry_row(connection, self._book, entry)
            if row is None:
                return None
            places = unpacked(row.legs)
            found = (await connection.execute(self._postings(places))).all()
        legs = {(each.account, each.sequence): each for each in found}
        return EntryToReverse(
            row=RowId(row.id),
            legs=tuple(_leg(legs[place]) for place in places),
            terms=frozenset(
                (each.product, each.product_version) for each in found if each.product is not None
            ),
            audit_event=row.audit_event,
        )

    async def maker_of(self, entry: EntryToReverse) -> str | None:
        """Read it in the audit event."""
        return await maker_of(self._engine, self._book, entry.audit_event)

    def _postings(self, places: Sequence[tuple[int, int]]) -> Select[Any]:
        return (
            select(
                _POSTING.account,
                _POSTING.sequence,
                _POSTING.amount_minor,
                _LEDGER.opened_ms,
                _LEDGER.currency,
                _ACCOUNT.product,
                _ACCOUNT.product_version,
            )
            .join(
                t.ledger_account,
                (_LEDGER.book == _POSTING.book) & (_LEDGER.id == _POSTING.account),
            )
            .outerjoin(
                t.customer_account,
                (_ACCOUNT.book == _POSTING.book) & (_ACCOUNT.id == _POSTING.account),
            )
            .where(
                _POSTING.book == self._book,
                tuple_(_POSTING.account, _POSTING.sequence).in_(places),
            )
        )


async def entry_row(connection: AsyncConnection, book: int, entry: UUID) -> Row[Any] | None:
    """Read the row of a public id: by the row in it, else as one that a client chose."""
    wanted = select(t.journal_entry).where(_ENTRY.book == book)
    number = row_of(entry)
    conditions: list[ColumnElement[bool]] = [(_ENTRY.key == entry) & _ENTRY.key_is_id]
    if number is not None:
        conditions.insert(0, _ENTRY.id == number)
    for condition in conditions:
        row = (await connection.execute(wanted.where(condition))).one_or_none()
        if row is not None and entry_id(row) == entry:
            return row
    return None


def _leg(row: Row[Any]) -> Leg:
    return Leg(RowId(row.account), row.opened_ms, row.amount_minor, row.currency)
