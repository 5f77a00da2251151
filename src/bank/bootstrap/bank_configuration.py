"""Loads the bank's own configuration: where its packaged files are, and what its names mean."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import bank
from bank.bootstrap.configuration import Configuration, Packaged, load_configuration
from bank.bootstrap.settings import BankSettings

ALIASES = {"BANK_PORT": "BANK_SERVER_PORT"}
"""Second names of environment variables; the name proper wins."""

NOT_SETTINGS = ("BANK_TOKEN", "BANK_SHARED")
"""Environment variables that name no setting: a client's token, and the folder of test data."""

READ_ELSEWHERE = (
    "profiles.active",
    "config.import",
    "config.activate.on-profile",
    "plugins",
)
"""Names under `bank.` that no settings class holds: loading and the plugin door read them."""


def load_bank_configuration(
    arguments: Sequence[str] = (),
    *,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> Configuration:
    """Load all layers for the bank. Raises ConfigurationError."""
    given = os.environ if environment is None else environment
    return load_configuration(
        arguments,
        environment={name: value for name, value in given.items() if name not in NOT_SETTINGS},
        directory=directory,
        packaged=Packaged(
            folder=packaged_folder(), defaults={"bank": BankSettings}, aliases=ALIASES
        ),
    )


def bank_settings(configuration: Configuration) -> BankSettings:
    """Bind everything under `bank.` but the plugins' part. Raises ConfigurationError."""
    return configuration.bind("bank", BankSettings, apart_from=READ_ELSEWHERE)


def packaged_folder() -> Path:
    """Give the files that came with the code: `bank/config` in a wheel, `config` in a checkout."""
    package = Path(bank.__file__).parent
    within = package / "config"
    return within if within.is_dir() else package.parents[1] / "config"
