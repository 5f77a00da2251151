from collections.abc import AsyncIterator

import pytest
from tests.application.posting.journals import Watched, WatchedJournal
from tests.application.scene import a_bank

from bank.application.posting.queue import QueueLimits
from bank.infrastructure.in_memory.bank import InMemoryBank

LIMITS = QueueLimits(capacity=20, batch_max=8, attempts_max=3, unknown_ms_max=100)


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
async def bank(watched: Watched) -> AsyncIterator[InMemoryBank]:
    async with a_bank(limits=LIMITS, journal=watched).open() as opened:
        yield opened


@pytest.fixture
def journal(bank: InMemoryBank, watched: Watched) -> WatchedJournal:
    return watched.journal
