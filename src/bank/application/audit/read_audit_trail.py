"""The audit trail is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.audit_trail import AuditFilter, AuditTrail
from bank.domain.audit import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Which events, after which, how many."""

    wanted: AuditFilter
    after: UUID | None = None
    limit: int = 50


@use_case(action="audit.read", kind=UseCaseKind.QUERY, audited=True)
class ListAuditEvents:
    """Open to auditors and compliance officers; reading the trail is itself audited.

    Refuses nothing.
    """

    def __init__(self, trail: AuditTrail) -> None:
        """Take the trail."""
        self._trail = trail

    async def __call__(self, command: AuditPage, _act: Act) -> Sequence[AuditEvent]:
        """Give the events in the order of their ids."""
        return await self._trail.page(command.wanted, after=command.after, limit=command.limit)
