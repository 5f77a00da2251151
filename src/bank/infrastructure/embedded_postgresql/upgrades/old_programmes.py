"""The programmes of the version that wrote the data: whether they are there, what they say."""

import re
import subprocess
from pathlib import Path

from bank.infrastructure.embedded_postgresql.identity import child_environment
from bank.infrastructure.embedded_postgresql.upgrades.faults import OldProgrammesAreMissing

_NEEDED = ("postgres", "pg_controldata", "pg_ctl", "pg_resetwal")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_CHECKSUMS = re.compile(r"^Data page checksum version:\s+(\d+)$", re.MULTILINE)


def refuse_other_programmes(folder: Path, needed: str) -> None:
    """Refuse a folder without the programmes of the major version that is needed.

    Raises OldProgrammesAreMissing.
    """
    for name in _NEEDED:
        if not (folder / name).is_file():
            raise OldProgrammesAreMissing(folder, needed, f"{folder / name} does not exist")
    found = _VERSION.search(_said(folder / "postgres", "--version"))
    if found is None or found[1] != needed:
        there = found[1] if found else "something else"
        raise OldProgrammesAreMissing(folder, needed, f"{folder} has those of {there}")


def has_checksums(folder: Path, data: Path) -> bool:
    """Tell whether the old data have checksums; the new ones must be the same in that."""
    found = _CHECKSUMS.search(_said(folder / "pg_controldata", str(data)))
    return found is not None and found[1] != "0"


def _said(programme: Path, *arguments: str) -> str:
    return subprocess.run(  # noqa: S603 - what the operator named
        [programme, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=child_environment(),
    ).stdout
