"""Identities: bigint row numbers inside, UUIDs at the edge, and the bridge between them.

Rows of the hot tables are numbered by the bank. Their public id is a UUIDv7 whose time is the row's
own and whose last 48 bits carry the row's number, so that an id found in a request leads to its
row without an index. Whoever follows it compares the stored time with the id's: a guessed number
without its millisecond names nothing. The 26 bits between are zero, by which the bank knows its own
ids from a client's UUIDv7.
"""

from datetime import UTC, datetime, timedelta
from typing import NewType
from uuid import UUID

CustomerId = NewType("CustomerId", UUID)
AccountId = NewType("AccountId", UUID)
EntryId = NewType("EntryId", UUID)
RowId = NewType("RowId", int)

ROW_ID_MAX = (1 << 48) - 1
_FORM = 0x7000_8000
"""Version 7 and its variant, and nothing random after either."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Give whole milliseconds since 1970 (UTC), rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def public_id(moment: datetime, row: int) -> UUID:
    """Give the public id of row ``row`` (0 to 2**48 - 1) that came to be at ``moment``."""
    return public_id_at(milliseconds(moment), row)


def row_of(identifier: UUID) -> RowId | None:
    """Give the row number that a public id carries, or nothing for an id of another form."""
    value = identifier.int
    if (value >> 48) & 0xFFFF_FFFF != _FORM:
        return None
    return RowId(value & ROW_ID_MAX)


def milliseconds_of(identifier: UUID) -> int:
    """Give the milliseconds since 1970 that a UUIDv7 carries."""
    return identifier.int >> 80


def public_id_at(opened_ms: int, row: int) -> UUID:
    """Give the public id of a row from the millisecond that it carries."""
    return UUID(int=(opened_ms << 80) | (_FORM << 48) | row)
