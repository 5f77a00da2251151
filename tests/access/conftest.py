"""The operations of the interface, and worlds to ask them in."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from tests.access.world import World, a_world
from tests.application.scene import AUTHORIZER, OPENED_AT, a_bank
from tests.interfaces.http.scene import RULES, House
from tests.signing import token_ports

from bank.domain.approval_rules import ApprovalRule
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.interfaces.http.openapi import document

LARGE_TRANSFERS = ApprovalRule(
    actions=("transfer.post",),
    roles=frozenset({"branch_manager"}),
    currency="EUR",
    above_minor=50_00,
)
NewWorld = Callable[..., Awaitable[World]]


def _operations() -> dict[str, tuple[str, str]]:
    paths = json.loads(document())["paths"]
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


@pytest.fixture(scope="module")
def operations() -> dict[str, tuple[str, str]]:
    return _operations()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path_factory.mktemp("access") / "keys", OPENED_AT)


@pytest.fixture
async def new_world(keys: LocalKeyService) -> AsyncIterator[NewWorld]:
    """Give worlds: another one for each request that uses something up."""
    async with AsyncExitStack() as stack:

        async def made(authorizer: CasbinAuthorizer = AUTHORIZER) -> World:
            ports = token_ports(keys, RULES)
            opened = a_bank(ports=ports, approvals=[LARGE_TRANSFERS], authorizer=authorizer).open()
            bank = await stack.enter_async_context(opened)
            return await a_world(House(bank, keys))

        yield made
