"""A backup or a restore in a process of its own, to be killed: ``HOME BACKUPS back_up``."""

import sys
from pathlib import Path

from bank.infrastructure.embedded_postgresql.backups.embedded_postgres_backups import (
    EmbeddedPostgresBackups,
)
from bank.infrastructure.system.clock import SystemClock


def _main(home: str, folder: str, task: str) -> None:
    backups = EmbeddedPostgresBackups(
        Path(home), Path(folder), keep=7, clock=SystemClock(), bank_version="0", schemas={"0002"}
    )
    kind, _, source = task.partition("=")
    if kind == "back_up":
        backups.take(lambda _line: None)
    else:
        backups.restore(Path(source), until=None, replace=False, report=lambda _line: None)


if __name__ == "__main__":
    _main(*sys.argv[1:])
