"""Getting a segment out of the archive: only what was never archived is the end of the log."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bank.infrastructure.embedded_postgresql import fetch_segment

_NAME = "000000010000000000000001"
_NOT_THERE, _GIVE_UP = 1, 255


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / _NAME).write_bytes(b"log")
    digest = hashlib.sha256(b"log").hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  {_NAME}\n")
    return folder


def _fetch(archive: Path, name: str = _NAME) -> subprocess.CompletedProcess[str]:
    script = Path(fetch_segment.__file__)
    return subprocess.run(
        [sys.executable, "-I", "-S", script, archive, name, archive.with_name("fetched")],
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_segment_is_fetched_whole(archive: Path) -> None:
    assert _fetch(archive).returncode == 0
    assert archive.with_name("fetched").read_bytes() == b"log"


def test_a_segment_that_was_never_archived_is_the_end(archive: Path) -> None:
    assert _fetch(archive, "000000010000000000000002").returncode == _NOT_THERE


TROUBLES: dict[str, Callable[[Path], object]] = {
    "the archive is away": lambda archive: archive.rename(archive.with_name("away")),
    "its checksums are away": lambda archive: (archive / "SHA256SUMS").unlink(),
    "a byte differs": lambda archive: (archive / _NAME).write_bytes(b"lag"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_stops_the_recovery(archive: Path, trouble: str) -> None:
    TROUBLES[trouble](archive)
    done = _fetch(archive)
    assert done.returncode == _GIVE_UP
    assert f"archived segment {_NAME}" in done.stderr
