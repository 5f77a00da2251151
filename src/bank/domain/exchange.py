"""Money of one currency for money of another: what a rate makes of an amount, and for how long."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.ledger.requests import Leg
from bank.domain.money import AMOUNT_MINOR_MAX, Currency, InvalidAmount, Money, to_text
from bank.domain.refusals import Kind, Refusal
from bank.domain.rounding import (
    divided_rounded_up,
    significant_rounded_down,
    times_rounded_down,
)

POSITION = "fx-position"
"""The bank's own account in each currency through which exchanges go."""

RATE_DIGITS = 10
"""How many significant digits a rate is shown with, and so agreed."""


class QuoteNotFound(Refusal):
    """No such quote, or not the caller's to know of."""

    code = "quote_not_found"
    title = "There is no such quote."
    kind = Kind.NOT_FOUND


class RateNotAvailable(Refusal):
    """The bank does not exchange these currencies, or not now."""

    code = "rate_not_available"
    title = "The bank has no exchange rate between these currencies."


class SameCurrency(Refusal):
    """Between accounts of one currency a transfer does."""

    code = "same_currency"
    title = "Both accounts hold the same currency: make a transfer."


class AmountTooSmallToExchange(Refusal):
    """What the payee would get is less than the smallest unit of their currency."""

    code = "amount_too_small_to_exchange"
    title = "The amount is worth less than the smallest unit of the other currency."


class Exchanged(NamedTuple):
    """Both amounts of an exchange, in minor units of their currencies, and the rate between them.

    The rate is how much of the credited currency one unit of the debited one buys.
    """

    debit: Money
    credit: Money
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A rate promised for two amounts between two accounts, until it expires."""

    id: UUID
    created_at: datetime
    expires_at: datetime
    debit_account: RowId
    debit_opened_ms: int
    credit_account: RowId
    credit_opened_ms: int
    debit: Money
    credit: Money
    rate: Decimal

    @property
    def rate_text(self) -> str:
        """The rate as it is shown, by which both amounts can be computed again."""
        return rate_text(self.rate)

    def legs(self, debited: tuple[RowId, int], credited: tuple[RowId, int]) -> tuple[Leg, ...]:
        """Give the four legs, through the positions of the debited and the credited currency.

        Payer to position in the one currency, position to payee in the other.
        """
        out, out_code = self.debit.amount_minor, self.debit.currency.code
        into, into_code = self.credit.amount_minor, self.credit.currency.code
        return (
            Leg(self.debit_account, self.debit_opened_ms, out, out_code),
            Leg(*debited, -out, out_code),
            Leg(*credited, into, into_code),
            Leg(self.credit_account, self.credit_opened_ms, -into, into_code),
        )


def agreed_rate(rate: Decimal) -> Decimal:
    """Give a rate as it can be shown, rounded down: what counts is what the customer sees.

    Refuses one that is nothing.
    """
    agreed = significant_rounded_down(rate, digits=RATE_DIGITS)
    if agreed <= 0:
        raise RateNotAvailable
    return agreed


def rate_text(rate: Decimal) -> str:
    """Write a rate without an exponent."""
    return format(rate, "f")


def exchanged(amount: Money, debit: Currency, credit: Currency, rate: Decimal) -> Exchanged:
    """Give both amounts for the one that was named, which is of one of the two currencies.

    What is debited exactly is credited rounded down; what is credited exactly is debited rounded
    up: never in the customer's favour, and never by a whole minor unit. Refuses what would credit
    nothing, and what is more than one posting can hold.
    """
    shift = credit.exponent - debit.exponent
    if amount.currency == debit:
        other = Money(times_rounded_down(amount.amount_minor, rate, shift=shift), credit)
        result = Exchanged(amount, other, rate)
    else:
        other = Money(divided_rounded_up(amount.amount_minor, rate, shift=-shift), debit)
        result = Exchanged(other, amount, rate)
    if other.amount_minor <= 0:
        raise AmountTooSmallToExchange
    if other.amount_minor > AMOUNT_MINOR_MAX:
        code, largest = other.currency.code, to_text(AMOUNT_MINOR_MAX, other.currency.exponent)
        raise InvalidAmount(f"The largest amount of {code} in one posting is {largest}.")
    return result
