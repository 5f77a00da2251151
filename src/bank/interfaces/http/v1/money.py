"""Money on the wire: a currency and a decimal string, never a number."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from msgspec import Meta, Struct

from bank.domain.money import AMOUNT_PATTERN, CURRENCIES, Currency, currency, to_minor, to_text
from bank.domain.refusals import Refusal
from bank.interfaces.http.explanations import FieldError

CurrencyCode = Annotated[
    str,
    Meta(
        description="ISO 4217 code.",
        examples=["EUR"],
        extra_json_schema={"pattern": "^[A-Z]{3}$"},
    ),
]


class Money(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """An amount of one currency.

    A string, because a number loses cents on its way through many programs. The patterns stand in
    the schema alone: what does not match is refused by the domain, which can say why.
    """

    currency: CurrencyCode
    amount: Annotated[
        str,
        Meta(
            description="Decimal string with at most the decimals that the currency has.",
            examples=["12.34"],
            extra_json_schema={"pattern": AMOUNT_PATTERN},
        ),
    ]


def currency_of(code: str, pointer: str) -> Currency:
    """Read a currency of a body; a refusal names the field, found at ``pointer``."""
    with naming(pointer):
        return currency(code)


def minor_of(money: Money, pointer: str) -> tuple[int, Currency]:
    """Read money of a body as minor units; a refusal names the field, found at ``pointer``."""
    of = currency_of(money.currency, f"{pointer}/currency")
    with naming(f"{pointer}/amount"):
        return to_minor(money.amount, of), of


def money_of(amount_minor: int, code: str) -> Money:
    """Write minor units of a currency as money."""
    return Money(code, to_text(amount_minor, CURRENCIES[code].exponent))


@contextmanager
def naming(pointer: str) -> Iterator[None]:
    """Have a refusal name the field of the body that it is about."""
    try:
        yield
    except Refusal as refusal:
        refusal.context["errors"] = [FieldError("body", pointer, refusal.detail)]
        raise
