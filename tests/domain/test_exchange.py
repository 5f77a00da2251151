from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.domain.exchange import (
    AmountTooSmallToExchange,
    Exchanged,
    Quote,
    RateNotAvailable,
    agreed_rate,
    exchanged,
    rate_text,
)
from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import balanced
from bank.domain.money import (
    AMOUNT_MINOR_MAX,
    CURRENCIES,
    Currency,
    InvalidAmount,
    Money,
    to_text,
)

EUR, USD, JPY, KWD = (CURRENCIES[code] for code in ("EUR", "USD", "JPY", "KWD"))
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

currencies = st.sampled_from([EUR, USD, JPY, KWD])
rates = st.decimals(
    min_value=Decimal("0.000001"),
    max_value=Decimal(1_000_000),
    allow_nan=False,
    allow_infinity=False,
).map(agreed_rate)


def _units(money: Money) -> Fraction:
    return Fraction(money.amount_minor, 10**money.currency.exponent)


def _agreed(amount: Money, debit: Currency, credit: Currency, rate: Decimal) -> Exchanged | None:
    try:
        return exchanged(amount, debit, credit, rate)
    except (AmountTooSmallToExchange, InvalidAmount):
        return None


@given(
    debit=currencies,
    credit=currencies,
    amount=st.integers(min_value=1, max_value=10**12),
    rate=rates,
    names_debit=st.booleans(),
)
def test_the_bank_never_loses_and_the_customer_never_loses_a_whole_minor_unit(
    debit: Currency, credit: Currency, amount: int, rate: Decimal, *, names_debit: bool
) -> None:
    if debit == credit:
        return
    named = Money(amount, debit if names_debit else credit)
    agreed = _agreed(named, debit, credit, rate)
    if agreed is None:
        return
    worth = _units(agreed.debit) * Fraction(rate)
    assert _units(agreed.credit) <= worth
    if names_debit:
        assert agreed.debit == named
        assert worth - _units(agreed.credit) < Fraction(1, 10**credit.exponent)
    else:
        assert agreed.credit == named
        lost = _units(agreed.debit) - _units(agreed.credit) / Fraction(rate)
        assert 0 <= lost < Fraction(1, 10**debit.exponent)


@given(amount=st.integers(min_value=1, max_value=10**9), rate=rates)
def test_amounts_can_be_computed_again_from_the_rate_that_is_shown(
    amount: int, rate: Decimal
) -> None:
    shown = Decimal(rate_text(rate))
    agreed = _agreed(Money(amount, EUR), EUR, KWD, rate)
    if agreed is not None:
        sold = Decimal(to_text(amount, 2))
        bought = (sold * shown).quantize(Decimal("0.001"), ROUND_FLOOR)
        assert to_text(agreed.credit.amount_minor, 3) == str(bought)
    agreed = _agreed(Money(amount, JPY), EUR, JPY, rate)
    if agreed is not None:
        needed = (Decimal(amount) / shown).quantize(Decimal("0.01"), ROUND_CEILING)
        assert to_text(agreed.debit.amount_minor, 2) == str(needed)


@pytest.mark.parametrize(
    ("amount", "debit", "credit", "rate", "debited", "credited"),
    [
        (Money(10_000, EUR), EUR, USD, "1.0819", 10_000, 10_819),
        (Money(1, EUR), EUR, USD, "1.9999", 1, 1),
        (Money(1_000, JPY), JPY, KWD, "0.002033287377", 1_000, 2_033),
        (Money(1_000, KWD), JPY, KWD, "0.002033287377", 492, 1_000),
        (Money(1_999, KWD), KWD, JPY, "486.9085457", 1_999, 973),
        (Money(1, JPY), KWD, JPY, "486.9085457", 3, 1),
        (Money(101, USD), EUR, USD, "1", 101, 101),
    ],
)
def test_worked_examples(
    amount: Money, debit: Currency, credit: Currency, rate: str, debited: int, credited: int
) -> None:
    agreed = exchanged(amount, debit, credit, Decimal(rate))
    assert agreed == (Money(debited, debit), Money(credited, credit), Decimal(rate))


def test_what_is_worth_nothing_in_the_other_currency_is_refused() -> None:
    with pytest.raises(AmountTooSmallToExchange):
        exchanged(Money(2, KWD), KWD, JPY, Decimal(486))
    with pytest.raises(AmountTooSmallToExchange):
        exchanged(Money(99, EUR), EUR, JPY, Decimal(1))


def test_what_is_more_than_a_posting_holds_is_refused() -> None:
    with pytest.raises(InvalidAmount, match="largest amount of JPY"):
        exchanged(Money(AMOUNT_MINOR_MAX, KWD), KWD, JPY, Decimal(1001))
    with pytest.raises(InvalidAmount, match="largest amount of KWD"):
        exchanged(Money(AMOUNT_MINOR_MAX, JPY), KWD, JPY, Decimal(1))


@pytest.mark.parametrize("rate", ["0", "-1"])
def test_a_rate_of_nothing_is_no_rate(rate: str) -> None:
    with pytest.raises(RateNotAvailable):
        agreed_rate(Decimal(rate))


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        ("1E+2", "100"),
        ("1.08500", "1.085"),
        ("2.5E-9", "0.0000000025"),
        ("0.12345678999", "0.1234567899"),
    ],
)
def test_a_rate_is_written_without_exponent_in_ten_digits(rate: str, shown: str) -> None:
    assert rate_text(agreed_rate(Decimal(rate))) == shown


def test_the_legs_of_a_quote_balance_in_each_currency_payer_first() -> None:
    quote = Quote(
        id=uuid5(NAMESPACE_OID, "quote"),
        created_at=NOW,
        expires_at=NOW + timedelta(seconds=30),
        debit_account=RowId(1),
        debit_opened_ms=11,
        credit_account=RowId(2),
        credit_opened_ms=12,
        debit=Money(10_000, EUR),
        credit=Money(16_238, JPY),
        rate=Decimal("162.384"),
    )
    legs = quote.legs((RowId(3), 13), (RowId(4), 14))
    assert [(leg.account, leg.opened_ms, leg.amount_minor, leg.currency) for leg in legs] == [
        (1, 11, 10_000, "EUR"),
        (3, 13, -10_000, "EUR"),
        (4, 14, 16_238, "JPY"),
        (2, 12, -16_238, "JPY"),
    ]
    assert balanced([(leg.currency, leg.amount_minor) for leg in legs])
