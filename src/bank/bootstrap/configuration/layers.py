"""All layers of configuration together, in Spring's order, and what can be asked of them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

import msgspec

from bank.bootstrap.configuration.binding import Binder, Parsers
from bank.bootstrap.configuration.loading import Loader, external_places
from bank.bootstrap.configuration.placeholders import Placeholders
from bank.bootstrap.configuration.profiles import active_profiles
from bank.bootstrap.configuration.relaxed_names import Name, parse_name
from bank.bootstrap.configuration.schema import ConfigFile, declared_keys
from bank.bootstrap.configuration.sources import (
    Property,
    PropertySource,
    command_line_source,
    environment_source,
    json_sources,
)
from bank.bootstrap.configuration.values import (
    DataSize,
    Secret,
    format_duration,
    parse_boolean,
    parse_data_size,
    parse_duration,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packaged:
    """What a distribution brings along.

    `folder` holds its own files, the lowest layer; `defaults` are settings classes by prefix, whose
    defaults placeholders may name; `aliases` are second names of environment variables.
    """

    folder: Path | None = None
    defaults: Mapping[str, type[msgspec.Struct]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Configuration:
    """Layers, lowest first; each consumer binds its own part of them.

    `defaults` are those of settings classes: placeholders may name them, binding has them anyway.
    `folders` are where a relative ConfigFile is looked for, first match wins; any other relative
    path is relative to `directory`, the working directory.
    """

    layers: tuple[PropertySource, ...]
    defaults: tuple[PropertySource, ...]
    profiles: tuple[str, ...]
    directory: Path
    folders: tuple[Path, ...]

    def bind(self, prefix: str, settings: type[T], *, apart_from: Sequence[str] = ()) -> T:
        """Bind what stands under a prefix, strictly; `apart_from` are names that others read.

        Raises ConfigurationError for an unknown key, a wrong type, a missing value.
        """
        own = [_default_source(prefix, settings)] if issubclass(settings, msgspec.Struct) else []
        binder = Binder(
            prefix,
            settings,
            apart_from=apart_from,
            placeholders=Placeholders((*self.defaults, *own, *self.layers)),
            parsers=self._parsers(),
        )
        return cast("T", binder.bind(self.layers))

    def under(self, prefix: str) -> Iterator[tuple[PropertySource, Name, Property]]:
        """Yield the properties under a prefix, each with its source and the rest of its name."""
        for layer in self.layers:
            for rest, found in layer.under(parse_name(prefix)):
                yield layer, rest, found

    def find(self, file: Path) -> Path:
        """Look a file of the configuration up; one that is nowhere is expected in `./config`."""
        for folder in self.folders:
            if (folder / file).is_file():
                return folder / file
        return self.directory / "config" / file

    def _parsers(self) -> Parsers:
        return {
            bool: parse_boolean,
            timedelta: parse_duration,
            DataSize: parse_data_size,
            Secret: Secret,
            ZoneInfo: ZoneInfo,
            Path: lambda text: self.directory / Path(text).expanduser(),
            ConfigFile: lambda text: self.find(Path(text).expanduser()),
        }


def load_configuration(
    arguments: Sequence[str] = (),
    *,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
    packaged: Packaged | None = None,
) -> Configuration:
    """Load every layer: files around `directory`, then environment, then command line.

    The process's own environment and working directory stand in where none is given.
    Raises ConfigurationError.
    """
    variables = os.environ if environment is None else environment
    directory = (directory or Path.cwd()).resolve()
    packaged = packaged or Packaged()
    upper = [
        environment_source(variables, packaged.aliases),
        *json_sources(variables),
        command_line_source(arguments),
    ]
    places = external_places(directory)
    brought = [packaged.folder.resolve()] if packaged.folder else []
    brought = [folder for folder in brought if folder not in places]

    def files(profiles: Sequence[str] | None) -> list[PropertySource]:
        loader = Loader(directory=directory, variables=variables, upper=upper, profiles=profiles)
        found = [*loader.group(brought), *loader.group(places)]
        for source in upper:
            found += loader.imports(source, directory)
        return found

    profiles = active_profiles([*files(None), *upper])
    lowest = [_default_source(*declared) for declared in packaged.defaults.items()]
    return Configuration(
        layers=(*files(profiles), *upper),
        defaults=tuple(lowest),
        profiles=profiles,
        directory=directory,
        folders=(*reversed(places), *brought),
    )


def _default_source(prefix: str, settings: type[msgspec.Struct]) -> PropertySource:
    properties: dict[Name, Property] = {}
    for declared in declared_keys(settings, prefix):
        text = _written(declared.default)
        if text is not None:
            properties[parse_name(declared.name)] = Property(text, "default")
    return PropertySource(properties)


def _written(default: object) -> str | None:
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, timedelta):
        return format_duration(default)
    return str(default) if isinstance(default, str | int | float | Path | ZoneInfo) else None
