"""Money of a body is read, with refusals that name its field, and money is written."""

from collections.abc import Iterator
from contextlib import contextmanager

from bank.domain.money import Currency, currency, to_minor
from bank.domain.refusals import Refusal
from bank.interfaces.http.amounts import CurrencyCode, Money, money_of
from bank.interfaces.http.explanations import FieldError

__all__ = ["CurrencyCode", "Money", "currency_of", "minor_of", "money_of", "naming"]


def currency_of(code: str, pointer: str) -> Currency:
    """Read a currency of a body; a refusal names the field, found at ``pointer``."""
    with naming(pointer):
        return currency(code)


def minor_of(money: Money, pointer: str) -> tuple[int, Currency]:
    """Read money of a body as minor units; a refusal names the field, found at ``pointer``."""
    of = currency_of(money.currency, f"{pointer}/currency")
    with naming(f"{pointer}/amount"):
        return to_minor(money.amount, of), of


@contextmanager
def naming(pointer: str) -> Iterator[None]:
    """Have a refusal name the field of the body that it is about."""
    try:
        yield
    except Refusal as refusal:
        refusal.context["errors"] = [FieldError("body", pointer, refusal.detail)]
        raise
