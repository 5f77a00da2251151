"""Every contract runs over every backend."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.contracts import in_memory_backend, postgresql_backend
from tests.contracts.backend import Backend

ALL = {"in_memory": in_memory_backend.opened, "postgresql": postgresql_backend.opened}


@pytest.fixture(params=ALL)
async def backend(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Backend]:
    async with ALL[request.param](tmp_path) as opened:
        yield opened
