"""Challenges, known payees and payers' thresholds in memory."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from bank.application.identity.challenges.challenges import Challenges, KnownPayees, OwnThresholds
from bank.domain.challenges import Challenge
from bank.domain.identifiers import RowId
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryChallenges(Challenges):
    """The challenges as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._rows = unit.tables.challenges

    async def put(self, challenge: Challenge) -> None:
        """Keep it, and drop an earlier one of its request."""
        earlier = await self.of_request(challenge.principal, challenge.key)
        if earlier is not None:
            del self._rows[earlier.id]
        self._rows[challenge.id] = challenge

    async def find(self, challenge: UUID) -> Challenge | None:
        """Look for it."""
        return self._rows.get(challenge)

    async def of_request(self, principal: RowId, key: UUID) -> Challenge | None:
        """Look through them."""
        wanted = (principal, key)
        return next((c for c in self._rows.values() if (c.principal, c.key) == wanted), None)

    async def save(self, challenge: Challenge) -> None:
        """Keep it anew."""
        self._rows[challenge.id] = challenge

    async def forget(self, *, expired_at: datetime) -> int:
        """Drop what is expired."""
        gone = [each.id for each in self._rows.values() if each.expires_at <= expired_at]
        for challenge in gone:
            del self._rows[challenge]
        return len(gone)


class InMemoryKnownPayees(KnownPayees):
    """The known payees as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._rows = unit.tables.known_payees

    async def knows(self, principal: RowId, account: RowId) -> bool:
        """Look for the pair."""
        return (principal, account) in self._rows

    async def add(self, principal: RowId, account: RowId) -> None:
        """Keep the pair."""
        self._rows[principal, account] = None


class InMemoryOwnThresholds(OwnThresholds):
    """The thresholds as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._rows = unit.tables.payment_thresholds

    async def of(self, principal: RowId) -> Mapping[str, int]:
        """Look for the principal's."""
        return {code: minor for (of, code), minor in self._rows.items() if of == principal}

    async def put(self, principal: RowId, currency: str, amount_minor: int) -> None:
        """Keep it."""
        self._rows[principal, currency] = amount_minor
