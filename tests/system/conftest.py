"""A fresh bank for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.system.assembly import OpenBank, open_bank


@pytest.fixture
async def bank(tmp_path: Path) -> AsyncIterator[OpenBank]:
    async with open_bank(tmp_path) as opened:
        yield opened
