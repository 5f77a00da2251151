"""Sources of properties, each flat: a name, the text it was given, and where that stands."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bank.bootstrap.configuration.errors import ConfigurationError
from bank.bootstrap.configuration.relaxed_names import (
    Name,
    environment_name,
    environment_spellings,
    environment_words,
    format_name,
    parse_name,
    uniform_name,
    written_spellings,
)

JSON_VARIABLES = ("SPRING_APPLICATION_JSON", "BANK_APPLICATION_JSON")
"""Variables that hold a whole document, lowest first."""

_KUBERNETES_LINK = re.compile(
    r".*_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)"
)
_OPTION = re.compile(r"--([A-Za-z][\w-]*\.[^=\s]*)(?:=(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    """The text given for a name (None where a file says null), and its source in words."""

    value: str | None
    source: str


@dataclass(frozen=True)
class PropertySource:
    """Properties of one file, document, tree or command line."""

    properties: Mapping[Name, Property]

    @cached_property
    def _uniform(self) -> dict[Name, Property]:
        return {uniform_name(name): found for name, found in self.properties.items()}

    def find(self, text: str) -> Property | None:
        """Look one property up under any relaxed spelling."""
        return self._uniform.get(uniform_name(parse_name(text)))

    def listed(self, text: str) -> list[Property]:
        """Give a list's items, whether written as a list or separated by commas."""
        if whole := self.find(text):
            items = (item.strip() for item in (whole.value or "").split(","))
            return [Property(item, whole.source) for item in items if item]
        items_found: list[Property] = []
        while item_found := self.find(f"{text}[{len(items_found)}]"):
            items_found.append(item_found)
        return items_found

    def spellings(self, element: str, given: Name) -> Iterator[int]:
        """Yield how many leading elements of `given` may spell `element` in this source."""
        return written_spellings(element, given)

    def under(self, prefix: Name) -> Iterator[tuple[Name, Property]]:
        """Yield the properties below a name, each with what its own name says after it."""
        for name, found in self.properties.items():
            for consumed in self._consumed(prefix, name):
                yield name[consumed:], found
                break

    def follows(self, prefix: Name, given: Name) -> bool:
        """Say whether a name given in this source begins with this prefix."""
        return any(True for _ in self._consumed(prefix, given))

    def _consumed(self, prefix: Name, given: Name) -> Iterator[int]:
        if not prefix:
            yield 0
            return
        for count in self.spellings(str(prefix[0]), given):
            for rest in self._consumed(prefix[1:], given[count:]):
                yield count + rest


@dataclass(frozen=True)
class EnvironmentSource(PropertySource):
    """Environment variables: the words of a name, without the dashes and the capitals."""

    variables: Mapping[str, str]

    def find(self, text: str) -> Property | None:
        """Look up the variable itself (`${HOSTNAME}`), then the name's two spellings."""
        if text in self.variables:
            return Property(self.variables[text], f"environment variable {text}")
        name = parse_name(text)
        older = environment_words(format_name(name).translate(str.maketrans(".-[]", "____")))
        return self.properties.get(environment_words(environment_name(name))) or (
            self.properties.get(older)
        )

    def spellings(self, element: str, given: Name) -> Iterator[int]:
        """Yield both spellings of the environment, `poolsize` and `pool_size`."""
        return environment_spellings(element, given)


def environment_source(
    variables: Mapping[str, str], aliases: Mapping[str, str]
) -> EnvironmentSource:
    """Take the environment; an alias stands for its variable unless that is set as well.

    Kubernetes describes every service of a namespace in variables of its own making. For a
    service called `bank` they would read as settings, so their shapes are passed over.
    """
    properties: dict[Name, Property] = {}
    for variable, value in variables.items():
        target = aliases.get(variable, variable)
        overruled = target != variable and target in variables
        linked = _KUBERNETES_LINK.fullmatch(variable) or value.startswith(("tcp://", "udp://"))
        if overruled or linked or variable in JSON_VARIABLES:
            continue
        found = Property(value, f"environment variable {variable}")
        properties[environment_words(target)] = found
    return EnvironmentSource(properties, variables)


def json_sources(variables: Mapping[str, str]) -> Iterator[PropertySource]:
    """Read the documents that stand in environment variables."""
    for variable in JSON_VARIABLES:
        if variable not in variables:
            continue
        try:
            document = json.loads(variables[variable], parse_int=str, parse_float=str)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise ConfigurationError(
                "is not a JSON object",
                key=variable,
                source="environment",
                remedy='Write it as {"bank": {"server": {"port": 8080}}}.',
            )
        source = f"environment variable {variable}"
        yield PropertySource(
            {name: Property(text, source) for name, text in _flattened(document, ())}
        )


def _flattened(value: object, name: Name) -> Iterator[tuple[Name, str | None]]:
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from _flattened(child, (*name, *parse_name(key)))
    elif isinstance(value, list) and value:
        for index, child in enumerate(value):
            yield from _flattened(child, (*name, index))
    elif isinstance(value, bool):
        yield name, str(value).lower()
    else:
        yield name, value if isinstance(value, str) else None if value is None else ""


def command_line_source(arguments: Iterable[str]) -> PropertySource:
    """Take the options with a dot in their name, `--bank.server.port=8080`; others are not ours."""
    properties: dict[Name, Property] = {}
    for argument in arguments:
        option = _OPTION.fullmatch(argument)
        if option is None:
            continue
        key, value = option.groups()
        if value is None:
            raise ConfigurationError(
                "has no value",
                key=key,
                source=f"command line option --{key}",
                remedy=f"Write --{key}=VALUE, with the equals sign.",
            )
        properties[parse_name(key)] = Property(value, f"command line option --{key}")
    return PropertySource(properties)
