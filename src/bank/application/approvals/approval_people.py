"""The people of approvals, as the bank knows them: makers, and those who could approve."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Final, Protocol

from bank.domain.approvals import ApprovalRequest, ApprovalState
from bank.domain.audit import Actor
from bank.domain.principals import Principal

CHECKERS_TOLD: Final = 20
"""So many of each demand are told at most that something waits; of the maker's branch first."""


def about(request: ApprovalRequest) -> str:
    """Say in a notice what waits: the action, the id and until when; not what it is about."""
    return f"{request.action}, {request.id}, until {request.expires_at:%Y-%m-%d %H:%M} UTC"


class ApprovalPeople(Protocol):
    """Principals of the bank, inside the current unit of work.

    Whoever comes with the token of an external issuer, or of whoever runs the machine, is none.
    """

    @abstractmethod
    async def others(self, maker: Actor, of: Sequence[frozenset[str]]) -> Sequence[int]:
        """Count for each of some sets of roles who could approve beside a maker.

        They are let in, able to sign in (by a password, or as who proved an address: by a passkey,
        or a code sent there), and have one of the roles. Locks whoever has a role of any
        set, in the order of their rows, until the unit ends: nobody of them comes back, goes or
        changes roles meanwhile. So ask once for all sets.
        """

    @abstractmethod
    async def known(self, maker: Actor) -> Principal | None:
        """Give a maker as they are now, where they are a principal of the bank."""

    @abstractmethod
    async def ask(self, request: ApprovalRequest, maker: Actor, holders: frozenset[str]) -> None:
        """Leave a notice for those who could decide, never for the maker.

        They are let in, have proved an address, and serve a demand that is not met; a customer is
        besides one of the ``holders`` of the object, by subject. Of each demand at most
        ``CHECKERS_TOLD`` are told, those of the maker's branch first, then in the order in which
        they came. Who was left such a notice that nobody has tried to send yet gets no other:
        makers who ask for much do not hold up everybody's codes.
        """

    @abstractmethod
    async def tell(self, maker: Actor, how: ApprovalState) -> None:
        """Leave a notice for a maker of how their request ended: done, failed, rejected, expired.

        Whoever is no principal, or has no address, is told nothing.
        """
