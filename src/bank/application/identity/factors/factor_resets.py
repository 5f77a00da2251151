"""The store of resets of factors."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.domain.factor_resets import FactorReset
from bank.domain.identifiers import RowId
from bank.domain.principals import PrincipalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorResetFilter:
    """Whose resets: of people of these kinds, of one ``owner``; open ``at`` a time, or over."""

    at: datetime
    kinds: frozenset[PrincipalKind]
    is_open: bool | None = None
    owner: str | None = None


class FactorResets(Protocol):
    """Resets, inside the current unit of work; the store itself keeps two people apart."""

    @abstractmethod
    async def add(self, reset: FactorReset) -> None:
        """Keep a new reset."""

    @abstractmethod
    async def find(self, reset: UUID, *, lock: bool = False) -> FactorReset | None:
        """Give a reset; with ``lock`` nobody else changes it until the unit ends."""

    @abstractmethod
    async def save(self, reset: FactorReset) -> None:
        """Write state, confirmation and end of a reset that was locked."""

    @abstractmethod
    async def of(self, principal: RowId) -> Sequence[FactorReset]:
        """Give a principal's resets, the newest first."""

    @abstractmethod
    async def page(
        self, wanted: FactorResetFilter, *, before: UUID | None, limit: int
    ) -> Sequence[FactorReset]:
        """Give resets before one, the newest first."""

    @abstractmethod
    async def due(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Give resets whose wait is over and which are not done, the oldest first."""
