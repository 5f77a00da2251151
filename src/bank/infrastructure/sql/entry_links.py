"""What entries are linked with: what they reverse, are reversed by, and capture."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bank.domain.identifiers import public_id
from bank.domain.ledger.entries import EntryKind
from bank.infrastructure.sql import tables as t

_ENTRY, _LINK = t.journal_entry.c, t.entry_reversal.c
_CAPTURE, _HOLD = t.hold_capture.c, t.hold.c


class Links(NamedTuple):
    """The public ids of what entries are linked with, by the rows of the entries."""

    reverses: dict[int, UUID]
    reversed_by: dict[int, UUID]
    holds: dict[int, UUID]


def entry_id(row: Row[Any]) -> UUID:
    """Give the public id of an entry's row."""
    if row.key_is_id:
        chosen: UUID = row.key
        return chosen
    return public_id(row.recorded_at, row.id)


async def links_of(connection: AsyncConnection, book: int, rows: Sequence[Row[Any]]) -> Links:
    """Read what entries reverse, are reversed by, and capture."""
    all_rows = [row.id for row in rows]
    reversals = [row.id for row in rows if row.kind == EntryKind.REVERSAL]
    captures = [row.id for row in rows if row.kind == EntryKind.CAPTURE]
    links = Links({}, {}, {})
    if all_rows:
        wanted = _linked(book, _LINK.entry, _LINK.reversal).where(_LINK.entry.in_(all_rows))
        links.reversed_by.update(await _ids(connection, wanted))
    if reversals:
        wanted = _linked(book, _LINK.reversal, _LINK.entry).where(_LINK.reversal.in_(reversals))
        links.reverses.update(await _ids(connection, wanted))
    if captures:
        holds = (
            select(_CAPTURE.entry, _HOLD.created_at, _HOLD.id)
            .join(t.hold, (_HOLD.book == _CAPTURE.book) & (_HOLD.id == _CAPTURE.hold))
            .where(_CAPTURE.book == book, _CAPTURE.entry.in_(captures))
        )
        for entry, created_at, hold in (await connection.execute(holds)).all():
            links.holds[entry] = public_id(created_at, hold)
    return links


def _linked(book: int, of: ColumnElement[Any], to: ColumnElement[Any]) -> Select[Any]:
    return (
        select(of.label("of"), _ENTRY.id, _ENTRY.recorded_at, _ENTRY.key, _ENTRY.key_is_id)
        .join(t.journal_entry, (_ENTRY.book == _LINK.book) & (_ENTRY.id == to))
        .where(_LINK.book == book)
    )


async def _ids(connection: AsyncConnection, wanted: Select[Any]) -> dict[int, UUID]:
    return {row.of: entry_id(row) for row in (await connection.execute(wanted)).all()}
