"""The people of approvals, as the bank knows them: makers, and those who could approve."""

from abc import abstractmethod
from typing import Protocol

from bank.domain.approvals import ApprovalState
from bank.domain.audit import Actor
from bank.domain.principals import Principal


class ApprovalPeople(Protocol):
    """Principals of the bank, inside the current unit of work.

    Whoever comes with the token of an external issuer, or of whoever runs the machine, is none.
    """

    @abstractmethod
    async def others(self, maker: Actor, roles: frozenset[str]) -> int:
        """Count who could approve beside a maker: let in, able to sign in, with one of the roles.

        Locks whoever has one of the roles, in the order of their rows, until the unit ends: nobody
        of them comes back, goes or changes roles meanwhile.
        """

    @abstractmethod
    async def known(self, maker: Actor) -> Principal | None:
        """Give a maker as they are now, where they are a principal of the bank."""

    @abstractmethod
    async def tell(self, maker: Actor, how: ApprovalState) -> None:
        """Leave a notice for a maker of how their request ended: done, failed, rejected, expired.

        Whoever is no principal, or has no address, is told nothing.
        """
