"""Strict binding: properties of all sources, merged under a settings class and converted.

Maps merge. A list is replaced whole by the highest source that names any of it.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_origin

import msgspec

from bank.bootstrap.configuration.errors import ConfigurationError
from bank.bootstrap.configuration.placeholders import PlaceholderError, Placeholders
from bank.bootstrap.configuration.relaxed_names import (
    Element,
    Name,
    environment_name,
    format_name,
    parse_name,
)
from bank.bootstrap.configuration.schema import Shape, declared_keys, locate, shape_of
from bank.bootstrap.configuration.sources import EnvironmentSource, Property, PropertySource
from bank.bootstrap.configuration.values import Secret

Parsers = Mapping[object, Callable[[str], object]]

_DEFAULT_SOURCE = "default of the settings class"


@dataclass(slots=True)
class _Node:
    found: Property | None = None
    children: dict[Element, "_Node"] = field(default_factory=dict)


class Binder:
    """Binds one prefix; `apart_from` are names below it that others read."""

    def __init__(
        self,
        prefix: str,
        settings: Any,
        *,
        apart_from: Iterable[str],
        placeholders: Placeholders,
        parsers: Parsers,
    ) -> None:
        self._prefix = parse_name(prefix)
        self._settings = settings
        self._apart_from = [parse_name(name) for name in apart_from]
        self._placeholders = placeholders
        self._parsers = parsers

    def bind(self, sources: Sequence[PropertySource]) -> Any:
        """Merge and convert. Raises ConfigurationError."""
        root = _Node()
        for source in sources:
            replaced: set[Name] = set()
            for given, found in source.under(self._prefix):
                if any(source.follows(name, given) for name in self._apart_from):
                    continue
                name = locate(self._settings, given, source.spellings)
                if name is None:
                    raise self._unknown(given, found, source)
                _insert(root, name, found, replaced)
        return self._value(root, shape_of(self._settings), self._prefix)

    def _value(self, node: _Node, shape: Shape, name: Name) -> Any:
        if node.found and not node.children:
            text = self._resolved(node.found, shape, name)
            if text is None or (text == "" and shape.kind != "leaf"):
                return self._empty(node, shape, name)
            if text == "" and shape.optional:
                return None
            if shape.kind == "leaf":
                return self._leaf(text, node.found, shape, name)
            if shape.kind == "list":
                items = [Property(item.strip(), node.found.source) for item in text.split(",")]
                return self._list(node, [_Node(item) for item in items], shape, name)
        if node.found and node.found.value and shape.kind in {"section", "map"}:
            raise _wrong_type(node.found, shape, name)
        return self._collection(node, shape, name)

    def _empty(self, node: _Node, shape: Shape, name: Name) -> Any:
        if shape.optional:
            return None
        if shape.kind == "leaf" and node.found:
            raise _wrong_type(node.found, shape, name)
        return self._collection(node, shape, name)

    def _collection(self, node: _Node, shape: Shape, name: Name) -> Any:
        if shape.kind == "section":
            return self._section(node, shape, name)
        if shape.kind == "map":
            item = shape_of(shape.item)
            return {
                key: self._value(child, item, (*name, key)) for key, child in node.children.items()
            }
        return self._list(node, self._ordered(node, name), shape, name)

    def _section(self, node: _Node, shape: Shape, name: Name) -> Any:
        values = {}
        for each in msgspec.structs.fields(shape.type):
            key = (*name, each.encode_name)
            child, child_shape = node.children.get(each.encode_name), shape_of(each.type)
            if child is not None:
                values[each.name] = self._value(child, child_shape, key)
            elif child_shape.kind == "section" and not child_shape.optional:
                values[each.name] = self._value(_Node(), child_shape, key)
            elif not each.required:
                values[each.name] = self._default(each, child_shape, key)
            else:
                raise ConfigurationError(
                    "is required and no source gives it",
                    key=format_name(key),
                    source="missing",
                    remedy=f"Set it in application.yaml or as {environment_name(key)}.",
                )
        try:
            return shape.type(**values)
        except (TypeError, ValueError) as error:
            raise ConfigurationError(
                str(error),
                key=format_name(name),
                source=_sources_of(node),
                remedy="Correct the values of this section.",
            ) from None

    def _default(self, each: msgspec.structs.FieldInfo, shape: Shape, name: Name) -> Any:
        default = each.default
        if each.default_factory is not msgspec.NODEFAULT:
            default = each.default_factory()
        if shape.kind == "leaf" and isinstance(default, str | Path):
            found = Property(str(default), _DEFAULT_SOURCE)
            return self._leaf(self._resolved(found, shape, name) or "", found, shape, name)
        return default

    def _ordered(self, node: _Node, name: Name) -> list[_Node]:
        positions = {key: child for key, child in node.children.items() if isinstance(key, int)}
        for position in range(len(positions)):
            if position not in positions:
                raise ConfigurationError(
                    f"is a list whose item {position} is missing",
                    key=format_name(name),
                    source=_sources_of(node),
                    remedy="Number the items from 0 without a gap.",
                )
        return [positions[position] for position in range(len(positions))]

    def _list(self, written: _Node, items: list[_Node], shape: Shape, name: Name) -> Any:
        for meta in shape.meta:
            most = len(items) if meta.max_length is None else meta.max_length
            if not (meta.min_length or 0) <= len(items) <= most:
                raise _wrong_type(Property(None, _sources_of(written)), shape, name)
        item = shape_of(shape.item)
        values = [self._value(node, item, (*name, at)) for at, node in enumerate(items)]
        return (get_origin(shape.type) or list)(values)

    def _resolved(self, found: Property, shape: Shape, name: Name) -> str | None:
        if found.value is None:
            return None
        try:
            return self._placeholders.resolve(found.value)
        except PlaceholderError as error:
            secret = shape.type is Secret
            raise ConfigurationError(
                "holds a placeholder that cannot be resolved" if secret else error.problem,
                key=format_name(name),
                source=found.source,
                remedy=r"Write \${ for a literal ${." if secret else error.remedy,
            ) from None

    def _leaf(self, text: str, found: Property, shape: Shape, name: Name) -> Any:
        parser = self._parsers.get(shape.type)
        try:
            if parser is None:
                return msgspec.convert(text, shape.annotation, strict=False)
            value = parser(text)
            if shape.meta and isinstance(value, int):
                return msgspec.convert(value, shape.annotation)
        except (ValueError, LookupError, ArithmeticError, RuntimeError):
            raise _wrong_type(found, shape, name) from None
        return value

    def _unknown(self, given: Name, found: Property, source: PropertySource) -> ConfigurationError:
        key = format_name((*self._prefix, *given))
        prefix = format_name(self._prefix)
        known = [f"{prefix}.{format_name(name)}" for name in self._apart_from]
        if shape_of(self._settings).kind == "section":
            known += [declared.name for declared in declared_keys(self._settings, prefix)]
        return ConfigurationError(
            "is not a setting",
            key=key,
            source=found.source,
            remedy=_suggestion(key, known, in_environment=isinstance(source, EnvironmentSource)),
        )


def _insert(root: _Node, name: Name, found: Property, replaced: set[Name]) -> None:
    node = root
    for position, element in enumerate(name):
        at = name[:position]
        if isinstance(element, int) and at not in replaced:
            replaced.add(at)
            node.found = None
            node.children.clear()
        node = node.children.setdefault(element, _Node())
    node.found = found
    for key in [key for key in node.children if isinstance(key, int)]:
        del node.children[key]


def _suggestion(key: str, known: list[str], *, in_environment: bool) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    if not close:
        return "Remove it; docs/reference/configuration.md lists the settings."
    if in_environment:
        return f"Did you mean {environment_name(parse_name(close[0]))}?"
    return f"Did you mean {close[0]}?"


def _sources_of(node: _Node) -> str:
    if node.found:
        return node.found.source
    found = {_sources_of(child): None for child in node.children.values()}
    return "; ".join(found) or _DEFAULT_SOURCE


def _wrong_type(found: Property, shape: Shape, name: Name) -> ConfigurationError:
    return ConfigurationError(
        "has a value that does not fit",
        key=format_name(name),
        source=found.source,
        remedy=f"Give it {shape.expectation}.",
    )
