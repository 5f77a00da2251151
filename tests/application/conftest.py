from collections.abc import AsyncIterator

import pytest
from tests.application.scene import OPENED_AT, Desk, a_bank

from bank.application.ports.authenticator import TokenIssuer
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.in_memory.bank import InMemoryBank
from bank.infrastructure.in_memory.time_and_ids import CountedIds, SettableClock
from bank.infrastructure.keystore.local_key_service import LocalKeyService


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> TokenIssuer:
    keys = LocalKeyService.open_or_create(tmp_path_factory.mktemp("keystore") / "keys", OPENED_AT)
    return JwtTokenIssuer(keys, CountedIds(SettableClock(OPENED_AT)), TokenRules("tests", "tests"))


@pytest.fixture
async def bank(issuer: TokenIssuer) -> AsyncIterator[InMemoryBank]:
    async with a_bank(issuer=issuer).open() as opened:
        yield opened


@pytest.fixture
def desk(bank: InMemoryBank) -> Desk:
    return Desk(bank)
