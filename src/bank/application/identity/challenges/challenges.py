"""The stores of challenges, of the payees that were confirmed by one, of payers' thresholds."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.domain.challenges import Challenge
from bank.domain.identifiers import RowId


class Challenges(Protocol):
    """Challenges, inside the current unit of work.

    Whoever changes those of a principal has locked the principal before.
    """

    @abstractmethod
    async def put(self, challenge: Challenge) -> None:
        """Keep a new one, in place of an earlier one of the same principal and key."""

    @abstractmethod
    async def find(self, challenge: UUID) -> Challenge | None:
        """Give one by its id."""

    @abstractmethod
    async def of_request(self, principal: RowId, key: UUID) -> Challenge | None:
        """Give the one of a principal's request."""

    @abstractmethod
    async def save(self, challenge: Challenge) -> None:
        """Write failures, proof, spending and voiding."""

    @abstractmethod
    async def forget(self, *, expired_at: datetime) -> int:
        """Delete those that were expired at a moment, and say how many."""


class KnownPayees(Protocol):
    """To whom principals have paid before, inside the current unit of work."""

    @abstractmethod
    async def knows(self, principal: RowId, account: RowId) -> bool:
        """Whether a principal has confirmed a payment to an account."""

    @abstractmethod
    async def add(self, principal: RowId, account: RowId) -> None:
        """Remember an account; once is enough. The principal was locked."""


class OwnThresholds(Protocol):
    """What payers set themselves, by currency, minor units, inside the current unit of work."""

    @abstractmethod
    async def of(self, principal: RowId) -> Mapping[str, int]:
        """Give a principal's."""

    @abstractmethod
    async def put(self, principal: RowId, currency: str, amount_minor: int) -> None:
        """Keep one, in place of an earlier one. The principal was locked."""
