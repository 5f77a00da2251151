"""The thread that says where the bank is."""

import subprocess
import sys

import pytest

_LOOK = """
import sys
from bank.bootstrap import serving
before = set(sys.modules)
assert not serving._answers("127.0.0.1", 1)
print(*sorted(set(sys.modules) - before))
"""


@pytest.mark.slow
def test_the_announcing_thread_imports_nothing() -> None:
    """Scenario: server processes are forked while the thread looks whether they answer.

    Outcome: it holds no module's lock, so that none of them is born waiting for one. With the
    exporter of traces, which imports ``encodings.idna``, one start in ten hung for ever.
    """
    done = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
