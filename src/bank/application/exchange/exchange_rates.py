"""What the bank gives for a currency."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from bank.domain.money import Currency


class ExchangeRates(Protocol):
    """The bank's rates to customers, its margin taken.

    Asked inside a unit of work, so that it answers at once from what it holds: whoever reads a
    market does so beside it. More than ten significant digits are rounded down.
    """

    @abstractmethod
    def rate(self, debit: Currency, credit: Currency) -> Decimal:
        """Give how much of the credited currency one unit of the debited one buys now.

        Whole units, not minor ones. Raises ``RateNotAvailable``.
        """


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """How long a quote holds."""

    lifetime: timedelta
