"""The journal as it is read: entries with their postings and their free text."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, true, tuple_

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
from bank.domain.identifiers import RowId, row_of
from bank.domain.ledger.entries import EntryKind, Posting
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.entry_links import entry_id, links_of
from bank.infrastructure.sql.entry_search import Found, search_back
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.legs import unpacked
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ENTRY, _POSTING, _LEDGER = t.journal_entry.c, t.posting.c, t.ledger_account.c
_OF_POSTING = (
    select(t.journal_entry)
    .where(_ENTRY.book == _POSTING.book, _ENTRY.id == _POSTING.entry)
    .limit(1)
    .lateral("entry")
)
"""A posting's entry, looked up by key: a plain join may be planned as a scan of all entries."""

Place = tuple[int, int]
"""An account's row, and a sequence on it."""

PLACES_MAX = 1000
"""How many postings one statement looks up."""


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
        if row_number is not None:
            rows = list(await self._read(wanted.where(_ENTRY.id == row_number)))
        if not any(entry_id(row) == entry for row in rows):
            rows = list(await self._read(wanted.where(_ENTRY.key == entry, _ENTRY.key_is_id)))
        views = await self._views([row for row in rows if entry_id(row) == entry])
        return views[0] if views else None

    async def of_account(
        self, account: AccountRef, wanted: EntryFilter, within: Numbers, *, limit: int
    ) -> EntriesPage:
        """Read back from the newest posting of the range."""
        query = _matching(self._of_account(account), wanted)
        other = wanted.counterparty

        async def window(bottom: int, top: int, limit: int) -> Sequence[Row[Any]]:
            here = query.where(_POSTING.sequence > bottom, _POSTING.sequence <= top)
            if other is None:
                here = here.limit(limit)
            rows = await self._read(here.order_by(_POSTING.sequence.desc()))
            if other is None:
                return rows
            return [row for row in rows if other.row in dict(unpacked(row.legs))]

        newest = within.up_to(await self._newest(account))
        if other is not None and (other == account or not await self._newest(other)):
            newest = 0
        return await self._page(await search_back(window, within.after, newest, limit))

    async def of_account_onward(
        self, account: AccountRef, within: Numbers, *, limit: int
    ) -> Sequence[Numbered]:
        """Read on from the oldest posting of the range."""
        newest = within.up_to(await self._newest(account))
        query = self._of_account(account).where(
            _POSTING.sequence > within.after, _POSTING.sequence <= min(newest, within.after + limit)
        )
        return await self._numbered(await self._read(query.order_by(_POSTING.sequence)))

    async def of_book(self, kind: EntryKind | None, within: Numbers, *, limit: int) -> EntriesPage:
        """Read back from the newest entry of the range."""
        query = self._of_book()
        if kind is not None:
            query = query.where(_ENTRY.kind == kind)

        async def window(bottom: int, top: int, limit: int) -> Sequence[Row[Any]]:
            here = query.where(_ENTRY.id > bottom, _ENTRY.id <= top)
            return await self._read(here.order_by(_ENTRY.id.desc()).limit(limit))

        newest = within.up_to(await self._last())
        return await self._page(await search_back(window, within.after, newest, limit))

    async def of_book_onward(self, within: Numbers, *, limit: int) -> Sequence[Numbered]:
        """Read on from the oldest entry of the range."""
        newest = within.up_to(await self._last())
        query = self._of_book().where(
            _ENTRY.id > within.after, _ENTRY.id <= min(newest, within.after + limit)
        )
        return await self._numbered(await self._read(query.order_by(_ENTRY.id)))

    def _of_account(self, account: AccountRef) -> Select[Any]:
        return (
            select(_POSTING.sequence.label("number"), _OF_POSTING)
            .select_from(t.posting)
            .join(_OF_POSTING, true())
            .where(_POSTING.book == self._unit.book, _POSTING.account == account.row)
        )

    def _of_book(self) -> Select[Any]:
        number = _ENTRY.id.label("number")
        return select(number, t.journal_entry).where(_ENTRY.book == self._unit.book)

    async def _newest(self, account: AccountRef) -> int:
        """Give the account's last sequence; 0 where there is no such account."""
        here = (_LEDGER.book == self._unit.book) & (_LEDGER.id == account.row)
        wanted = select(_LEDGER.sequence).where(here, _LEDGER.opened_ms == account.opened_ms)
        with translated():
            return int(await self._unit.connection.scalar(wanted) or 0)

    async def _last(self) -> int:
        head = t.ledger_head.c
        wanted = select(head.last_entry).where(head.book == self._unit.book)
        with translated():
            return int(await self._unit.connection.scalar(wanted) or 0)

    async def _page(self, found: Found) -> EntriesPage:
        return EntriesPage(await self._numbered(found.rows), found.next_before)

    async def _numbered(self, rows: Sequence[Row[Any]]) -> list[Numbered]:
        views = await self._views(rows)
        return [(row.number, view) for row, view in zip(rows, views, strict=True)]

    async def _read(self, wanted: Select[Any]) -> Sequence[Row[Any]]:
        with translated():
            return (await self._unit.connection.execute(wanted)).all()

    async def _views(self, rows: Sequence[Row[Any]]) -> list[EntryView]:
        legs = [unpacked(row.legs) for row in rows]
        places = [place for each in legs for place in each]
        postings: dict[Place, Posting] = {}
        for start in range(0, len(places), PLACES_MAX):
            postings |= await self._postings(places[start : start + PLACES_MAX])
        with translated():
            links = await links_of(self._unit.connection, self._unit.book, rows)
        return [
            EntryView(
                id=entry_id(row),
                kind=EntryKind(row.kind),
                recorded_at=row.recorded_at,
                booking_date=row.booking_date,
                value_date=row.value_date,
                reference=await self._reference(row),
                postings=tuple(postings[place] for place in places),
                audit_event=row.audit_event,
                reverses=links.reverses.get(row.id),
                reversed_by=links.reversed_by.get(row.id),
                hold=links.holds.get(row.id),
            )
            for row, places in zip(rows, legs, strict=True)
        ]

    async def _postings(self, places: Sequence[Place]) -> dict[Place, Posting]:
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
        return {(row.account, row.sequence): posting_of(row) for row in await self._read(wanted)}

    async def _reference(self, row: Row[Any]) -> str | None:
        if row.sealed_reference is None:
            return None
        key = await self._sealing.kept_month_key(row.recorded_at)
        place = ("journal_entry", "sealed_reference", row.id)
        return None if key is None else self._sealing.open(key, row.sealed_reference, place)


def posting_of(row: Row[Any]) -> Posting:
    """Give the posting of a row that has its account's ``opened_ms`` and ``currency`` beside it."""
    return Posting(
        RowId(row.account),
        row.opened_ms,
        row.sequence,
        row.amount_minor,
        row.currency,
        row.balance_minor,
        row.available_minor,
        row.debits_minor,
    )


def _matching(query: Select[Any], wanted: EntryFilter) -> Select[Any]:
    if wanted.kind is not None:
        query = query.where(_OF_POSTING.c.kind == wanted.kind)
    if wanted.amount_from_minor is not None:
        query = query.where(func.abs(_POSTING.amount_minor) >= wanted.amount_from_minor)
    if wanted.amount_to_minor is not None:
        query = query.where(func.abs(_POSTING.amount_minor) <= wanted.amount_to_minor)
    if wanted.direction is Direction.IN:
        query = query.where(_POSTING.amount_minor < 0)
    if wanted.direction is Direction.OUT:
        query = query.where(_POSTING.amount_minor > 0)
    return query
