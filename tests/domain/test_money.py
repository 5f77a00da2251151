import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.domain.money import (
    AMOUNT_MINOR_MAX,
    CURRENCIES,
    Currency,
    InvalidAmount,
    Money,
    UnknownCurrency,
    currency,
    to_minor,
    to_text,
)

EUR, JPY, KWD, CLF = (currency(code) for code in ("EUR", "JPY", "KWD", "CLF"))
currencies = st.sampled_from(sorted(CURRENCIES.values(), key=str))
amounts = st.integers(-AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX)


@pytest.mark.parametrize(
    ("text", "of", "amount_minor"),
    [
        ("12.34", EUR, 1234),
        ("12.3", EUR, 1230),
        ("12", EUR, 1200),
        ("0", EUR, 0),
        ("0.00", EUR, 0),
        ("-0.00", EUR, 0),
        ("0.01", EUR, 1),
        ("-0.01", EUR, -1),
        ("-12.34", EUR, -1234),
        ("10000000000000.00", EUR, AMOUNT_MINOR_MAX),
        ("1234", JPY, 1234),
        ("999999999999999", JPY, 999_999_999_999_999),
        ("1.234", KWD, 1234),
        ("1.2", KWD, 1200),
        ("1.2345", CLF, 12345),
    ],
)
def test_a_decimal_text_is_read_as_minor_units(text: str, of: Currency, amount_minor: int) -> None:
    assert to_minor(text, of) == amount_minor


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "abc", "1e3", "1E3", "0x10", "NaN", "Infinity", "+1", "--1", "- 1"),
        *("1,00", "1.000,00", "1 000", "1_000", "01", "00", ".5", "5.", "1.2.3", "1.", "-"),
        *(
            "12.345",
            "1.234567",
            "12.34 ",
            " 12.34",
            "12.34\n",
            "\u0661\u0662",
            "\uff11",
            "1\u00a00",
        ),
        *("10000000000000.01", "99999999999999.99", "1000000000000000", "9" * 400),
    ],
)
def test_what_is_no_amount_of_euros_is_refused(text: str) -> None:
    with pytest.raises(InvalidAmount):
        to_minor(text, EUR)


@pytest.mark.parametrize(
    ("text", "of"), [("1.0", JPY), ("1.2345", KWD), ("1.234", EUR), ("1.00000", CLF)]
)
def test_more_decimals_than_the_currency_has_are_refused(text: str, of: Currency) -> None:
    with pytest.raises(InvalidAmount):
        to_minor(text, of)


def test_the_largest_amount_can_be_written_and_read_in_every_exponent() -> None:
    for of in CURRENCIES.values():
        assert to_minor(to_text(AMOUNT_MINOR_MAX, of.exponent), of) == AMOUNT_MINOR_MAX


def test_a_refusal_says_what_the_largest_amount_is() -> None:
    with pytest.raises(InvalidAmount, match=r"10000000000000\.00"):
        to_minor("10000000000000.01", EUR)


@pytest.mark.parametrize(
    ("amount_minor", "exponent", "text"),
    [
        (0, 0, "0"),
        (0, 2, "0.00"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (-5, 0, "-5"),
        (1234, 2, "12.34"),
        (1234, 3, "1.234"),
        (1234, 4, "0.1234"),
        (-100_000, 2, "-1000.00"),
    ],
)
def test_minor_units_are_written_with_all_decimals(
    amount_minor: int, exponent: int, text: str
) -> None:
    assert to_text(amount_minor, exponent) == text


@given(of=currencies, amount_minor=amounts)
def test_an_amount_survives_being_written_and_read(of: Currency, amount_minor: int) -> None:
    assert to_minor(to_text(amount_minor, of.exponent), of) == amount_minor


@given(of=currencies, text=st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(of: Currency, text: str) -> None:
    try:
        amount_minor = to_minor(text, of)
    except InvalidAmount:
        return
    assert to_minor(to_text(amount_minor, of.exponent), of) == amount_minor


def test_every_exponent_of_iso_4217_is_there() -> None:
    assert {each.exponent for each in CURRENCIES.values()} == {0, 2, 3, 4}
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert len(CURRENCIES) > 150


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XXX", "DEM", "€", "EUR "])
def test_what_is_no_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        currency(code)


@given(of=currencies, one=amounts, other=amounts)
def test_money_is_added_and_compared_within_its_currency(
    of: Currency, one: int, other: int
) -> None:
    left, right = Money(one, of), Money(other, of)
    assert left + right == Money(one + other, of)
    assert left - right == -(right - left)
    assert (left < right, left >= right) == (one < other, one >= other)


def test_money_of_two_currencies_does_not_mix() -> None:
    for mix in (Money.__add__, Money.__sub__, Money.__lt__):
        with pytest.raises(ValueError, match="EUR met money of JPY"):
            mix(Money(1, EUR), Money(1, JPY))


def test_money_is_written_for_people() -> None:
    assert str(Money(-1234, KWD)) == "-1.234 KWD"
