"""Upgrades of the bank's own database engine from one major version to the next."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bank.application.ports.backups import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What was upgraded; ``kept`` is the folder of the old data, which nothing uses any more."""

    found: str
    now: str
    kept: Path


class DatabaseUpgrades(Protocol):
    """Upgrades the database in a home on which no bank runs."""

    @abstractmethod
    def upgrade(self, old_programmes: Path, report: Report) -> Upgraded:
        """Upgrade a copy, then put it in place; the old data are kept untouched.

        ``old_programmes`` is the folder of the old version's programmes. One that was interrupted
        is run again. Raises ``NothingToUpgrade``, ``OldProgrammesAreMissing``, ``UpgradeFailed``.
        """

    @abstractmethod
    def discard_old(self) -> Sequence[Path]:
        """Remove all data that upgrades and restores have put aside; gives what was removed.

        Raises ``NothingToUpgrade`` where the database itself is not there.
        """
