"""A bank whose batches can be told apart, and a second process over its database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.contracts import postgresql_backend
from tests.contracts.postgresql_backend import PostgresqlBackend
from tests.contracts.processes import Process, process
from tests.contracts.remembering import Scene, journal_over
from tests.contracts.wire import wire


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with postgresql_backend.opened(tmp_path) as backend:
        assert isinstance(backend, PostgresqlBackend)
        journal = journal_over(backend, 1)
        with wire(journal, tmp_path / "wire") as watched:
            async with journal._pool, process(journal, backend.clock) as bank:
                await watched.watch()
                yield Scene(backend, bank, watched)


@pytest.fixture
async def second(scene: Scene) -> AsyncIterator[Process]:
    """Run a second process over the same database."""
    journal = journal_over(scene.backend, 2, name="second")
    async with journal._pool, process(journal, scene.backend.clock) as bank:
        yield bank
