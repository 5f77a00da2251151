"""A file of the bank's own is read strictly, and what is wrong with it is told in a sentence."""

from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from bank.bootstrap.configuration import ConfigurationError

Form = TypeVar("Form")


class StrictForm(msgspec.Struct, forbid_unknown_fields=True, rename="kebab", frozen=True):
    """What the forms of all files have in common: unknown names are mistakes."""


def read_strictly(path: Path, form: type[Form], key: str) -> Form:
    """Read a file that the setting ``key`` names. Raises ``ConfigurationError``."""
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), form)
    except (OSError, yaml.YAMLError, ValueError) as fault:
        raise file_fault(key, path, str(fault)) from None


def file_fault(key: str, path: Path, problem: str) -> ConfigurationError:
    """Say what is wrong with the file that the setting ``key`` names."""
    return ConfigurationError(
        problem,
        key=key,
        source=str(path),
        remedy="Correct the file, or name another one in the configuration.",
    )
