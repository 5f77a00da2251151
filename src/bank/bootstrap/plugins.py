"""The door for adapters that come as distributions of their own.

A distribution names a `Plugin` under an entry point of the group `bank.plugins`. It is active when
`bank.plugins.<name>` is configured and not `enabled: false`; code of others is never imported.
`docs/guides/write-a-plugin.md` shows one.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar

import msgspec
from dishka import Provider

from bank.bootstrap.configuration import Configuration, ConfigurationError
from bank.bootstrap.configuration.relaxed_names import format_name, parse_name

GROUP = "bank.plugins"

SettingsT = TypeVar("SettingsT", bound=msgspec.Struct)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plugin(Generic[SettingsT]):
    """What an adapter distribution offers.

    `name` is that of its entry point and of its section; `provider` is called once, with the bound
    settings, and may override what the bank itself provides.
    """

    name: str
    settings: type[SettingsT]
    provider: Callable[[SettingsT], Provider]


def plugin_providers(configuration: Configuration) -> tuple[Provider, ...]:
    """Give the providers of all active plugins, by name; they belong after the bank's own.

    Raises ConfigurationError: a section without its plugin, a plugin that cannot be loaded or is
    installed twice, and whatever strict binding refuses.
    """
    installed = installed_plugins()
    _refuse_strangers(configuration, installed)
    return tuple(
        _provider(configuration, installed[name])
        for name in sorted(installed)
        if _is_active(configuration, name)
    )


def installed_plugins() -> Mapping[str, EntryPoint]:
    """Find the plugins that are installed, without importing any of them."""
    found: dict[str, EntryPoint] = {}
    for entry_point in entry_points(group=GROUP):
        other = found.setdefault(entry_point.name, entry_point)
        if other is not entry_point:
            raise ConfigurationError(
                "is the name of two installed plugins",
                key=f"{GROUP}.{entry_point.name}",
                source=f"distributions {_distribution(other)} and {_distribution(entry_point)}",
                remedy="Uninstall one of them.",
            )
    return found


def _is_active(configuration: Configuration, name: str) -> bool:
    section = f"{GROUP}.{name}"
    if next(configuration.under(section), None) is None:
        return False
    if next(configuration.under(f"{section}.enabled"), None) is None:
        return True
    return configuration.bind(f"{section}.enabled", bool)


def _provider(configuration: Configuration, entry_point: EntryPoint) -> Provider:
    section = f"{GROUP}.{entry_point.name}"
    plugin = _loaded(entry_point)
    settings = configuration.bind(section, plugin.settings, apart_from=["enabled"])
    return plugin.provider(settings)


def _loaded(entry_point: EntryPoint) -> Plugin[msgspec.Struct]:
    try:
        plugin = entry_point.load()
    except Exception as error:
        raise _broken(entry_point, f"cannot be imported ({type(error).__name__})") from error
    if not isinstance(plugin, Plugin):
        raise _broken(entry_point, "is not a Plugin")
    if plugin.name != entry_point.name:
        raise _broken(entry_point, f"calls itself {plugin.name}")
    return plugin


def _refuse_strangers(configuration: Configuration, installed: Mapping[str, EntryPoint]) -> None:
    for layer, rest, found in configuration.under(GROUP):
        if not rest or any(layer.follows(parse_name(name), rest) for name in installed):
            continue
        name = format_name(rest[:1])
        close = difflib.get_close_matches(name, installed, n=1)
        hint = f" Did you mean {GROUP}.{close[0]}?" if close else ""
        names = ", ".join(sorted(installed)) or "none"
        raise ConfigurationError(
            "is not the name of an installed plugin",
            key=f"{GROUP}.{name}",
            source=found.source,
            remedy=f"Install it or remove the section; installed: {names}.{hint}",
        )


def _broken(entry_point: EntryPoint, problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"{entry_point.value} {problem}",
        key=f"{GROUP}.{entry_point.name}",
        source=f"distribution {_distribution(entry_point)}",
        remedy="Repair or uninstall the distribution, or remove the plugin's section.",
    )


def _distribution(entry_point: EntryPoint) -> str:
    return entry_point.dist.name if entry_point.dist else "unknown"
