"""When payments need a proof of their own: the bank's terms, and what looks for suspicious ones."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from bank.application.pipeline.act import Act
from bank.application.pipeline.payments import Payment

_NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class StepUpTerms:
    """Up to which amount a payment to a known payee needs no proof, by currency, minor units.

    In a currency that is not named every payment needs one.
    """

    above_minor: Mapping[str, int] = field(default_factory=dict)

    def in_force(self, own_minor: Mapping[str, int]) -> Mapping[str, int]:
        """Give the amounts for a payer who has set some of their own: lower ones count."""
        return {code: min(own_minor.get(code, a), a) for code, a in self.above_minor.items()}

    def demand(self, payment: Payment, own_minor: Mapping[str, int] = _NONE) -> bool:
        """Whether the amount alone demands a proof."""
        return payment.amount_minor > self.in_force(own_minor).get(payment.currency, 0)


class PaymentScreening(Protocol):
    """Looks at payments before they are made."""

    @abstractmethod
    async def flags(self, payment: Payment, act: Act) -> bool:
        """Whether a payment is to be confirmed, although its amount and its payee are usual."""


class NoPaymentScreening(PaymentScreening):
    """Flags nothing."""

    async def flags(self, payment: Payment, act: Act) -> bool:
        """Find it usual."""
        del payment, act
        return False
