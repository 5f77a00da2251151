"""The store of authenticators: what shows one-time codes."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.domain.identifiers import RowId, public_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticator:
    """An authenticator of a principal. It is no factor before it was confirmed by a code.

    ``last_step`` is the time step of the last code that was accepted.
    """

    row: RowId
    principal: RowId
    created_at: datetime
    name: str
    secret: str = field(repr=False)
    confirmed_at: datetime | None = None
    used_at: datetime | None = None
    last_step: int | None = None

    @property
    def id(self) -> UUID:
        """The public id."""
        return public_id(self.created_at, self.row)

    @property
    def confirmed(self) -> bool:
        """Whether it is a factor."""
        return self.confirmed_at is not None

    def shown(self, step: int, now: datetime) -> "Authenticator":
        """Give it as it is once the code of a step was accepted; the first one confirms it."""
        return replace(self, last_step=step, used_at=now, confirmed_at=self.confirmed_at or now)


class Authenticators(Protocol):
    """Authenticators with their secrets, inside the current unit of work."""

    @abstractmethod
    async def next_row(self) -> RowId:
        """Give a row number for a new one."""

    @abstractmethod
    async def add(self, authenticator: Authenticator) -> None:
        """Keep a new one, its secret and name sealed."""

    @abstractmethod
    async def of(self, principal: RowId, *, lock: bool = False) -> Sequence[Authenticator]:
        """Give a principal's, confirmed or not, oldest first.

        With ``lock`` nobody else changes them until the unit ends.
        """

    @abstractmethod
    async def save(self, authenticator: Authenticator) -> None:
        """Write when it was confirmed and used, and by which step; it was locked."""

    @abstractmethod
    async def remove(self, authenticator: RowId) -> None:
        """Delete one with its secret."""
