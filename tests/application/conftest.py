from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from tests.application.scene import OPENED_AT, Desk, a_bank
from tests.signing import token_ports

from bank.application.ports.authenticator import Authenticator, TokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.in_memory.bank import InMemoryBank
from bank.infrastructure.keystore.local_key_service import LocalKeyService


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path_factory.mktemp("keystore") / "keys", OPENED_AT)


@pytest.fixture(scope="session")
def ports(keys: LocalKeyService) -> Mapping[type[Any], Any]:
    return token_ports(keys, TokenRules("tests", "tests"))


@pytest.fixture
def issuer(ports: Mapping[type[Any], Any]) -> TokenIssuer:
    issuer: TokenIssuer = ports[TokenIssuer]
    return issuer


@pytest.fixture
def authenticator(ports: Mapping[type[Any], Any]) -> Authenticator:
    authenticator: Authenticator = ports[Authenticator]
    return authenticator


@pytest.fixture
async def bank(ports: Mapping[type[Any], Any]) -> AsyncIterator[InMemoryBank]:
    async with a_bank(ports=ports).open() as opened:
        yield opened


@pytest.fixture
def desk(bank: InMemoryBank) -> Desk:
    return Desk(bank)
