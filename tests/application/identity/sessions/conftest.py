import pytest
from tests.application.identity.sessions.scene import Lobby

from bank.infrastructure.in_memory.bank import InMemoryBank


@pytest.fixture
def lobby(bank: InMemoryBank) -> Lobby:
    return Lobby(bank)
