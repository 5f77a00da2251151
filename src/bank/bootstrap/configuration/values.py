"""Values that settings have and Python's own types lack: durations, sizes, secrets."""

import hmac
import re
from datetime import timedelta
from typing import NewType

DataSize = NewType("DataSize", int)
"""Bytes; written `10MB`, `512KB` or a plain number of bytes. 1 KB is 1024 bytes."""

_SIZE = re.compile(r"(\d+)\s*(B|KB|MB|GB|TB)?", re.IGNORECASE | re.ASCII)
_SIZE_POWERS = {"B": 0, "KB": 1, "MB": 2, "GB": 3, "TB": 4}

_DURATION = re.compile(r"(\d+)\s*(ns|us|ms|s|m|h|d)?", re.IGNORECASE | re.ASCII)
_ISO_DURATION = re.compile(
    r"P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?",
    re.IGNORECASE | re.ASCII,
)
_UNIT_MICROSECONDS = {
    "us": 1,
    "ms": 1_000,
    "s": 1_000_000,
    "m": 60_000_000,
    "h": 3_600_000_000,
    "d": 86_400_000_000,
}


class Secret:
    """Text that never shows itself: not in a repr, a log line, a format string or an error."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Give the text to the one adapter that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(******)"

    def __eq__(self, other: object) -> bool:
        """Compare in constant time."""
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))


def parse_data_size(text: str) -> DataSize:
    """Read `10MB`. Raises ValueError."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError
    number, unit = match.groups()
    return DataSize(int(number) * 1024 ** _SIZE_POWERS[(unit or "B").upper()])


def parse_duration(text: str) -> timedelta:
    """Read `10s`, `PT0.5S`, or a plain number of milliseconds. Raises ValueError."""
    text = text.strip()
    if match := _DURATION.fullmatch(text):
        number, unit = int(match[1]), (match[2] or "ms").lower()
        if unit == "ns":
            return timedelta(microseconds=number // 1000)
        return timedelta(microseconds=number * _UNIT_MICROSECONDS[unit])
    match = _ISO_DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        raise ValueError
    days, hours, minutes, seconds, fraction = match.groups()
    return timedelta(
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=int((fraction or "").ljust(6, "0")),
    )


def parse_boolean(text: str) -> bool:
    """Read what YAML and Spring take for a truth value. Raises ValueError."""
    match text.strip().lower():
        case "true" | "yes" | "on" | "1":
            return True
        case "false" | "no" | "off" | "0":
            return False
    raise ValueError


def format_duration(duration: timedelta) -> str:
    """Write a duration in the largest unit that keeps it whole, `15m`."""
    microseconds = duration // timedelta(microseconds=1)
    for unit, size in sorted(_UNIT_MICROSECONDS.items(), key=lambda item: -item[1]):
        if microseconds % size == 0:
            return f"{microseconds // size}{unit}"
    raise ValueError(duration)


def format_data_size(size: int) -> str:
    """Write a size in the largest unit that keeps it whole, `8MB`."""
    for unit, power in sorted(_SIZE_POWERS.items(), key=lambda item: -item[1]):
        if size and size % 1024**power == 0:
            return f"{size // 1024**power}{unit}"
    return f"{size}B"
