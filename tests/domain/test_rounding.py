from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.domain.rounding import (
    divided_rounded_up,
    less_basis_points,
    ratio_rounded_down,
    significant_rounded_down,
    times_rounded_down,
)

amounts = st.integers(min_value=0, max_value=10**15)
rates = st.decimals(
    min_value=Decimal("1E-12"), max_value=Decimal("1E12"), allow_nan=False, allow_infinity=False
)
shifts = st.integers(min_value=-4, max_value=4)


@given(amount=amounts, rate=rates, shift=shifts)
def test_a_product_is_rounded_down(amount: int, rate: Decimal, shift: int) -> None:
    exact = amount * Fraction(rate) * Fraction(10) ** shift
    assert times_rounded_down(amount, rate, shift=shift) == floor(exact)


@given(amount=amounts, rate=rates, shift=shifts)
def test_a_quotient_is_rounded_up(amount: int, rate: Decimal, shift: int) -> None:
    exact = amount / Fraction(rate) * Fraction(10) ** shift
    assert divided_rounded_up(amount, rate, shift=shift) == ceil(exact)


@given(dividend=rates, divisor=rates)
def test_a_ratio_keeps_its_digits_and_is_rounded_down(dividend: Decimal, divisor: Decimal) -> None:
    ratio = ratio_rounded_down(dividend, divisor, digits=10)
    exact = Fraction(dividend) / Fraction(divisor)
    assert len(ratio.as_tuple().digits) <= 10
    assert 0 <= exact - Fraction(ratio) < exact / 10**9


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1.0850", "1.085"),
        ("0.12345678909", "0.1234567890"),
        ("12345678909", "1.234567890E+10"),
        ("100", "1E+2"),
        ("1.99999999999", "1.999999999"),
    ],
)
def test_significant_digits_are_cut_and_zeros_dropped(number: str, shown: str) -> None:
    kept = significant_rounded_down(Decimal(number), digits=10)
    assert kept == Decimal(shown)
    assert str(kept) == str(kept.normalize())


def test_basis_points_are_hundredths_of_a_percent() -> None:
    assert less_basis_points(Decimal(100), 50) == Decimal("99.5")
    assert less_basis_points(Decimal("1.0850"), 0) == Decimal("1.085")
