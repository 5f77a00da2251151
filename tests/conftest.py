"""What every test shares: how hard Hypothesis looks, and how seldom garbage is looked for.

``HYPOTHESIS_PROFILE`` chooses; without it, ``ci`` where the machine says it is one, else ``dev``.
"""

import gc
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, database=None, print_blob=True
)
settings.register_profile(
    "nightly", max_examples=5000, deadline=timedelta(seconds=10), print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

ON_POSTGRESQL = ("system", "infrastructure/sql", "interfaces/workers")
"""Folders whose tests have a database of their own each: real, and not quick."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever runs on PostgreSQL as slow; `make check` leaves it to `make test`."""
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parent.as_posix()
        drawn = getattr(item, "callspec", None)
        backend = drawn.params.get("backend") if drawn else None
        if folder.startswith(ON_POSTGRESQL) or backend == "postgresql":
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Leave what was collected alone: thousands of tests and modules that stay until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
