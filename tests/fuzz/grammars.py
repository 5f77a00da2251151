"""The documented forms, written independently of the code that reads them."""

import re
from base64 import urlsafe_b64encode
from binascii import Error, a2b_base64
from decimal import Decimal

_AMOUNT_MINOR_MAX = Decimal(10**15)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
    r"([Zz]|[+-]([0-9]{2}):?([0-9]{2}))"
)
_SHORT_MONTHS, _FEBRUARY = {4, 6, 9, 11}, 2


def is_amount(text: str, decimals: int) -> bool:
    """docs: a decimal string with at most the currency's decimals, no more than 10^15 minor."""
    point = rf"(\.[0-9]{{1,{decimals}}})?" if decimals else ""
    if not re.fullmatch(rf"-?(0|[1-9][0-9]{{0,15}}){point}", text):
        return False
    return abs(Decimal(text)).scaleb(decimals) <= _AMOUNT_MINOR_MAX


def is_day(text: str) -> bool:
    """docs: an ISO date such as 2026-11-24 that the calendar has."""
    match = _DAY.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part) for part in match.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = 30 if month in _SHORT_MONTHS else 31
    if month == _FEBRUARY:
        days = 29 if leap else 28
    return year > 0 and 0 < month < 13 and 0 < day <= days


def is_moment(text: str) -> bool:
    """docs: a moment of RFC 3339 with its zone, in which the colon may be missing."""
    match = _CLOCK.fullmatch(text)
    if match is None or not is_day(match[1]):
        return False
    hours, minutes, seconds, zone_hours, zone_minutes = (
        int(match[group] or 0) for group in (2, 3, 4, 7, 8)
    )
    in_day = hours < 24 and minutes < 60 and seconds <= 60
    return in_day and zone_hours < 24 and zone_minutes < 60


def said_by_cursor(cursor: str) -> str | None:
    """Give what a cursor says: base64url without padding, in the one way to write it."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", cursor):
        return None
    plain = cursor.replace("-", "+").replace("_", "/") + "=" * (-len(cursor) % 4)
    try:
        text = a2b_base64(plain, strict_mode=True).decode()
    except (Error, UnicodeDecodeError):
        return None
    return text if urlsafe_b64encode(text.encode()).rstrip(b"=").decode() == cursor else None


def is_cursor(cursor: str, pattern: str) -> bool:
    """Whether a cursor says something of a form."""
    text = said_by_cursor(cursor)
    return text is not None and re.fullmatch(pattern, text) is not None


def is_idempotency_key(text: str) -> bool:
    """docs: 1 to 255 printable ASCII characters."""
    return 0 < len(text) < 256 and all(" " <= each <= "~" for each in text)


def is_uuid(text: str) -> bool:
    """Any of the forms of 32 hexadecimal digits that other programs write."""
    bare = re.sub(r"urn:|uuid:|[{}-]", "", text)
    return re.fullmatch(r"[0-9A-Fa-f]{32}", bare) is not None


def is_duration(text: str) -> bool:
    """docs: such as 500ms, 10s, 15m or PT0.5S; a plain number is of milliseconds."""
    simple = r"[0-9]+\s*(ns|us|ms|s|m|h|d)?"
    clock = r"T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]{1,6})?S)?"
    iso = rf"P(?=[0-9T])([0-9]+D)?({clock})?"
    flags = re.IGNORECASE | re.ASCII
    return re.fullmatch(rf"{simple}|{iso}", text.strip(), flags) is not None


def is_size(text: str) -> bool:
    """docs: such as 512KB or 10MB; a plain number is of bytes."""
    pattern = r"[0-9]+\s*([KMGT]?B)?"
    return re.fullmatch(pattern, text.strip(), re.IGNORECASE | re.ASCII) is not None
