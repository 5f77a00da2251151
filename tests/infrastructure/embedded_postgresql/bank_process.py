"""A bank reduced to its embedded PostgreSQL, to be killed: ``python bank_process.py HOME``.

Prints ``report``, ``ready`` and ``fault`` lines, stops when its input ends, and then prints
``stopped``.
"""

import sys
from pathlib import Path

from bank.infrastructure.embedded_postgresql import EmbeddedPostgres, EmbeddedPostgresFault


def _say(kind: str, text: str) -> None:
    sys.stdout.write(f"{kind} {text}\n")
    sys.stdout.flush()


def _main(home: str) -> None:
    postgres = EmbeddedPostgres(Path(home), lambda sentence: _say("report", sentence))
    try:
        postgres.start()
    except EmbeddedPostgresFault as fault:
        _say("fault", f"{fault.code} {fault}")
        return
    _say("ready", postgres.dsn())
    sys.stdin.read()
    postgres.stop()
    _say("stopped", "")


if __name__ == "__main__":
    _main(sys.argv[1])
