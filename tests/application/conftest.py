from collections.abc import AsyncIterator

import pytest
from tests.application.scene import Desk, a_bank

from bank.infrastructure.in_memory.bank import InMemoryBank


@pytest.fixture
async def bank() -> AsyncIterator[InMemoryBank]:
    async with a_bank().open() as opened:
        yield opened


@pytest.fixture
def desk(bank: InMemoryBank) -> Desk:
    return Desk(bank)
