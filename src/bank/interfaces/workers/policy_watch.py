"""The watch over the policy: a server process decides by a change within a second of it."""

from collections.abc import Callable

from bank.application.policies.policy_book import PolicyDirectory, PolicyInForce
from bank.domain.policies import PolicyVersion
from bank.interfaces.workers.rounds import Watch


class PolicyWatch(Watch):
    """Looks for a new version, and has the process decide by it, whole.

    While the database is away the process goes on with the version that it has; one that never had
    any decides nothing.
    """

    doing = "reading the policy"
    cannot = "the policy cannot be read"

    def __init__(
        self,
        directory: PolicyDirectory,
        policy: PolicyInForce,
        *others: Callable[[PolicyVersion], None],
    ) -> None:
        """Take where versions are kept, what decides by them, and who else is to adopt them."""
        self._directory = directory
        self._policy = policy
        self._others = others

    async def once(self) -> None:
        """Adopt the last version, unless it counts already."""
        if await self._directory.number() != self._policy.number():
            version = await self._directory.current()
            for adopt in (*self._others, self._policy.adopt):
                adopt(version)
