"""The watch over the policy: a server process decides by a change within a second of it."""

import asyncio
import logging
from collections.abc import Callable

from bank.application.policies.policy_book import PolicyDirectory, PolicyInForce
from bank.application.ports.unit_of_work import TransientFault
from bank.domain.policies import PolicyVersion
from bank.domain.refusals import Refusal

PAUSE_SECONDS = 0.4
_log = logging.getLogger(__name__)


class PolicyWatch:
    """Looks for a new version, and has the process decide by it, whole.

    While the database is away the process goes on with the version that it has; one that never had
    any decides nothing.
    """

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
        self._away = False

    async def run(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Look twice a second and more, until cancelled."""
        while True:
            await asyncio.sleep(pause_seconds)
            await self.look()

    async def look(self) -> None:
        """Look once; that it could not is said once, until it can again."""
        try:
            await self.once()
        except (Refusal, TransientFault):
            if not self._away:
                _log.warning("the policy cannot be read")
            self._away = True
        except Exception:  # noqa: BLE001 - what fails now must not end the watch of all time
            _log.exception("reading the policy failed")
        else:
            self._away = False

    async def once(self) -> None:
        """Adopt the last version, unless it counts already."""
        if await self._directory.number() != self._policy.number():
            version = await self._directory.current()
            for adopt in (*self._others, self._policy.adopt):
                adopt(version)
