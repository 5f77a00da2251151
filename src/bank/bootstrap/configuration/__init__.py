"""Configuration with the semantics of Spring Boot: layers, profiles, relaxed names, strict binding.

`docs/reference/configuration.md` explains it to operators and lists the settings.
"""

from bank.bootstrap.configuration.errors import ConfigurationError
from bank.bootstrap.configuration.layers import Configuration, Packaged, load_configuration
from bank.bootstrap.configuration.schema import ConfigFile
from bank.bootstrap.configuration.values import DataSize, Secret

__all__ = [
    "ConfigFile",
    "Configuration",
    "ConfigurationError",
    "DataSize",
    "Packaged",
    "Secret",
    "load_configuration",
]
