"""PostgreSQL's own programmes for backups: run to their end, and ended with whoever runs them."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bank.infrastructure.embedded_postgresql.binaries import find_binaries
from bank.infrastructure.embedded_postgresql.identity import Identity, child_environment

_GUARD = Path(__file__).with_name("guard.py")
_PERCENT = re.compile(r"\((\d+)%\)")


class ProgrammeFailed(Exception):
    """A programme ended with another status than 0; the text is its reason."""


def run_programme(name: str, *arguments: str, folder: Path) -> Iterator[int]:
    """Run one of PostgreSQL's programmes in ``folder``; gives the percentages that it tells of.

    The kernel ends it when we end, however that happens.
    Raises ProgrammeFailed, BinariesAreMissing.
    """
    programme = find_binaries().postgres.with_name(name)
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603 - our own launcher
        Identity().command(
            [sys.executable, "-I", "-S", str(_GUARD), str(programme), *arguments],
            death_signal=signal.SIGTERM,
            folder=folder,
        ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=child_environment(),
        start_new_session=True,
    ) as process:
        try:
            for line in process.stdout or ():
                percent = _PERCENT.search(line)
                if percent:
                    yield int(percent[1])
                elif line.strip():
                    said.append(line.strip())
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        raise ProgrammeFailed(_reason(name, said, process.returncode))


def _reason(name: str, said: list[str], status: int) -> str:
    telling = [line for line in said if "error:" in line] or said
    return telling[0].rstrip(".") if telling else f"{name} ended with status {status}"
