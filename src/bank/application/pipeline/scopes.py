"""Where the pipeline gets a use case and its ports from, each unit of work afresh."""

from abc import abstractmethod
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

from bank.application.pipeline.declaration import UseCaseKind

Wanted = TypeVar("Wanted")


class Scope(Protocol):
    """One unit of work's world: whatever is asked of it shares that unit."""

    @abstractmethod
    async def get(self, wanted: type[Wanted]) -> Wanted:
        """Give the use case or the port of that type."""


class Scopes(Protocol):
    """Opens scopes."""

    @abstractmethod
    def open(self, kind: UseCaseKind) -> AbstractAsyncContextManager[Scope]:
        """Open a scope for a kind of use case.

        A read snapshot for queries, nothing of its own for postings.

        Leaving it rolls back what was not committed.
        """
