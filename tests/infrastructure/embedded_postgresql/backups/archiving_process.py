"""A database that archives, in a process of its own, to be confined: ``HOME``.

Prints ``report`` lines and ``ready``; stops when its input ends.
"""

import sys
from datetime import timedelta
from pathlib import Path

from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.archiving import archiving_settings


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _main(home: Path) -> None:
    settings = archiving_settings(home, within=timedelta(minutes=1))
    with EmbeddedPostgres(home, lambda line: _say(f"report {line}"), settings):
        _say("ready")
        sys.stdin.read()


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
