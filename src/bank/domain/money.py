"""Money: an integer of minor units with a currency.

No float comes near it, and nothing here divides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import total_ordering

from bank.domain.refusals import Kind, Refusal

AMOUNT_MINOR_MAX = 10**15
"""The largest single amount, in minor units: balances of millions of them still fit 63 bits."""

AMOUNT_PATTERN = r"^-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,4})?$"
_AMOUNT = re.compile(r"(-?)(0|[1-9][0-9]{0,15})(?:\.([0-9]{1,4}))?", re.ASCII)

# ISO 4217: every active national currency whose number of decimals is not two; those with two are
# below.
_EXPONENTS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
    2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
    "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
    "XCD XCG YER ZAR ZMW ZWG",
}


class UnknownCurrency(Refusal):
    """The code is not one of ISO 4217's, or the bank keeps no books in it."""

    code = "unknown_currency"
    title = "The bank does not deal in this currency."
    kind = Kind.INVALID


class InvalidAmount(Refusal):
    """The text is not an amount of that currency."""

    code = "invalid_amount"
    title = "The amount is not a decimal string of its currency."
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency: its code and the number of decimals of its minor unit."""

    code: str
    exponent: int

    def __str__(self) -> str:
        """Give the code."""
        return self.code


CURRENCIES: Mapping[str, Currency] = {
    code: Currency(code, exponent)
    for exponent, codes in _EXPONENTS.items()
    for code in codes.split()
}


def currency(code: str) -> Currency:
    """Give the currency of an ISO 4217 code; refuses one that does not exist."""
    found = CURRENCIES.get(code)
    if found is None:
        raise UnknownCurrency("The currency must be an ISO 4217 code in capitals, such as EUR.")
    return found


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount of minor units in one currency.

    Arithmetic between currencies is a programming error.
    """

    amount_minor: int
    currency: Currency

    def __add__(self, other: "Money") -> "Money":
        """Add money of the same currency."""
        return Money(self.amount_minor + self._alike(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Take away money of the same currency."""
        return Money(self.amount_minor - self._alike(other), self.currency)

    def __neg__(self) -> "Money":
        """Turn the sign."""
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        """Compare with money of the same currency."""
        return self.amount_minor < self._alike(other)

    def __str__(self) -> str:
        """Give the decimal text and the code, for people."""
        return f"{to_text(self.amount_minor, self.currency.exponent)} {self.currency.code}"

    def _alike(self, other: "Money") -> int:
        if other.currency != self.currency:
            message = f"money of {self.currency} met money of {other.currency}"
            raise ValueError(message)
        return other.amount_minor


def to_minor(text: str, of: Currency) -> int:
    """Read a decimal text such as ``12.34`` as minor units of a currency.

    Refuses what is not a plain decimal, more decimals than the currency has, and more than
    ``AMOUNT_MINOR_MAX``.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise InvalidAmount('Write the amount as a decimal string such as "12.34".')
    sign, whole, decimals = match.groups("")
    if len(decimals) > of.exponent:
        raise InvalidAmount(
            f"{of.code} has {of.exponent} decimals; the amount has {len(decimals)}."
        )
    amount_minor = int(whole + decimals.ljust(of.exponent, "0"))
    if amount_minor > AMOUNT_MINOR_MAX:
        largest = to_text(AMOUNT_MINOR_MAX, of.exponent)
        raise InvalidAmount(f"The largest amount of {of.code} in one posting is {largest}.")
    return -amount_minor if sign else amount_minor


def to_text(amount_minor: int, exponent: int) -> str:
    """Write minor units as a decimal text with all the decimals that the currency has."""
    if not exponent:
        return str(amount_minor)
    digits = str(abs(amount_minor)).rjust(exponent + 1, "0")
    sign = "-" if amount_minor < 0 else ""
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}"
