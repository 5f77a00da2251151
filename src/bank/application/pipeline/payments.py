"""Payments: what the gates behind authorisation learn of acts by which customers' money leaves."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Protocol

from bank.application.ports.account_directory import AccountRef

PAYING = frozenset(
    {"exchange.post", "hold.capture", "hold.place", "transfer.post", "withdrawal.post"}
)
"""The actions whose use cases say what they pay."""

WITHOUT_CHALLENGE = "payment.without_challenge"
"""The permission to pay without a proof of one's own for each unusual payment."""

MOVES_MONEY = PAYING | {
    "entry.post",
    "entry.reverse",
    "entry.reverse_by_force",
    "transfer.post_bulk",
    WITHOUT_CHALLENGE,
}
"""All by which money leaves accounts, whoever may do it: with what would not be confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What leaves which account for which; ``payee`` is the latter's name as it was ordered.

    There is no ``payee`` of cash, and no ``credit`` either of what is set aside for whoever it will
    be captured for.
    """

    debit: AccountRef
    credit: AccountRef | None
    amount_minor: int
    currency: str
    payee: str | None


class Paying(Protocol):
    """A use case by which money leaves."""

    @abstractmethod
    async def payment(self, command: Any) -> Payment:
        """Say what is to be paid, as far as it is known before the ledger decides.

        Refuses what is no payment at all.
        """
