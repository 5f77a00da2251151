"""Exceptions as text for a log: what failed and where, without the values that it failed on."""

import re
from collections.abc import Iterator
from traceback import format_tb
from types import TracebackType
from typing import Final

_CHAIN_LENGTH_MAX: Final = 8
_MEMBERS_MAX: Final = 5
_FRAMES_MAX: Final = 30

# PostgreSQL puts row values behind DETAIL, CONTEXT and LINE, and SQLAlchemy the statement and its
# parameters in brackets. A value may hold line breaks, so that nothing after the word can be kept.
_VALUES_FOLLOW: Final = re.compile(
    r"(?:\s|\\n)*(?:(?<![A-Z])(?:DETAIL|CONTEXT|LINE \d+): |\[SQL: |\[parameters: ).*", re.DOTALL
)
_QUOTED_VALUES: Final = (
    re.compile(
        r"((?:invalid|malformed|out of range|does not match)[^:\n]{0,120}: )[\"'][^\n]*[\"']",
        re.IGNORECASE,
    ),
    re.compile(r"(\bvalue )\"[^\"\n]*\"(?= is| for| too)"),
)


def database_values_cut(text: str) -> str:
    """Take out of a database's words the values of rows and parameters."""
    for quoted in _QUOTED_VALUES:
        text = quoted.sub(r'\1"…"', text)
    return _VALUES_FOLLOW.sub(" …", text)


def fault_text(fault: BaseException) -> str:
    """Give an exception with its causes, deepest first, as Python does.

    Messages have database values taken out one by one, because in a finished text nobody can tell
    where a message ends and the next traceback begins. They are not masked yet.
    """
    return "\n".join(_lines(fault, seen=set()))


def _lines(fault: BaseException, *, seen: set[int]) -> Iterator[str]:
    if id(fault) in seen or len(seen) >= _CHAIN_LENGTH_MAX:
        return
    seen.add(id(fault))
    if fault.__cause__ is not None:
        yield from _lines(fault.__cause__, seen=seen)
        yield "The above exception was the direct cause of the following exception:"
    elif fault.__context__ is not None and not fault.__suppress_context__:
        yield from _lines(fault.__context__, seen=seen)
        yield "During handling of the above exception, another exception occurred:"
    yield from _frames(fault.__traceback__)
    kind = type(fault)
    name = kind.__qualname__ if kind.__module__ == "builtins" else _full_name(kind)
    message = database_values_cut(message_of(fault))
    yield f"{name}: {message}" if message else name
    if isinstance(fault, BaseExceptionGroup):
        for member in fault.exceptions[:_MEMBERS_MAX]:
            yield "Member of the group above:"
            yield from _lines(member, seen=seen)


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    frames = format_tb(traceback)
    if frames:
        yield "Traceback (most recent call last):"
        yield "".join(frames[-_FRAMES_MAX:]).rstrip("\n")


def _full_name(kind: type[BaseException]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def message_of(fault: BaseException) -> str:
    """Give an exception's message, which is not masked yet; raises nothing."""
    try:
        return str(fault)
    except Exception:  # noqa: BLE001 - an exception that cannot be shown must not break the log
        return "(its message cannot be read)"
