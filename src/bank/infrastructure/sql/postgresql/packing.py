"""Rows in PostgreSQL's binary COPY format, packed one after the other.

Row by row, the driver would cost more than the server.
"""

from collections.abc import Iterable
from datetime import date
from struct import Struct
from uuid import UUID

from bank.infrastructure.sql.postgresql.arrays import days

COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TAIL = b"\xff\xff"

_POSTING = Struct("!14s q iq iq iq iq iq iq".replace(" ", "")).pack
_POSTING_OPEN = Struct("!14s q iq iq iq iq i iq".replace(" ", "")).pack
_POSTING_HEAD = Struct("!h ii i".replace(" ", "")).pack
_Posting = tuple[int, int, int, int, str, int, int | None, int]
"""Account, its millisecond, sequence, amount, currency, balance, what is available, debits."""


class PostingRows:
    """Packs rows of ``posting``; the columns are in the order of ``POSTING_COLUMNS``."""

    def __init__(self, book: int) -> None:
        """Take the book, which all share."""
        self._head = _POSTING_HEAD(8, 4, book, 8)

    def of(self, entry: int, postings: Iterable[_Posting]) -> list[bytes]:
        """Pack the postings of an entry."""
        rows: list[bytes] = []
        head = self._head
        for account, _, sequence, amount, _, balance, available, debits in postings:
            if available is None:
                row = _POSTING_OPEN(
                    head, account, 8, sequence, 8, entry, 8, amount, 8, balance, -1, 8, debits
                )
            else:
                row = _POSTING(
                    head, account, 8, sequence, 8, entry, 8, amount, 8, balance, 8, available,
                    8, debits,
                )  # fmt: skip
            rows.append(row)
        return rows


class EntryRows:
    """Packs rows of ``journal_entry`` that share their batch: book, time and booking date.

    Days are closed before anything is posted in a batch, so that all its entries share one. What
    many entries have in common is packed once.
    """

    def __init__(self, book: int, recorded_us: int, booking_date: date) -> None:
        """Take what the batch shares."""
        self._head = _ENTRY_HEAD(12, 4, book, 8)
        self._recorded_us = recorded_us
        self._booking_days = days(booking_date)
        self._counted: dict[tuple[date, int, bool], bytes] = {}

    def row(  # noqa: PLR0913, PLR0917 - a row's columns, by position because it runs once an entry
        self,
        entry: int,
        value_date: date,
        kind: int,
        key: UUID,
        key_is_id: bool,  # noqa: FBT001
        audit_event: UUID,
        digest: bytes,
        legs: bytes,
        reference: bytes | None,
    ) -> bytes:
        """Pack a row; the columns are in the order of ``ENTRY_COLUMNS``."""
        how = value_date, kind, key_is_id
        counted = self._counted.get(how) or self._count(how)
        row = _ENTRY(
            self._head, entry, counted, key.bytes, _SIXTEEN, audit_event.bytes, _SIXTEEN, digest,
            len(legs),
        )  # fmt: skip
        if reference is None:
            return row + legs + _NULL
        return row + legs + _LENGTH(len(reference)) + reference

    def _count(self, how: tuple[date, int, bool]) -> bytes:
        value_date, kind, key_is_id = how
        packed = self._counted[how] = _COUNTED(
            8, self._recorded_us, 4, self._booking_days, 4, days(value_date), 2, kind, 1, key_is_id,
            16,
        )  # fmt: skip
        return packed


_ENTRY = Struct("!14s q 43s 16s 4s 16s 4s 16s i".replace(" ", "")).pack
_ENTRY_HEAD = Struct("!h ii i".replace(" ", "")).pack
_COUNTED = Struct("!iq ii ii ih i? i".replace(" ", "")).pack
_LENGTH = Struct("!i").pack
_SIXTEEN, _NULL = _LENGTH(16), _LENGTH(-1)

ENTRY_COLUMNS = (
    "book, id, recorded_at, booking_date, value_date, kind, key_is_id, key, audit_event, digest,"
    " legs, sealed_reference"
)
POSTING_COLUMNS = (
    "book, account, sequence, entry, amount_minor, balance_minor, available_minor, debits_minor"
)
