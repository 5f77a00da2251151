"""The settings of payments."""

from typing import Annotated

from msgspec import Meta, Struct, field

from bank.domain.money import InvalidAmount, UnknownCurrency, currency, to_minor

_USUAL = {"CHF": "500", "EUR": "500", "GBP": "500", "JPY": "80000", "KWD": "150", "USD": "500"}


class PaymentsSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """When customers confirm their payments by a second factor."""

    step_up_above: Annotated[
        dict[str, str],
        Meta(
            description="By currency, the amount above which also a payment to a known payee is"
            " confirmed; in a currency that is not named, every one is."
        ),
    ] = field(default_factory=lambda: dict(_USUAL))

    def __post_init__(self) -> None:
        """Refuse what is no amount of its currency."""
        try:
            _ = self.above_minor
        except (InvalidAmount, UnknownCurrency) as fault:
            raise ValueError(fault.detail.rstrip(".")) from None

    @property
    def above_minor(self) -> dict[str, int]:
        """The amounts in minor units; environment variables have their currencies in small."""
        named = [(currency(code.upper()), text) for code, text in self.step_up_above.items()]
        return {of.code: to_minor(text, of) for of, text in named}
