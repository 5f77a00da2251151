"""The audit trail: only ever added to."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.domain.audit import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which events: each given field must match.

    ``actor`` is a pseudonym, times are UTC, ``until`` is excluded.
    """

    action: str | None = None
    actor: str | None = None
    object_id: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditTrail(Protocol):
    """The events, inside the current unit of work."""

    @abstractmethod
    async def append(self, event: AuditEvent) -> None:
        """Add an event."""

    @abstractmethod
    async def page(
        self, wanted: AuditFilter, *, after: UUID | None, limit: int
    ) -> Sequence[AuditEvent]:
        """Give up to ``limit`` events in the order of their ids, from the one after ``after``."""
