"""The names of archived segments of the write-ahead log, and gaps between them."""

import re
from itertools import pairwise
from pathlib import Path

_SEGMENT = re.compile(r"[0-9A-F]{24}")
_SEGMENT_BYTES = 16 * 1024 * 1024
_PER_LOG = 0x1_0000_0000 // _SEGMENT_BYTES


def position_number(position: str) -> int:
    """Give the place in the log that a position such as ``0/3000028`` names, in bytes."""
    log, _, offset = position.partition("/")
    return (int(log, 16) << 32) + int(offset, 16)


def segment_number(position: str) -> int:
    """Give the number of the segment in which a position lies."""
    return position_number(position) // _SEGMENT_BYTES


def last_segment(end: str) -> int:
    """Give the number of the last segment of a log that ends at a position, before its byte."""
    return (position_number(end) - 1) // _SEGMENT_BYTES


def segment_name(timeline: int, number: int) -> str:
    """Give the name of a segment's file."""
    return f"{timeline:08X}{number // _PER_LOG:08X}{number % _PER_LOG:08X}"


def archived_numbers(archive: Path, timeline: int) -> list[int]:
    """Give the numbers of the segments of a timeline that are in the archive, in order."""
    prefix = f"{timeline:08X}"
    return sorted(
        int(path.name[8:16], 16) * _PER_LOG + int(path.name[16:], 16)
        for path in (archive.iterdir() if archive.is_dir() else ())
        if _SEGMENT.fullmatch(path.name) and path.name.startswith(prefix)
    )


def first_missing(archive: Path, *, timeline: int, since: int) -> int | None:
    """Give the first segment from ``since`` on that is missing although a later one is there."""
    numbers = [number for number in archived_numbers(archive, timeline) if number >= since]
    if numbers and numbers[0] > since:
        return since
    return next((one + 1 for one, next_one in pairwise(numbers) if next_one != one + 1), None)
