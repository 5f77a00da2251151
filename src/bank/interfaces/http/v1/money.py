"""Money of a body is read, with refusals that name its field, and money is written."""

from types import TracebackType

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


class naming:  # noqa: N801 - reads as a word of the statement that it is used in
    """Have a refusal name the field of the body that it is about."""

    __slots__ = ("_pointer",)

    def __init__(self, pointer: str) -> None:
        """Take where the field is found."""
        self._pointer = pointer

    def __enter__(self) -> None:
        """Begin to read the field."""

    def __exit__(
        self, _kind: object, fault: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Let a refusal go on with the field's name."""
        if isinstance(fault, Refusal):
            fault.context["errors"] = [FieldError("body", self._pointer, fault.detail)]
