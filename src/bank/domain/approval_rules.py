"""Which acts need approval: by action, amount and the sum of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

Amounts = Mapping[str, int]
"""What an act moves, minor units by currency."""

USUAL_WAIT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """Who must approve an action, and from when on.

    Without a ``currency`` every act needs it. With one, acts that move more than ``above_minor`` of
    it, and acts with which their maker moves more than ``above_minor_a_day`` of it on one calendar
    day. An act that does not tell what it moves needs approval wherever a rule has an amount.
    Makers with one of the ``exempt`` roles need none.
    """

    action: str
    roles: frozenset[str]
    approvers: int = 1
    expires_after: timedelta = USUAL_WAIT
    currency: str | None = None
    above_minor: int | None = None
    above_minor_a_day: int | None = None
    exempt: frozenset[str] = frozenset()

    def demands(self, amounts: Amounts | None) -> bool:
        """Whether an act needs approval whatever else its maker did that day."""
        if self.currency is None or amounts is None:
            return True
        return self.above_minor is not None and amounts.get(self.currency, 0) > self.above_minor

    def demands_with(self, currency: str, sum_minor: int) -> bool:
        """Whether an act needs approval that brings its maker's day to a sum of a currency."""
        limit = self.above_minor_a_day
        return self.currency == currency and limit is not None and sum_minor > limit


class ApprovalRules:
    """All rules, by the action that they are about."""

    def __init__(self, rules: Iterable[ApprovalRule] = ()) -> None:
        """Take them in any order."""
        self._by_action: dict[str, tuple[ApprovalRule, ...]] = {}
        for rule in rules:
            self._by_action[rule.action] = (*self._by_action.get(rule.action, ()), rule)

    def names(self, action: str) -> bool:
        """Whether some rule is about an action."""
        return action in self._by_action

    def of(self, action: str, maker_roles: Iterable[str] = ()) -> tuple[ApprovalRule, ...]:
        """Give the rules about an action that a maker with some roles is not exempt from."""
        rules = self._by_action.get(action, ())
        return tuple(rule for rule in rules if rule.exempt.isdisjoint(maker_roles))


def counted(rules: Iterable[ApprovalRule], amounts: Amounts | None) -> dict[str, int]:
    """Give what of an act counts towards its maker's day, by currency, in their order."""
    daily = {
        rule.currency
        for rule in rules
        if rule.currency is not None and rule.above_minor_a_day is not None
    }
    moved = amounts or {}
    return {code: moved[code] for code in sorted(daily & moved.keys()) if moved[code] > 0}


def strictest(rules: Iterable[ApprovalRule]) -> ApprovalRule | None:
    """Give the rule that asks most people, among equals that of the largest amount; none of none.

    So whoever is to approve what is very large is not passed by for those who approve less.
    """
    return max(rules, key=lambda rule: (rule.approvers, rule.above_minor or 0), default=None)
