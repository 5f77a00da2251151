from collections.abc import AsyncIterator

import pytest
from tests.application.scene import OPENED_AT, a_bank
from tests.interfaces.http.scene import RULES, House
from tests.signing import token_ports

from bank.infrastructure.keystore.local_key_service import LocalKeyService


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path_factory.mktemp("http") / "keys", OPENED_AT)


@pytest.fixture
async def house(keys: LocalKeyService) -> AsyncIterator[House]:
    async with a_bank(ports=token_ports(keys, RULES)).open() as bank:
        yield House(bank, keys)
