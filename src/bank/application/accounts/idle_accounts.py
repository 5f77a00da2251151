"""The accounts that nobody uses."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from bank.application.ports.account_directory import AccountRef
from bank.domain.identifiers import RowId


class IdleAccounts(Protocol):
    """Open accounts whose customers have long done nothing, inside the current unit of work."""

    @abstractmethod
    async def mark_dormant(
        self, idle_before: Mapping[tuple[str, int], date], *, after: RowId, limit: int
    ) -> Sequence[AccountRef]:
        """Mark up to ``limit`` open accounts dormant, by row, after a row; gives those it marked.

        Those whose customer was last active before the day of their product's code and version.
        Locks each as postings lock it, in the order of the rows, and looks again under the lock: a
        payment that was faster keeps its account open.
        """
