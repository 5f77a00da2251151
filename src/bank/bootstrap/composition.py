"""The composition root: the container of one process."""

from collections.abc import Iterable

from dishka import AsyncContainer, Provider, make_async_container

from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.clock import Clock
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.tracer import Tracer
from bank.bootstrap import every_use_case  # noqa: F401 - declares all use cases
from bank.bootstrap.providers import (
    Keys,
    Machine,
    Policies,
    Posting,
    Storage,
    UnitsOfWork,
    use_cases,
)
from bank.bootstrap.scopes import DishkaScopes
from bank.bootstrap.settings import BankSettings


def compose(
    settings: BankSettings, tracer: Tracer, plugins: Iterable[Provider] = ()
) -> AsyncContainer:
    """Make the container; nothing is opened or connected before it is asked for.

    Plugins override ours.
    """
    return make_async_container(
        Machine(),
        Keys(),
        Policies(),
        Storage(),
        Posting(),
        UnitsOfWork(),
        use_cases(),
        *plugins,
        context={BankSettings: settings, Tracer: tracer},
    )


async def pipeline_of(container: AsyncContainer) -> Pipeline:
    """Give the pipeline over a container."""
    return Pipeline(
        DishkaScopes(container),
        await container.get(Authorizer),
        await container.get(Clock),
        await container.get(Ids),
        await container.get(KeyedDigests),
        await container.get(Tracer),
    )
