"""PostgreSQL's binary formats, packed whole batches at a time.

Row by row, the driver would cost more than the server.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from struct import Struct
from uuid import UUID

from psycopg import adapt, pq

_EPOCH_DATE = date(2000, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_BIGINT_OID, _BIGINT_ARRAY_OID = 20, 1016
_UUID_OID, _UUID_ARRAY_OID = 2950, 2951
_UUID_LENGTH = (16).to_bytes(4, "big")
_ARRAY_HEAD = Struct("!iiiii").pack
_ELEMENT = Struct("!iq").pack

COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TAIL = b"\xff\xff"


class BigintArray(bytes):
    """A one-dimensional ``bigint[]`` in binary; ``None`` is not among its elements."""

    __slots__ = ()

    @classmethod
    def of(cls, values: Sequence[int]) -> "BigintArray":
        """Pack integers of 64 bits."""
        head = _ARRAY_HEAD(1, 0, _BIGINT_OID, len(values), 1)
        return cls(head + b"".join([_ELEMENT(8, value) for value in values]))


class UuidArray(bytes):
    """A one-dimensional ``uuid[]`` in binary; ``None`` is not among its elements."""

    __slots__ = ()

    @classmethod
    def of(cls, values: Sequence[UUID]) -> "UuidArray":
        """Pack UUIDs."""
        head = _ARRAY_HEAD(1, 0, _UUID_OID, len(values), 1)
        return cls(head + b"".join([_UUID_LENGTH + value.bytes for value in values]))


class UuidArrayDumper(adapt.Dumper):
    """Hands a packed array to the driver as it is."""

    oid = _UUID_ARRAY_OID
    format = pq.Format.BINARY

    def dump(self, obj: UuidArray) -> bytes:
        """Give the bytes."""
        return obj


class BigintArrayDumper(adapt.Dumper):
    """Hands a packed array to the driver as it is."""

    oid = _BIGINT_ARRAY_OID
    format = pq.Format.BINARY

    def dump(self, obj: BigintArray) -> bytes:
        """Give the bytes."""
        return obj


def microseconds(moment: datetime, epoch: datetime) -> int:
    """Give a ``timestamptz``: microseconds since PostgreSQL's epoch (2000, UTC)."""
    return (moment - epoch) // _MICROSECOND


def days(day: date) -> int:
    """Give a ``date``: days since PostgreSQL's epoch."""
    return (day - _EPOCH_DATE).days


_POSTING = Struct("!h ii iq iq iq iq iq iq iq".replace(" ", "")).pack
_POSTING_OPEN = Struct("!h ii iq iq iq iq iq i iq".replace(" ", "")).pack


def posting_row(  # noqa: PLR0917 - a row's columns, by position because it runs once a posting
    book: int,
    account: int,
    sequence: int,
    entry: int,
    amount: int,
    balance: int,
    available: int | None,
    debits: int,
) -> bytes:
    """Pack a row of ``posting`` in the order of these arguments."""
    if available is None:
        return _POSTING_OPEN(
            8, 4, book, 8, account, 8, sequence, 8, entry, 8, amount, 8, balance, -1, 8, debits
        )
    return _POSTING(
        8, 4, book, 8, account, 8, sequence, 8, entry, 8, amount, 8, balance, 8, available,
        8, debits,
    )  # fmt: skip


class EntryRows:
    """Packs rows of ``journal_entry`` that share their batch: book, time and booking date.

    Days are closed before anything is posted in a batch, so that all its entries share one.
    """

    def __init__(self, book: int, recorded_us: int, booking_date: date) -> None:
        """Take what the batch shares."""
        self._book = book
        self._recorded_us = recorded_us
        self._booking_days = days(booking_date)
        self._days: dict[date, int] = {}

    def row(  # noqa: PLR0913, PLR0917 - a row's columns, by position because it runs once an entry
        self,
        entry: int,
        value_date: date,
        kind: int,
        key: UUID,
        key_is_id: bool,  # noqa: FBT001
        audit_event: bytes,
        digest: bytes,
        legs: bytes,
        reference: bytes | None,
    ) -> bytes:
        """Pack a row; the columns are in the order of ``ENTRY_COLUMNS``."""
        value_days = self._days.get(value_date)
        if value_days is None:
            value_days = self._days[value_date] = days(value_date)
        row = _ENTRY(
            12, 4, self._book, 8, entry, 8, self._recorded_us, 4, self._booking_days, 4, value_days,
            2, kind, 1, key_is_id, 16, key.bytes, 16, audit_event, 16, digest, len(legs),
        )  # fmt: skip
        if reference is None:
            return row + legs + _NULL
        return row + legs + _LENGTH(len(reference)) + reference


_ENTRY = Struct("!h ii iq iq ii ii ih i? i16s i16s i16s i".replace(" ", "")).pack
_LENGTH = Struct("!i").pack
_NULL = _LENGTH(-1)

ENTRY_COLUMNS = (
    "book, id, recorded_at, booking_date, value_date, kind, key_is_id, key, audit_event, digest,"
    " legs, sealed_reference"
)
POSTING_COLUMNS = (
    "book, account, sequence, entry, amount_minor, balance_minor, available_minor, debits_minor"
)


def copy_body(rows: Iterable[bytes]) -> bytes:
    """Give the whole of a binary COPY.

    Without its tail the server would take half a batch for all of it.
    """
    return b"".join([COPY_HEAD, *rows, COPY_TAIL])
