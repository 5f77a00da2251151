"""Resets of factors in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bank.application.identity.factors.factor_resets import (
    FactorResetFilter,
    FactorResets,
)
from bank.domain.factor_resets import FactorReset, FactorResetState
from bank.domain.identifiers import RowId
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryFactorResets(FactorResets):
    """The resets as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.factor_resets

    async def add(self, reset: FactorReset) -> None:
        """Keep it."""
        self._rows[reset.id] = reset

    async def find(self, reset: UUID, *, lock: bool = False) -> FactorReset | None:
        """Look for the id, after locking it if asked to."""
        if lock:
            await self._unit.lock("factor_reset", reset)
        return self._rows.get(reset)

    async def save(self, reset: FactorReset) -> None:
        """Keep it anew."""
        self._rows[reset.id] = reset

    async def of(self, principal: RowId) -> Sequence[FactorReset]:
        """Look for a principal's."""
        found = [each for each in self._rows.values() if each.principal == principal]
        return sorted(found, key=lambda each: (each.requested_at, each.id), reverse=True)

    async def page(
        self, wanted: FactorResetFilter, *, before: UUID | None, limit: int
    ) -> Sequence[FactorReset]:
        """Look for those that are wanted."""
        principals = self._unit.tables.principals
        found = [
            each
            for each in self._rows.values()
            if (before is None or each.id < before)
            and principals[each.principal].kind in wanted.kinds
            and wanted.is_open in {None, each.is_open(wanted.at)}
            and wanted.owner in {None, each.owner}
        ]
        return sorted(found, key=lambda each: each.id, reverse=True)[:limit]

    async def due(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Look for those that wait no longer."""
        found = [
            each
            for each in self._rows.values()
            if each.state is FactorResetState.WAITING and each.due_at <= now
        ]
        return [each.id for each in sorted(found, key=lambda each: (each.due_at, each.id))][:limit]
