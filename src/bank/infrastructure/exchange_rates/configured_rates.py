"""Exchange rates from a table that the bank's operator keeps."""

from collections.abc import Mapping
from decimal import Decimal

from bank.application.exchange.exchange_rates import ExchangeRates
from bank.domain.exchange import RATE_DIGITS, RateNotAvailable
from bank.domain.money import Currency
from bank.domain.rounding import less_basis_points, ratio_rounded_down


class ConfiguredRates(ExchangeRates):
    """Mid rates against a base currency, less a margin; crosses go through the base."""

    def __init__(
        self,
        mid_rates: Mapping[str, Decimal],
        margin_basis_points: int,
        pair_margins: Mapping[frozenset[str], int],
    ) -> None:
        """Take how much of each currency one unit of the base is worth, the base's 1 among them.

        The margin is that of every pair which has none of its own.
        """
        self._mid_rates = mid_rates
        self._margin = margin_basis_points
        self._pair_margins = pair_margins

    def rate(self, debit: Currency, credit: Currency) -> Decimal:
        """Divide the two mid rates and take the margin off, rounded down once."""
        try:
            debit_mid, credit_mid = self._mid_rates[debit.code], self._mid_rates[credit.code]
        except KeyError:
            raise RateNotAvailable from None
        pair = frozenset((debit.code, credit.code))
        margin = self._pair_margins.get(pair, self._margin)
        return ratio_rounded_down(
            less_basis_points(credit_mid, margin), debit_mid, digits=RATE_DIGITS
        )
