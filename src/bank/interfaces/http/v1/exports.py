"""Entries as files, written while they are read.

What has begun as an answer cannot become a problem. So `Entry-Count` says beforehand how many
entries there are, and where something fails in the middle the connection breaks.
"""

import csv
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from io import StringIO
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.response import Stream
from msgspec import Struct

STRETCH = 1000
"""How many entries are read, and kept in memory, at once."""

FormatName = Literal["csv", "jsonl"]
Format = Annotated[
    FormatName,
    QueryParameter(
        name="format",
        description="`csv` (RFC 4180, with a line of names; free text that a spreadsheet would take"
        " for a formula has an apostrophe before it) or `jsonl` (a JSON object on each line).",
    ),
]
Row = TypeVar("Row", bound=Struct)

MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet begins a formula with; the last four are the wide forms of the first."""


def stretches(after: int, through: int) -> Iterable[tuple[int, int]]:
    """Divide a range of numbers into parts of ``STRETCH``."""
    return ((begun, min(begun + STRETCH, through)) for begun in range(after, through, STRETCH))


async def download(name: str, form: FormatName, count: int, blocks: AsyncIterator[bytes]) -> Stream:
    """Answer with a file; what fails before its first stretch is still answered as a problem."""
    first = await anext(blocks, b"")
    return Stream(
        _from(first, blocks),
        media_type=MEDIA_TYPES[form],
        headers={
            "content-disposition": f'attachment; filename="{name}.{form}"',
            "entry-count": str(count),
        },
    )


async def written(
    form: FormatName,
    columns: Sequence[str],
    rows: AsyncIterator[Sequence[Row]],
    cells: Callable[[Row], Iterable[Sequence[str]]],
) -> AsyncIterator[bytes]:
    """Write each stretch of rows; ``cells`` are the lines of CSV that a row makes."""
    heading = _lines([columns]) if form == "csv" else b""
    async for stretch in rows:
        if form == "csv":
            yield heading + _lines(line for row in stretch for line in cells(row))
            heading = b""
        else:
            yield b"".join([msgspec.json.encode(row) + b"\n" for row in stretch])
    if heading:
        yield heading


def plain(text: str | None) -> str:
    """Give free text that no spreadsheet takes for a formula."""
    if text is None:
        return ""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def documented_file(shown: type[Any]) -> dict[int, ResponseSpec]:
    """Give the OpenAPI of a file whose lines are, in ``jsonl``, each one of ``shown``."""
    return {
        200: ResponseSpec(
            data_container=shown,
            generate_examples=False,
            media_type=MEDIA_TYPES["jsonl"],
            description="The file, oldest entry first. `Entry-Count` says how many entries it has:"
            " a file with fewer was cut short, and so was one whose connection broke.",
        )
    }


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if first:
        yield first
    async for block in rest:
        yield block


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
