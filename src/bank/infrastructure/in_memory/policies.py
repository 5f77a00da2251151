"""The bank's changes to the policy in memory."""

from collections.abc import Sequence
from uuid import UUID

from bank.application.policies.policy_book import PolicyBook, PolicyDirectory
from bank.application.ports.unit_of_work import TransientFault
from bank.domain.policies import UNCHANGED, PolicyVersion
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryPolicyBook(PolicyBook):
    """The versions as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._versions = unit.tables.policies

    async def current(self) -> PolicyVersion:
        """Give the version of the highest number."""
        return self._versions[max(self._versions)] if self._versions else UNCHANGED

    async def find(self, number: int) -> PolicyVersion | None:
        """Look for the number."""
        return self._versions.get(number)

    async def made_by_act(self, act: UUID) -> PolicyVersion | None:
        """Look for the act."""
        return next((each for each in self._versions.values() if each.id == act), None)

    async def history(self, *, before: int | None, limit: int) -> Sequence[PolicyVersion]:
        """Walk back from the highest number."""
        numbers = sorted(self._versions, reverse=True)
        wanted = [number for number in numbers if before is None or number < before]
        return [self._versions[number] for number in wanted[:limit]]

    async def add(self, version: PolicyVersion) -> None:
        """Keep the version, unless another unit was before this one."""
        await self._unit.lock("policy", version.number)
        if version.number in self._unit.store.committed.policies:
            raise TransientFault
        self._versions[version.number] = version


class InMemoryPolicyDirectory(PolicyDirectory):
    """The versions as they are committed."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._versions = store.committed.policies

    async def number(self) -> int:
        """Give the highest number."""
        return max(self._versions, default=0)

    async def current(self) -> PolicyVersion:
        """Give the version of the highest number."""
        return self._versions[max(self._versions)] if self._versions else UNCHANGED
