"""The pipeline's scopes, from dishka.

A container for each unit of work, inside the application's.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Self, TypeVar

from dishka import AsyncContainer
from dishka.exceptions import ExitError

from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.scopes import Scope, Scopes

Wanted = TypeVar("Wanted")


class DishkaScope(Scope):
    """A container of dishka's."""

    def __init__(self, container: AsyncContainer) -> None:
        """Take the container."""
        self._container = container

    async def get(self, wanted: type[Wanted]) -> Wanted:
        """Ask the container."""
        return await self._container.get(wanted)


class SharedScope(Scope):
    """The application's own container, open for ever: what it gives is made once and kept here."""

    def __init__(self, container: AsyncContainer) -> None:
        """Take the container."""
        self._container = container
        self._given: dict[type[Any], Any] = {}

    async def get(self, wanted: type[Wanted]) -> Wanted:
        """Ask the container, the first time."""
        given: Wanted | None = self._given.get(wanted)
        if given is None:
            given = self._given[wanted] = await self._container.get(wanted)
        return given

    async def __aenter__(self) -> Self:
        """Open nothing."""
        return self

    async def __aexit__(self, *_fault: object) -> None:
        """Close nothing: nothing in it belongs to one use."""


class DishkaScopes(Scopes):
    """Opens a container for each unit of work.

    Postings share the application's, for they have no unit.
    """

    def __init__(self, container: AsyncContainer) -> None:
        """Take the application's container."""
        self._container = container
        self._shared = SharedScope(container)

    def open(self, kind: UseCaseKind) -> AbstractAsyncContextManager[Scope]:
        """Open a scope."""
        if kind is UseCaseKind.POSTING:
            return self._shared
        return self._opened(kind)

    @asynccontextmanager
    async def _opened(self, kind: UseCaseKind) -> AsyncIterator[Scope]:
        raised: BaseException | None = None
        try:
            async with self._container(context={UseCaseKind: kind}) as container:
                try:
                    yield DishkaScope(container)
                except BaseException as fault:
                    raised = fault
                    raise
        except ExitError as left:
            # A connection that is lost by now must not hide what the unit came to.
            raise raised or _first(left) from None


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Give the first fault of a group."""
    (first, *_) = group.exceptions
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
