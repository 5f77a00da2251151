"""Money on the wire: a currency and a decimal string, never a number."""

from typing import Annotated

from msgspec import Meta, Struct

from bank.domain.money import AMOUNT_PATTERN, CURRENCIES, to_text

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


def money_of(amount_minor: int, code: str) -> Money:
    """Write minor units of a currency as money."""
    return Money(code, to_text(amount_minor, CURRENCIES[code].exponent))
