from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.reference_files import read_exchange_rates
from bank.bootstrap.settings import BankSettings
from bank.domain.money import CURRENCIES
from bank.infrastructure.exchange_rates.configured_rates import ConfiguredRates

TABLE = """
base: EUR
margin-basis-points: 50
mid-rates: {USD: "1.0850", JPY: "163.20"}
pairs: [{between: [EUR, USD], margin-basis-points: 30}]
"""


def test_the_shipped_table_has_a_rate_for_every_pair_of_the_bank_s_currencies() -> None:
    table = read_exchange_rates(packaged_folder() / "exchange-rates.yaml")
    rates = ConfiguredRates(table.mid_rates, table.margin_basis_points, table.pair_margins)
    for debit, credit in permutations(BankSettings().currencies, 2):
        there = rates.rate(CURRENCIES[debit], CURRENCIES[credit])
        back = rates.rate(CURRENCIES[credit], CURRENCIES[debit])
        assert Decimal("0.98") < there * back < 1, (debit, credit)


def test_a_table_is_read_with_its_base(tmp_path: Path) -> None:
    path = tmp_path / "rates.yaml"
    path.write_text(TABLE, encoding="utf-8")
    table = read_exchange_rates(path)
    assert table.mid_rates == {
        "EUR": Decimal(1),
        "USD": Decimal("1.0850"),
        "JPY": Decimal("163.20"),
    }
    assert table.margin_basis_points == 50
    assert table.pair_margins == {frozenset(("EUR", "USD")): 30}


@pytest.mark.parametrize(
    ("wrong", "right", "problem"),
    [
        ("base: EUR", "base: euro", "base"),
        ("base: EUR", "base: USD", "the base, USD, is 1"),
        ('"163.20"', "163.20", "Expected `str`, got `float`"),
        ('"163.20"', '"0.00"', "rate of JPY is zero"),
        ('"163.20"', '"-1"', "matching regex"),
        ('"163.20"', '"1e3"', "matching regex"),
        ("points: 50", "points: 10000", "Expected `int` <= 9999"),
        ("points: 50", "points: -1", "Expected `int` >= 0"),
        ("margin-basis-points: 50", "margin: 50", "margin"),
        ("[EUR, USD]", "[EUR, GBP]", "EUR and GBP are not two currencies of the table"),
        ("[EUR, USD]", "[EUR, EUR]", "EUR and EUR are not two currencies of the table"),
        (
            "pairs: [",
            "pairs: [{between: [USD, EUR], margin-basis-points: 1}, ",
            "EUR and USD have two margins",
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_said(
    tmp_path: Path, wrong: str, right: str, problem: str
) -> None:
    path = tmp_path / "rates.yaml"
    assert wrong in TABLE
    path.write_text(TABLE.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        read_exchange_rates(path)
    assert problem in str(refused.value)
    assert "bank.exchange.rates" in str(refused.value)
