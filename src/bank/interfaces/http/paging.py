"""Lists are read page by page; a cursor is opaque to whoever sends it back."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from litestar.params import QueryParameter
from msgspec import Struct

from bank.interfaces.http.refusals import InvalidCursor

LIMIT_MAX = 200
LIMIT_USUAL = 50
Limit = Annotated[
    int, QueryParameter(ge=1, le=LIMIT_MAX, description="How many items the page has at most.")
]
Cursor = Annotated[
    str | None,
    QueryParameter(
        description="Where the page begins: `next_cursor` of the page before it.",
        schema_extra={"pattern": "^[A-Za-z0-9._~-]+$"},
    ),
]
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
Row = TypeVar("Row")
View = TypeVar("View")


class Page(Struct, Generic[View]):
    """One page of a list; ``next_cursor`` is null on the last one."""

    items: list[View]
    next_cursor: str | None = None


def page_of(
    rows: Sequence[Row],
    limit: int,
    view: Callable[[Row], View],
    mark: Callable[[Row], str | int | UUID],
) -> Page[View]:
    """Make a page of ``limit`` rows out of one more; ``mark`` is what the next page follows."""
    items = [view(row) for row in rows[:limit]]
    following = cursor_of(mark(rows[limit - 1])) if len(rows) > limit else None
    return Page(items, following)


def page_before(items: list[View], next_before: int | None) -> Page[View]:
    """Make a page of what a search found; the next one goes on before a number."""
    return Page(items, None if next_before is None else cursor_of(next_before))


def number_after(cursor: str | None) -> int | None:
    """Read a cursor that marks a number."""
    text = text_after(cursor)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text) or int(text) >= 1 << 63:
        raise InvalidCursor
    return int(text)


def id_after(cursor: str | None) -> UUID | None:
    """Read a cursor that marks an id."""
    text = text_after(cursor)
    if text is None:
        return None
    try:
        found = UUID(text)
    except ValueError:
        raise InvalidCursor from None
    if str(found) != text:
        raise InvalidCursor
    return found


def text_after(cursor: str | None) -> str | None:
    """Read a cursor that marks a text."""
    if cursor is None:
        return None
    try:
        text = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
    except ValueError:
        raise InvalidCursor from None
    if not text or not text.isprintable() or cursor_of(text) != cursor:
        raise InvalidCursor
    return text


def cursor_of(mark: str | int | UUID) -> str:
    """Write where the next page begins, so that nobody reads anything into it."""
    return urlsafe_b64encode(str(mark).encode()).rstrip(b"=").decode()
