"""What the types of settings say: which keys exist, and what a value must look like."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin
from zoneinfo import ZoneInfo

import msgspec

from bank.bootstrap.configuration.relaxed_names import Name
from bank.bootstrap.configuration.values import DataSize, Secret

ConfigFile = NewType("ConfigFile", Path)
"""A file that belongs to the configuration; a relative path is looked up in its folders."""

Spellings = Callable[[str, Name], Iterator[int]]

_EXPECTATIONS: dict[object, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    timedelta: "a duration such as 500ms, 10s, 15m or PT0.5S",
    DataSize: "a size such as 512KB or 10MB",
    Secret: "text, kept secret",
    Path: "a path",
    ConfigFile: "a path",
    ZoneInfo: "a time zone such as Europe/Berlin",
}


_KINDS = {"section": "a section of keys", "map": "a map", "list": "a list"}


@dataclass(frozen=True, slots=True)
class Shape:
    """One annotation, taken apart.

    `annotation` has lost its None, `type` its constraints as well; `item` is a collection's.
    """

    kind: Literal["section", "map", "list", "leaf"]
    type: Any
    item: Any
    annotation: Any
    optional: bool
    meta: tuple[msgspec.Meta, ...]

    @property
    def expectation(self) -> str:
        """Say what a value must look like, in words that never quote one."""
        if get_origin(self.type) is Literal:
            return "one of " + ", ".join(str(choice) for choice in get_args(self.type))
        limits = [
            words.format(bound)
            for meta in self.meta
            for words, bound in (
                ("at least {}", meta.ge),
                ("more than {}", meta.gt),
                ("at most {}", meta.le),
                ("less than {}", meta.lt),
                ("of the pattern `{}`", meta.pattern),
                ("of length {} or more", meta.min_length),
                ("of length {} or less", meta.max_length),
            )
            if bound is not None
        ]
        words = _KINDS.get(self.kind) or _EXPECTATIONS.get(self.type, "a value of its type")
        return f"{words}, {' and '.join(limits)}" if limits else words

    @property
    def item_expectation(self) -> str:
        """Say what each item of a list or map must look like."""
        return shape_of(self.item).expectation

    @property
    def description(self) -> str:
        """Give what the settings class says about this value."""
        return next((meta.description for meta in self.meta if meta.description), "")


def shape_of(annotation: Any) -> Shape:
    """Take an annotation apart."""
    bare, meta, optional = annotation, [], False
    while True:
        if get_origin(bare) is Annotated:
            bare, *extras = get_args(bare)
            meta += [extra for extra in extras if isinstance(extra, msgspec.Meta)]
        elif get_origin(bare) in {Union, UnionType}:
            members = [member for member in get_args(bare) if member is not NoneType]
            optional = optional or len(members) < len(get_args(bare))
            if len(members) != 1:
                break
            bare = members[0]
        else:
            break
    kind, item = _kind(bare)
    strict = Annotated[bare, *meta] if meta else bare
    return Shape(kind, bare, item, strict, optional, tuple(meta))


def _kind(bare: Any) -> tuple[Literal["section", "map", "list", "leaf"], Any]:
    origin = get_origin(bare) or bare
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return "section", None
    if origin is dict:
        return "map", get_args(bare)[1]
    if origin in {list, tuple, frozenset}:
        return "list", get_args(bare)[0]
    return "leaf", None


def locate(annotation: Any, given: Name, spellings: Spellings) -> Name | None:
    """Give the declared name for a given one under relaxed spelling, None if none is."""
    if not given:
        return ()
    shape = shape_of(annotation)
    if shape.kind == "section":
        for field in msgspec.structs.fields(shape.type):
            for consumed in spellings(field.encode_name, given):
                rest = locate(field.type, given[consumed:], spellings)
                if rest is not None:
                    return (field.encode_name, *rest)
    elif shape.kind == "map":
        if shape_of(shape.item).kind == "leaf":
            return (".".join(str(element) for element in given),)
        rest = locate(shape.item, given[1:], spellings)
        return None if rest is None else (str(given[0]), *rest)
    elif shape.kind == "list" and str(given[0]).isdecimal():
        rest = locate(shape.item, given[1:], spellings)
        return None if rest is None else (int(given[0]), *rest)
    return None


@dataclass(frozen=True, slots=True)
class DeclaredKey:
    """One key that a settings class declares; `default` is msgspec's NODEFAULT where required."""

    name: str
    shape: Shape
    default: object


def declared_keys(settings: type[msgspec.Struct], prefix: str) -> Iterator[DeclaredKey]:
    """List the keys of a settings class, sections opened, in the order of declaration."""
    for field in msgspec.structs.fields(settings):
        name = f"{prefix}.{field.encode_name}"
        shape = shape_of(field.type)
        if shape.kind == "section":
            yield from declared_keys(shape.type, name)
        else:
            default = field.default
            if field.default_factory is not msgspec.NODEFAULT:
                default = field.default_factory()
            yield DeclaredKey(name, shape, default)
