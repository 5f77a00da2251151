"""The journal as it is read: entries with their postings and their free text."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_

from bank.application.ports.account_directory import AccountRef
from bank.application.ports.entries import Entries, EntryFilter, EntryView
from bank.domain.identifiers import RowId, public_id, row_of
from bank.domain.ledger.entries import EntryKind, Posting
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.legs import unpacked
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ENTRY, _POSTING, _LEDGER = t.journal_entry.c, t.posting.c, t.ledger_account.c
_Place = tuple[int, int]


class SqlEntries(Entries):
    """The journal of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and what opening free text needs."""
        self._unit = unit
        self._sealing = sealing

    async def find(self, entry: UUID) -> EntryView | None:
        """Read an entry by the row in its id, or by the id that a client chose."""
        wanted = select(t.journal_entry).where(_ENTRY.book == self._unit.book)
        row_number = row_of(entry)
        rows: list[Row[Any]] = []
        with translated():
            if row_number is not None:
                by_row = wanted.where(_ENTRY.id == row_number)
                rows = list((await self._unit.connection.execute(by_row)).all())
            if not any(_id(row) == entry for row in rows):
                by_key = wanted.where(_ENTRY.key == entry, _ENTRY.key_is_id)
                rows = list((await self._unit.connection.execute(by_key)).all())
        views = await self._views([row for row in rows if _id(row) == entry])
        return views[0] if views else None

    async def of_account(
        self, account: AccountRef, wanted: EntryFilter, *, before: int | None, limit: int
    ) -> Sequence[tuple[int, EntryView]]:
        """Read back from the newest posting of an account."""
        query = (
            select(_POSTING.sequence, t.journal_entry)
            .join(t.journal_entry, (_ENTRY.book == _POSTING.book) & (_ENTRY.id == _POSTING.entry))
            .join(
                t.ledger_account,
                (_LEDGER.book == _POSTING.book) & (_LEDGER.id == _POSTING.account),
            )
            .where(
                _POSTING.book == self._unit.book,
                _POSTING.account == account.row,
                _LEDGER.opened_ms == account.opened_ms,
            )
            .order_by(_POSTING.sequence.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(_POSTING.sequence < before)
        query = _filtered(query, wanted)
        with translated():
            rows = (await self._unit.connection.execute(query)).all()
        views = await self._views(rows)
        return [(row.sequence, view) for row, view in zip(rows, views, strict=True)]

    async def _views(self, rows: Sequence[Row[Any]]) -> list[EntryView]:
        legs = [unpacked(row.legs) for row in rows]
        postings = await self._postings([place for places in legs for place in places])
        return [
            EntryView(
                id=_id(row),
                kind=EntryKind(row.kind),
                recorded_at=row.recorded_at,
                booking_date=row.booking_date,
                value_date=row.value_date,
                reference=await self._reference(row),
                postings=tuple(postings[place] for place in places),
                audit_event=row.audit_event,
            )
            for row, places in zip(rows, legs, strict=True)
        ]

    async def _postings(self, places: Sequence[_Place]) -> dict[_Place, Posting]:
        if not places:
            return {}
        wanted = (
            select(t.posting, _LEDGER.opened_ms, _LEDGER.currency)
            .join(
                t.ledger_account,
                (_LEDGER.book == _POSTING.book) & (_LEDGER.id == _POSTING.account),
            )
            .where(
                _POSTING.book == self._unit.book,
                tuple_(_POSTING.account, _POSTING.sequence).in_(places),
            )
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return {
            (row.account, row.sequence): Posting(
                RowId(row.account),
                row.opened_ms,
                row.sequence,
                row.amount_minor,
                row.currency,
                row.balance_minor,
                row.available_minor,
            )
            for row in rows
        }

    async def _reference(self, row: Row[Any]) -> str | None:
        if row.sealed_reference is None:
            return None
        key = await self._sealing.kept_month_key(row.recorded_at)
        place = ("journal_entry", "sealed_reference", row.id)
        return None if key is None else self._sealing.open(key, row.sealed_reference, place)


def _filtered(query: Select[Any], wanted: EntryFilter) -> Select[Any]:
    if wanted.booked_from is not None:
        query = query.where(_ENTRY.booking_date >= wanted.booked_from)
    if wanted.booked_to is not None:
        query = query.where(_ENTRY.booking_date <= wanted.booked_to)
    if wanted.kind is not None:
        query = query.where(_ENTRY.kind == wanted.kind)
    return query


def _id(row: Row[Any]) -> UUID:
    if row.key_is_id:
        chosen: UUID = row.key
        return chosen
    return public_id(row.recorded_at, row.id)
