"""Rows in PostgreSQL's binary COPY format, packed one after the other.

Row by row, the driver would cost more than the server.
"""

from collections.abc import Iterable
from datetime import date
from struct import Struct
from uuid import UUID

from bank.application.posting.journal import Recorded
from bank.domain.ledger.entries import EntryKind, Posting
from bank.infrastructure.sql.legs import packed
from bank.infrastructure.sql.postgresql.arrays import days

COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TAIL = b"\xff\xff"

ENTRY_COLUMNS = (
    "book, id, recorded_at, booking_date, value_date, kind, key_is_id, key, audit_event, digest,"
    " legs, sealed_reference"
)
POSTING_COLUMNS = (
    "book, account, sequence, entry, amount_minor, balance_minor, available_minor, debits_minor"
)

_POSTING = Struct("!14s q iq iq iq iq iq iq".replace(" ", "")).pack
_POSTING_OPEN = Struct("!14s q iq iq iq iq i iq".replace(" ", "")).pack
_HEAD = Struct("!h ii i".replace(" ", "")).pack
_ENTRY = Struct("!14s q 43s 16s 4s 16s 4s 16s i".replace(" ", "")).pack
_PLAIN_ENTRY = Struct("!14s q 43s 16s 4s 16s 4s 16s i qqqq i".replace(" ", "")).pack
_COMMON = Struct("!iq ii ii ih i? i".replace(" ", "")).pack
_LENGTH = Struct("!i").pack
_SIXTEEN = _LENGTH(16)
_PLAIN_LEGS = 32

_How = tuple[date, EntryKind, bool]


class BatchRows:
    """Packs rows of ``journal_entry`` and ``posting`` that share their batch.

    Book, time and booking date: days are closed before anything is posted in a batch, so that all
    its entries share one. What follows each other and is alike is packed once.
    """

    def __init__(self, book: int, recorded_us: int, booking_date: date) -> None:
        """Take what the batch shares."""
        self._of_entry = _HEAD(12, 4, book, 8)
        self._of_posting = _HEAD(8, 4, book, 8)
        self._recorded_us = recorded_us
        self._booking_days = days(booking_date)
        self._how: _How | None = None
        self._common = b""
        self._event: UUID | None = None
        self._packed_event = b""

    def entries(
        self, recorded: Iterable[Recorded], references: Iterable[bytes | None]
    ) -> list[bytes]:
        """Pack entries; the columns are in the order of ``ENTRY_COLUMNS``."""
        rows: list[bytes] = []
        head = self._of_entry
        for (entry, request, event), reference in zip(recorded, references, strict=True):
            row, kind, _, _, value_date, legs = entry
            key, key_is_id, digest = request[:3]
            how = value_date, kind, key_is_id
            if how != self._how:
                self._change(how)
            if event is not self._event:
                self._event, self._packed_event = event, event.bytes
            length, text = (-1, b"") if reference is None else (len(reference), reference)
            of_key, of_event = key.int.to_bytes(16, "big"), self._packed_event
            if len(legs) == 2:  # noqa: PLR2004 - the plain case, fast
                one, other = legs
                packed_row = _PLAIN_ENTRY(
                    head, row, self._common, of_key, _SIXTEEN, of_event, _SIXTEEN, digest,
                    _PLAIN_LEGS, one[0], one[2], other[0], other[2], length,
                )  # fmt: skip
            else:
                places = packed([(leg.account, leg.sequence) for leg in legs])
                packed_row = _ENTRY(
                    head, row, self._common, of_key, _SIXTEEN, of_event, _SIXTEEN, digest,
                    len(places),
                ) + places + _LENGTH(length)  # fmt: skip
            rows.append(packed_row + text)
        return rows

    def postings(self, recorded: Iterable[Recorded]) -> list[bytes]:
        """Pack the postings of entries; the columns are in the order of ``POSTING_COLUMNS``."""
        return [
            self._posting(posting, entry[0]) for entry, _, _ in recorded for posting in entry[5]
        ]

    def _posting(self, posting: Posting, entry: int) -> bytes:
        account, _, sequence, amount, _, balance, available, debits = posting
        if available is None:
            return _POSTING_OPEN(
                self._of_posting, account, 8, sequence, 8, entry, 8, amount, 8, balance, -1, 8,
                debits,
            )  # fmt: skip
        return _POSTING(
            self._of_posting, account, 8, sequence, 8, entry, 8, amount, 8, balance, 8, available,
            8, debits,
        )  # fmt: skip

    def _change(self, how: _How) -> None:
        value_date, kind, key_is_id = self._how = how
        self._common = _COMMON(
            8, self._recorded_us, 4, self._booking_days, 4, days(value_date), 2, kind, 1, key_is_id,
            16,
        )  # fmt: skip
