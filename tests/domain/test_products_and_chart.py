from dataclasses import replace

import pytest

from bank.domain.chart_of_accounts import ChartLine, ChartOfAccounts, till_position
from bank.domain.ledger.accounts import AccountKind
from bank.domain.money import UnknownCurrency, currency
from bank.domain.products import (
    OverdraftNotAllowed,
    Product,
    ProductNotFound,
    ProductNotInCurrency,
    Products,
)
from bank.domain.refusals import Refusal

EUR = currency("EUR")
OLD = Product(code="current", version=1, gl_code="2100", overdraft_max_minor=0)
NEW = Product(
    code="current",
    version=2,
    gl_code="2100",
    overdraft_max_minor=500,
    currencies=frozenset({"EUR"}),
)
CASH = ChartLine(
    gl_code="1010", name="Cash", kind=AccountKind.ASSET, positions=("cash/main", "cash/2")
)
CURRENT = ChartLine(gl_code="2100", name="Current accounts", kind=AccountKind.LIABILITY)


def test_the_newest_version_of_a_product_is_on_offer() -> None:
    assert Products([NEW, OLD], ["EUR"]).on_offer("current", EUR) == NEW
    assert Products([OLD], ["EUR"]).on_offer("current", EUR) == OLD


def test_an_unknown_product_is_refused_with_those_on_offer() -> None:
    with pytest.raises(ProductNotFound, match="current"):
        Products([OLD], ["EUR"]).on_offer("gold", currency("CHF"))


def test_no_product_is_offered_in_a_currency_that_the_bank_does_not_deal_in() -> None:
    products = Products([OLD], ["USD", "EUR"])
    assert products.on_offer("current", EUR) == OLD
    with pytest.raises(UnknownCurrency, match="EUR, USD only"):
        products.on_offer("current", currency("CHF"))


@pytest.mark.parametrize(
    ("code", "overdraft_minor", "refusal"),
    [
        ("JPY", 501, ProductNotInCurrency),
        ("EUR", 501, OverdraftNotAllowed),
        ("EUR", -1, OverdraftNotAllowed),
    ],
)
def test_terms_refuse_the_currency_before_the_overdraft(
    code: str, overdraft_minor: int, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        NEW.refuse_unless_offered(currency(code), overdraft_minor)


def test_what_is_within_the_terms_is_not_refused() -> None:
    for overdraft_minor in (0, 500):
        NEW.refuse_unless_offered(currency("EUR"), overdraft_minor)
    OLD.refuse_unless_offered(currency("JPY"), 0)


def test_a_chart_gives_its_lines_and_every_position() -> None:
    chart = ChartOfAccounts((CASH, CURRENT))
    assert chart.line("2100") == CURRENT
    assert list(chart.positions()) == [(CASH, "cash/main"), (CASH, "cash/2")]
    assert till_position("main") == "cash/main"
    with pytest.raises(KeyError):
        chart.line("9999")


def test_each_version_of_a_product_says_when_its_accounts_fall_dormant() -> None:
    sleepy = replace(OLD, dormant_after_days=365)
    assert Products([sleepy, NEW], ["EUR"]).dormancy() == {("current", 1): 365}
