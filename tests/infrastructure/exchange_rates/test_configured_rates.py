from decimal import Decimal

import pytest

from bank.domain.exchange import RateNotAvailable
from bank.domain.money import CURRENCIES
from bank.infrastructure.exchange_rates.configured_rates import ConfiguredRates

RATES = ConfiguredRates(
    {"EUR": Decimal(1), "USD": Decimal("1.0850"), "JPY": Decimal("163.20")},
    50,
    {frozenset(("EUR", "USD")): 30},
)


@pytest.mark.parametrize(
    ("debit", "credit", "rate"),
    [
        ("EUR", "JPY", "162.384"),
        ("EUR", "USD", "1.081745"),
        ("USD", "EUR", "0.9188940092"),
        ("USD", "JPY", "149.6626728"),
        ("JPY", "USD", "0.006615042892"),
    ],
)
def test_a_rate_goes_through_the_base_less_its_margin(debit: str, credit: str, rate: str) -> None:
    assert RATES.rate(CURRENCIES[debit], CURRENCIES[credit]) == Decimal(rate)


@pytest.mark.parametrize("pair", [("EUR", "GBP"), ("GBP", "EUR")])
def test_what_the_table_does_not_list_has_no_rate(pair: tuple[str, str]) -> None:
    with pytest.raises(RateNotAvailable):
        RATES.rate(*[CURRENCIES[code] for code in pair])
