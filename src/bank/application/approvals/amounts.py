"""What a command moves, as far as it says so itself."""

from typing import Any

from bank.domain.approval_rules import Amounts
from bank.domain.money import Money


def amounts_of(command: Any) -> Amounts | None:
    """Give what a command moves, by currency; nothing where it cannot be told from it.

    A command says it by ``amount_minor`` and ``currency``, by an ``amount`` of money, or, where it
    has several parts, by a method ``money_moved``.
    """
    told = getattr(command, "money_moved", None)
    if told is not None:
        moved: Amounts = told()
        return moved
    amount = getattr(command, "amount", None)
    if isinstance(amount, Money):
        return {amount.currency.code: amount.amount_minor}
    minor, currency = getattr(command, "amount_minor", None), getattr(command, "currency", None)
    if isinstance(minor, int) and isinstance(currency, str):
        return {currency: minor}
    return None
