"""The bank's changes to the policy, as they are kept; and the policy that a process decides by."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from bank.domain.policies import PolicyVersion, ShippedPolicy


class PolicyBook(Protocol):
    """The versions of the policy, inside the current unit of work."""

    @abstractmethod
    async def current(self) -> PolicyVersion:
        """Give the last version; ``UNCHANGED`` where the bank never changed anything."""

    @abstractmethod
    async def find(self, number: int) -> PolicyVersion | None:
        """Give a version by its number."""

    @abstractmethod
    async def made_by_act(self, act: UUID) -> PolicyVersion | None:
        """Give the version that an act made."""

    @abstractmethod
    async def history(self, *, before: int | None, limit: int) -> Sequence[PolicyVersion]:
        """Give the versions, the last first, before a number where given."""

    @abstractmethod
    async def add(self, version: PolicyVersion) -> None:
        """Keep the version after the current one.

        Raises ``TransientFault`` where another unit has kept one of its number.
        """


class PolicyDirectory(Protocol):
    """Reads the policy outside any unit of work, as the last commit left it.

    Raises ``DatabaseUnavailable`` and ``TransientFault``.
    """

    @abstractmethod
    async def number(self) -> int:
        """Give the number of the last version; 0 where there is none."""

    @abstractmethod
    async def current(self) -> PolicyVersion:
        """Give the last version, or ``UNCHANGED``."""


class PolicyInForce(Protocol):
    """The policy that this process decides by: what is shipped, and a version of the changes.

    Until it was told a version it decides nothing: what the bank withdrew must not be open for the
    moment in which nobody knows.
    """

    @abstractmethod
    def shipped(self) -> ShippedPolicy:
        """Give what is shipped."""

    @abstractmethod
    def number(self) -> int | None:
        """Give the number of the version that counts here; ``None`` before there is one."""

    @abstractmethod
    def adopt(self, version: PolicyVersion) -> None:
        """Decide by a version from the next decision on, whole."""
