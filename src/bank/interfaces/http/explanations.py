"""Says what is wrong with a request, field by field, without repeating what was sent."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, get_args

import msgspec
from msgspec import Struct

ERRORS_MAX = 20
_NAME_MAX = 64
_NUMBER_FOR_TEXT = re.compile(r"Expected `str.*`, got `(int|float)`")
_PLACE = re.compile(r" - at `\$\.?(.*)`$")


class FieldError(Struct, frozen=True):
    """One thing that is wrong: ``field`` is a JSON pointer in the body, else a parameter's name."""

    location: str
    field: str
    detail: str


BODY_NEEDED = FieldError("body", "", "This operation needs a JSON body.")


def explained(message: str) -> str:
    """Turn a decoder's message into what to do; values that it may quote are left out."""
    message = _PLACE.sub("", message)
    if _NUMBER_FOR_TEXT.match(message):
        return 'Write this as a string in quotes, such as "12.34"; a number is not taken.'
    if message.startswith("Invalid enum value"):
        return "This is not one of the documented values."
    if "regex" in message:
        return "This does not match the documented pattern."
    return message.replace("`", "")


def body_errors(body: bytes, shape: Any) -> tuple[FieldError, ...]:
    """Find what keeps a body of well-formed JSON from a shape: the first ``ERRORS_MAX`` things."""
    found = _errors(msgspec.json.decode(body), shape, "")
    return tuple(islice(found, ERRORS_MAX))


def _errors(value: Any, shape: Any, pointer: str) -> Iterator[FieldError]:
    struct = _struct_in(shape)
    if struct is not None and isinstance(value, dict):
        yield from _object_errors(value, struct, pointer)
    elif struct is not None and isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _errors(item, struct, f"{pointer}/{index}")
    else:
        try:
            msgspec.convert(value, shape)
        except msgspec.ValidationError as fault:
            yield FieldError("body", pointer, explained(str(fault)))


def _object_errors(
    value: dict[str, Any], struct: type[Struct], pointer: str
) -> Iterator[FieldError]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for name, inner in value.items():
        place = f"{pointer}/{name[:_NAME_MAX]}"
        if name in fields:
            yield from _errors(inner, fields[name].type, place)
        else:
            detail = f"There is no such field; there are: {', '.join(sorted(fields)) or 'none'}."
            yield FieldError("body", place, detail)
    for name, field in fields.items():
        if field.required and name not in value:
            yield FieldError("body", f"{pointer}/{name}", "This field is missing.")


def _struct_in(shape: Any) -> type[Struct] | None:
    if isinstance(shape, type) and issubclass(shape, Struct):
        return shape
    for part in get_args(shape):
        if (found := _struct_in(part)) is not None:
            return found
    return None
