"""The ``bank`` command imports what it runs, and no more."""

import subprocess
import sys


def test_asking_for_help_loads_neither_database_nor_server() -> None:
    """All of the bank takes seconds to import on a small machine; ``--help`` must not."""
    code = (
        "import sys, bank.bootstrap.main;"
        "print(*sorted({'alembic', 'granian', 'litestar', 'sqlalchemy'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert not done.stdout.strip()
