"""Payments: what the gates behind authorisation learn of acts by which customers' money leaves."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Protocol

from bank.application.ports.account_directory import AccountRef

PAYING = frozenset({"exchange.post", "transfer.post"})
"""The actions whose use cases say what they pay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What leaves which account for which; ``payee`` is the latter's name as it was ordered."""

    debit: AccountRef
    credit: AccountRef
    amount_minor: int
    currency: str
    payee: str


class Paying(Protocol):
    """A use case by which money leaves."""

    @abstractmethod
    async def payment(self, command: Any) -> Payment:
        """Say what is to be paid, as far as it is known before the ledger decides.

        Refuses what is no payment at all.
        """
