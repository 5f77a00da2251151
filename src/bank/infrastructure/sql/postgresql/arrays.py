"""Whole arrays in PostgreSQL's binary format.

Element by element, the driver would cost more than the server. Each kind may be null.
"""

from array import array
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from struct import Struct
from sys import byteorder
from typing import ClassVar, Self
from uuid import UUID

import psycopg
from psycopg import adapt, pq

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_EPOCH_DATE = date(2000, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_HEAD = Struct("!iiiii").pack
_LENGTH = Struct("!i").pack
_BIGINT = Struct("!iq").pack
_SMALLINT = Struct("!ih").pack
_DATE = Struct("!ii").pack
_NULL = _LENGTH(-1)
_FOUR, _SIXTEEN = _LENGTH(4), _LENGTH(16)
_MANY = 64
_TRUE, _FALSE = _LENGTH(1) + b"\1", _LENGTH(1) + b"\0"


class PackedArray(bytes):
    """A one-dimensional array that the driver hands over as it is."""

    __slots__ = ()
    oid: ClassVar[int]
    element_oid: ClassVar[int]

    @classmethod
    def _joined(cls, elements: list[bytes]) -> Self:
        return cls(_HEAD(1, 1, cls.element_oid, len(elements), 1) + b"".join(elements))


class BigintArray(PackedArray):
    """A ``bigint[]``."""

    oid, element_oid = 1016, 20

    @classmethod
    def of(cls, values: Sequence[int | None]) -> Self:
        """Pack integers of 64 bits."""
        if len(values) >= _MANY:
            with suppress(TypeError):  # some are null
                return cls(_HEAD(1, 1, cls.element_oid, len(values), 1) + _bigints(values))
        return cls._joined([_NULL if v is None else _BIGINT(8, v) for v in values])


class SmallintArray(PackedArray):
    """A ``smallint[]``."""

    oid, element_oid = 1005, 21

    @classmethod
    def of(cls, values: Sequence[int]) -> Self:
        """Pack integers of 16 bits."""
        return cls._joined([_SMALLINT(2, v) for v in values])


class Version(bytes):
    """An ``xid``: who wrote a row, as it was read."""

    __slots__ = ()
    oid: ClassVar[int] = 28


class VersionArray(PackedArray):
    """An ``xid[]``."""

    oid, element_oid = 1011, 28

    @classmethod
    def of(cls, values: Sequence[bytes]) -> Self:
        """Pack four bytes each."""
        return cls._joined([_FOUR + v for v in values])


class BooleanArray(PackedArray):
    """A ``boolean[]``."""

    oid, element_oid = 1000, 16

    @classmethod
    def of(cls, values: Sequence[bool]) -> Self:
        """Pack truth values."""
        return cls._joined([_TRUE if v else _FALSE for v in values])


class DateArray(PackedArray):
    """A ``date[]``."""

    oid, element_oid = 1182, 1082

    @classmethod
    def of(cls, values: Sequence[date]) -> Self:
        """Pack days."""
        return cls._joined([_DATE(4, days(v)) for v in values])


class MomentArray(PackedArray):
    """A ``timestamptz[]``."""

    oid, element_oid = 1185, 1184

    @classmethod
    def of(cls, values: Sequence[datetime]) -> Self:
        """Pack moments, to the microsecond."""
        return cls._joined([_BIGINT(8, microseconds(v)) for v in values])


class UuidArray(PackedArray):
    """A ``uuid[]``."""

    oid, element_oid = 2951, 2950

    @classmethod
    def of(cls, values: Sequence[UUID | None]) -> Self:
        """Pack UUIDs."""
        return cls._joined(
            [_NULL if v is None else _SIXTEEN + v.int.to_bytes(16, "big") for v in values]
        )


class ByteaArray(PackedArray):
    """A ``bytea[]``."""

    oid, element_oid = 1001, 17

    @classmethod
    def of(cls, values: Sequence[bytes | None]) -> Self:
        """Pack bytes."""
        return cls._joined([_NULL if v is None else _LENGTH(len(v)) + v for v in values])


class TextArray(PackedArray):
    """A ``text[]``."""

    oid, element_oid = 1009, 25

    @classmethod
    def of(cls, values: Sequence[str | None]) -> Self:
        """Pack text, as the UTF-8 that the connection speaks; what all have alike but once."""
        if len({*values}) == 1:
            first = values[0]
            return cls._joined([_NULL if first is None else _text(first)] * len(values))
        return cls._joined([_NULL if v is None else _text(v) for v in values])


def _bigints(values: Sequence[int | None]) -> bytearray:
    """Pack many integers, none of them null, byte by byte of all of them: a sixth of the time."""
    numbers = array("q", values)  # type: ignore[type-var]  # TypeError for null
    if byteorder == "little":
        numbers.byteswap()
    raw, packed = numbers.tobytes(), bytearray(12 * len(values))
    packed[3::12] = b"\x08" * len(values)
    for place in range(8):
        packed[4 + place :: 12] = raw[place::8]
    return packed


def _text(value: str) -> bytes:
    encoded = value.encode()
    return _LENGTH(len(encoded)) + encoded


def microseconds(moment: datetime) -> int:
    """Give a ``timestamptz``: microseconds since PostgreSQL's epoch (2000, UTC)."""
    return (moment - _EPOCH) // _MICROSECOND


def days(day: date) -> int:
    """Give a ``date``: days since PostgreSQL's epoch."""
    return (day - _EPOCH_DATE).days


class _AsItIs(adapt.Dumper):
    """Hands a packed array over."""

    format = pq.Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        """Give the bytes."""
        return obj


def _register() -> None:
    """Tell the driver, once and for all connections: the classes are nobody else's."""
    kinds: list[type[Version | PackedArray]] = [Version, *PackedArray.__subclasses__()]
    for kind in kinds:
        psycopg.adapters.register_dumper(kind, type("_Dumper", (_AsItIs,), {"oid": kind.oid}))


_register()
