"""Moments as they are asked for, in the time that the bank keeps."""

from datetime import UTC, datetime

from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import InvalidRequest


def in_utc(given: datetime, name: str, *, location: str = "query") -> datetime:
    """Give a moment in UTC; refuses one without a zone, and one that UTC has no year for.

    ``name`` is the parameter's, or in a body the pointer to its field.
    """
    if given.tzinfo is None:
        detail = "Write the moment with its zone, such as 2026-11-24T12:00:00Z."
        raise InvalidRequest(errors=[FieldError(location, name, detail)])
    try:
        return given.astimezone(UTC)
    except OverflowError:
        detail = "Write a moment of the years 1 to 9999 in UTC."
        raise InvalidRequest(errors=[FieldError(location, name, detail)]) from None
