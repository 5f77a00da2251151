"""What a command moves, as far as it says so itself."""

from typing import Any

from bank.domain.approval_rules import Amounts
from bank.domain.money import Money


async def moved_by(case: Any, command: Any) -> Amounts | None:
    """Give what an act moves, by currency; nothing where it cannot be told.

    What a command does not say, its use case may look up, by a method ``money_moved``: the amount
    of a quote, of what is left of a hold, of a whole entry. That raises what the act would be
    refused for, where there is no such thing.
    """
    said = amounts_of(command)
    if said is not None or not hasattr(case, "money_moved"):
        return said
    found: Amounts | None = await case.money_moved(command)
    return found


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
