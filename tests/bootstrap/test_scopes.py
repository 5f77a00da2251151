"""What the pipeline's scopes share, and what each unit of work has for itself."""

from collections.abc import AsyncIterator

import pytest
from dishka import AsyncContainer, Provider, Scope, make_async_container

from bank.application.pipeline.declaration import UseCaseKind
from bank.bootstrap.scopes import DishkaScopes


class Ledger:
    """Stands for what the whole application shares."""


class Unit:
    """Stands for what each unit of work has for itself."""


@pytest.fixture
async def container() -> AsyncIterator[AsyncContainer]:
    provider = Provider()
    provider.provide(Ledger, scope=Scope.APP)
    provider.provide(Unit, scope=Scope.REQUEST)
    kind = Provider()
    kind.from_context(UseCaseKind, scope=Scope.REQUEST)
    made = make_async_container(provider, kind)
    yield made
    await made.close()


async def test_postings_share_one_scope_and_what_it_gives(container: AsyncContainer) -> None:
    scopes = DishkaScopes(container)
    async with scopes.open(UseCaseKind.POSTING) as one, scopes.open(UseCaseKind.POSTING) as other:
        assert await one.get(Ledger) is await other.get(Ledger) is await container.get(Ledger)
        with pytest.raises(Exception, match="Unit"):
            await one.get(Unit)


async def test_every_other_use_has_a_unit_of_its_own(container: AsyncContainer) -> None:
    scopes = DishkaScopes(container)
    async with scopes.open(UseCaseKind.COMMAND) as one, scopes.open(UseCaseKind.QUERY) as other:
        assert await one.get(Unit) is await one.get(Unit)
        assert await one.get(Unit) is not await other.get(Unit)
        assert await one.get(Ledger) is await other.get(Ledger)


async def test_a_fault_leaves_the_shared_scope_open(container: AsyncContainer) -> None:
    scopes = DishkaScopes(container)
    with pytest.raises(ValueError, match="mine"):
        async with scopes.open(UseCaseKind.POSTING):
            raise ValueError("mine")
    async with scopes.open(UseCaseKind.POSTING) as scope:
        assert isinstance(await scope.get(Ledger), Ledger)
