"""Data are made where one rename puts them in place."""

import tempfile
from pathlib import Path

import pytest

from bank.infrastructure.embedded_postgresql.staging import left_in_staging, staging_place

_MEMORY = Path("/dev/shm")  # noqa: S108 - only to have a second file system


def test_on_one_disk_it_is_beside_the_place_and_leaves_nothing(tmp_path: Path) -> None:
    root = tmp_path / "postgresql"
    root.mkdir()
    assert staging_place(root, "upgrading") == tmp_path / "upgrading"
    assert list(tmp_path.rglob("*")) == [root]


@pytest.mark.skipif(not _MEMORY.is_dir(), reason="there is no second file system")
def test_on_a_disk_of_its_own_it_is_within_the_place(tmp_path: Path) -> None:
    """Scenario: the place is on another disk than the home, as a mount or by a link.

    Outcome: things are made within it, and a rename puts them in place.
    """
    with tempfile.TemporaryDirectory(dir=_MEMORY) as disk:
        root = tmp_path / "postgresql"
        root.symlink_to(disk)
        staged = staging_place(root, "upgrading")
        assert staged == root / "upgrading"
        (staged / "data").mkdir(parents=True)
        assert left_in_staging(root, "upgrading") == [staged]
        (staged / "data").rename(root / "data")
        assert sorted(each.name for each in root.iterdir()) == ["data", "upgrading"]
        assert [each.name for each in tmp_path.iterdir()] == ["postgresql"]
