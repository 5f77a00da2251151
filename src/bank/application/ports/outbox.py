"""Domain events that leave the bank: written with the change, published later."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """A CloudEvents 1.0 event.

    ``bank.<noun>.<past-tense>.v1``, ordered within its ``ordering_key``.

    ``subject`` is the public id of what it is about; readers fetch the rest, so nothing personal is
    in it.
    """

    id: UUID
    type: str
    at: datetime
    subject: UUID
    ordering_key: str
    traceparent: str | None


class Outbox(Protocol):
    """The events, inside the current unit of work."""

    @abstractmethod
    async def add(self, *events: DomainEvent) -> None:
        """Add events, after all else in the unit: it locks the feed's end until the unit ends."""

    @abstractmethod
    async def after(self, position: int, limit: int) -> Sequence[tuple[int, DomainEvent]]:
        """Give up to ``limit`` committed events past a position, in commit order.

        None is ever added before them.
        """
