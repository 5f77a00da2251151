"""How workers go round, and whose name their acts bear."""

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import ClassVar

from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.unit_of_work import TransientFault
from bank.domain.audit import Actor
from bank.domain.refusals import Refusal


class Worker(ABC):
    """Goes round until it is cancelled; what is refused or fails now is tried again.

    ``doing`` is what it does, as its log calls it.
    """

    doing: ClassVar[str]
    pause_seconds: ClassVar[float]

    async def run(self, pause_seconds: float | None = None) -> None:
        """Go round after each pause, until cancelled."""
        while True:
            await asyncio.sleep(self.pause_seconds if pause_seconds is None else pause_seconds)
            await self.look()

    async def look(self) -> None:
        """Go round once, and as long as there is more to do at once."""
        try:
            while await self.once():
                pass
        except Refusal as refusal:
            self.log.warning("%s was refused", self.doing, extra={"code": refusal.code})
        except Exception:  # What fails now must not end all later rounds.
            self.log.exception("%s failed", self.doing)

    @abstractmethod
    async def once(self) -> int | None:
        """Do what is due, or a portion of it; what is not 0 says that there may be more."""

    @property
    def log(self) -> logging.Logger:
        """The log of the worker's own module."""
        return logging.getLogger(type(self).__module__)


class Watch(Worker):
    """Reads what other processes changed: that it cannot, it says once, until it can again.

    ``cannot`` says so.
    """

    cannot: ClassVar[str]
    pause_seconds = 0.4
    _away = False

    async def look(self) -> None:
        """Look once."""
        try:
            await self.once()
        except (Refusal, TransientFault):
            if not self._away:
                self.log.warning(self.cannot)
            self._away = True
        except Exception:  # Nor is any fault the end of the watch.
            self.log.exception("%s failed", self.doing)
        else:
            self._away = False


def worker_named(name: str, digests: KeyedDigests) -> Actor:
    """Give the actor that a worker's acts are audited under."""
    subject = f"worker:{name}"
    pseudonym = digests.pseudonym(subject)
    return Actor(kind="worker", subject=subject, pseudonym=pseudonym, roles=("worker",))
