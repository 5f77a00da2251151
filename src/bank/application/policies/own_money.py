"""What customers may be allowed to do with money: pay from what they hold, by what is confirmed."""

from bank.application.pipeline.payments import MOVES_MONEY
from bank.domain.policies import CustomersMoveTheirOwn, Effect, Rule
from bank.domain.principals import CUSTOMER

_OF_HOLDERS = frozenset({"own", "owning", "mandate"})
"""Whoever meets one acts for the account; a beneficial owner is only known to the bank."""


def refuse_money_of_others(rule: Rule) -> None:
    """Refuse to let customers move money, unless a condition binds them to what they hold.

    So what says nothing of holders is never theirs: bulks, entries by hand, reversals, and doing
    without a confirmation.
    """
    if rule.role != CUSTOMER or rule.effect is not Effect.ALLOW:
        return
    if rule.action in MOVES_MONEY and rule.condition not in _OF_HOLDERS:
        raise CustomersMoveTheirOwn(
            f"Customers may {rule.action} where they hold the account, or not at all:"
            f" the conditions for that are {', '.join(sorted(_OF_HOLDERS))}, as far as the action"
            " has anything to show them."
        )
