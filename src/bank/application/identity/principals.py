"""The store of principals."""

from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from typing import Final, Protocol
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind

_AT_ONCE: Final = 200


class Principals(Protocol):
    """Principals, inside the current unit of work; their roles come sorted."""

    @abstractmethod
    async def next_row(self) -> RowId:
        """Give a row number for a new principal."""

    @abstractmethod
    async def add(self, principal: Principal, customers: Sequence[UUID] = ()) -> None:
        """Add a principal who acts for these customers.

        Refuses with ``BranchNotFound``, then ``CustomerNotFound``.
        """

    @abstractmethod
    async def find(self, who: str | RowId, *, lock: bool = False) -> Principal | None:
        """Give a principal by subject or by row.

        With ``lock`` nobody else changes them until the unit ends.
        """

    @abstractmethod
    async def save(self, principal: Principal) -> None:
        """Write state, lock, roles, branch and version of a principal that was locked."""

    @abstractmethod
    async def name(self, principal: RowId, sign_in_name: str) -> None:
        """Let a principal sign in by a name, beside those that they have.

        Kept as a blind index alone: case, width and spacing make no difference, nor what stands
        between the digits of a phone number. Refuses with ``SignInNameTaken`` where it is somebody
        else's, and the unit may go on after that.
        """

    @abstractmethod
    async def unname(self, principal: RowId, sign_in_name: str) -> None:
        """Take a name for signing in away; one that is not there is fine."""

    @abstractmethod
    async def named(self, sign_in_name: str) -> Principal | None:
        """Give who signs in by a name."""

    @abstractmethod
    async def customers_of(self, principal: RowId) -> Sequence[UUID]:
        """Give the public ids of the customers that a principal acts for, in their order."""

    @abstractmethod
    async def bind(self, principal: RowId, customer: UUID) -> None:
        """Let a principal act for one more customer; once is enough.

        Refuses with ``CustomerNotFound``.
        """

    @abstractmethod
    async def page(self, kind: PrincipalKind, *, after: RowId, limit: int) -> Sequence[Principal]:
        """Give principals of a kind behind a row, in the order of their rows."""


async def everybody(principals: Principals, kind: PrincipalKind) -> AsyncIterator[Principal]:
    """Give all of a kind, in the order in which they came."""
    after = RowId(0)
    while page := await principals.page(kind, after=after, limit=_AT_ONCE):
        for each in page:
            yield each
        after = page[-1].row
