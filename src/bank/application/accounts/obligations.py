"""What still stands open against an account, beside the money on it and the holds."""

from abc import abstractmethod
from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bank.domain.customer_accounts import Obligation
from bank.domain.identifiers import RowId


class Obligations(Protocol):
    """The obligations, inside the current unit of work."""

    @abstractmethod
    async def against(self, account: RowId, at: datetime) -> Collection[Obligation]:
        """Name what stands open at a moment: exchange quotes that the account may yet pay for.

        Of whom a quote would pay nothing is asked: nobody keeps another's account open.

        Asked under the account's lock.
        """
