"""Files as sources: YAML with several documents, and trees with one file for each key.

Scalars stay text until a setting's type says what they are, so that an account prefix of `007`
keeps its zeros and a time of `12:30` is not a number of minutes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bank.bootstrap.configuration.errors import ConfigurationError
from bank.bootstrap.configuration.relaxed_names import Name, parse_name
from bank.bootstrap.configuration.sources import Property, PropertySource

_NULL = "tag:yaml.org,2002:null"


class _Loader(yaml.SafeLoader):
    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """Refuse a key that stands twice, which YAML forbids and the library lets pass."""
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f"the key {key.value} stands twice in one map",
                        problem_mark=key.start_mark,
                    )
                seen.add(key.value)
        return node


def read_documents(path: Path, shown: str) -> list[PropertySource]:
    """Read the documents of a YAML file, lowest first. `shown` is the path as errors name it."""
    return parse_documents(_text(path, shown), shown)


def parse_documents(text: str, shown: str) -> list[PropertySource]:
    """Read YAML documents, lowest first."""
    sources = []
    try:
        loader = _Loader(text)
    except yaml.YAMLError:
        raise _unreadable("holds characters that YAML does not know", shown) from None
    try:
        while loader.check_node():
            node = loader.get_node()
            sources.append(_source(loader, node, shown))
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise _unreadable(f"is not YAML: {error.problem}", shown + line) from None
    except (yaml.YAMLError, RecursionError):
        raise _unreadable("is not YAML", shown) from None
    finally:
        loader.dispose()
    return sources


def read_tree(folder: Path) -> PropertySource:
    """Read a folder of secrets: a file's path is its key, its content the value.

    Names that begin with a dot are passed over; Kubernetes keeps its own links there.
    """
    properties: dict[Name, Property] = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") for part in parts) or not path.is_file():
            continue
        shown = f"config tree file {path}"
        name = tuple(element for part in parts for element in parse_name(part))
        properties[name] = Property(_text(path, shown).removesuffix("\n"), shown)
    return PropertySource(properties)


def _text(path: Path, shown: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _unreadable("is not UTF-8 text", shown) from None
    except OSError as error:
        raise _unreadable(f"cannot be read: {error.strerror}", shown) from None


def _source(loader: yaml.SafeLoader, node: yaml.Node | None, shown: str) -> PropertySource:
    if node is None or node.tag == _NULL:
        return PropertySource({})
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1
        raise _unreadable("is not a map of settings", f"{shown}, line {line}")
    return PropertySource(dict(_properties(loader, node, (), shown)))


def _properties(
    loader: yaml.SafeLoader, node: yaml.Node, name: Name, shown: str
) -> Iterator[tuple[Name, Property]]:
    source = f"{shown}, line {node.start_mark.line + 1}"
    match node:
        case yaml.MappingNode() if node.value:
            for key, child in _pairs(loader, node, shown):
                yield from _properties(loader, child, (*name, *parse_name(key)), shown)
        case yaml.SequenceNode() if node.value:
            for index, child in enumerate(node.value):
                yield from _properties(loader, child, (*name, index), shown)
        case yaml.ScalarNode():
            yield name, Property(None if node.tag == _NULL else node.value, source)
        case _:
            yield name, Property("", source)


def _pairs(
    loader: yaml.SafeLoader, node: yaml.MappingNode, shown: str
) -> Iterator[tuple[str, yaml.Node]]:
    loader.flatten_mapping(node)
    for key, child in node.value:
        if not isinstance(key, yaml.ScalarNode):
            line = key.start_mark.line + 1
            raise _unreadable("has a key that is not text", f"{shown}, line {line}")
        yield key.value, child


def _unreadable(problem: str, source: str) -> ConfigurationError:
    return ConfigurationError(
        problem, key="configuration", source=source, remedy="Correct or remove the file."
    )
