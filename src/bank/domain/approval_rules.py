"""Which acts need approval: by action, amount and the sum of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bank.domain.demands import Demand, folded
from bank.domain.principals import CUSTOMER
from bank.domain.refusals import Kind, Refusal


class ApprovalRuleUnfit(Refusal):
    """A rule that names nothing, nobody, an amount without a currency, or what cannot wait."""

    code = "approval_rule_unfit"
    title = "Such a rule about approvals cannot be kept."
    kind = Kind.INVALID

    @classmethod
    def waived(cls, name: str) -> "ApprovalRuleUnfit":
        """Refuse a rule that would be waived although what it is about must wait."""
        return cls(
            f"The rule of {name} cannot be waived: only acts of staff that post nothing can."
        )


Amounts = Mapping[str, int]
"""What an act moves, minor units by currency."""

USUAL_WAIT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """Who must approve an action, and from when on.

    Without a ``currency`` every act needs it. With one, acts that move more than ``above_minor`` of
    it, and acts with which their maker moves more than ``above_minor_a_day`` of it on one calendar
    day, by all of the rule's ``actions`` together. An act that does not tell what it moves needs
    approval wherever a rule has an amount, and so does one that moves a currency of which no rule
    about its action says how much is much. Makers with one of the ``exempt`` roles need none.
    ``waived_while_alone`` lets an act go on as long as nobody else could approve it.
    """

    actions: tuple[str, ...]
    roles: frozenset[str]
    approvers: int = 1
    expires_after: timedelta = USUAL_WAIT
    currency: str | None = None
    above_minor: int | None = None
    above_minor_a_day: int | None = None
    exempt: frozenset[str] = frozenset()
    waived_while_alone: bool = False

    def refuse_unless_consistent(self) -> None:
        """Refuse a rule that contradicts itself; what an action is, it does not know."""
        name = ", ".join(self.actions)
        if not self.actions or len(set(self.actions)) < len(self.actions):
            raise ApprovalRuleUnfit("A rule names one action or several, each once.")
        if not self.roles:
            raise ApprovalRuleUnfit(f"The rule of {name} names nobody who could approve.")
        amounts = (self.above_minor, self.above_minor_a_day)
        if (self.currency is None) != (amounts == (None, None)):
            raise ApprovalRuleUnfit(
                f"The rule of {name} needs both a currency and an amount, or neither."
            )
        if self.waived_while_alone and CUSTOMER in self.roles:
            raise ApprovalRuleUnfit.waived(name)

    def demands(self, amounts: Amounts | None) -> bool:
        """Whether an act needs approval whatever else its maker did that day."""
        if self.currency is None or amounts is None:
            return True
        return self.above_minor is not None and amounts.get(self.currency, 0) > self.above_minor

    def demands_with(self, currency: str, sum_minor: int) -> bool:
        """Whether an act needs approval that brings its maker's day to a sum of a currency."""
        limit = self.above_minor_a_day
        return self.currency == currency and limit is not None and sum_minor > limit

    def sums(self, currency: str) -> bool:
        """Whether it looks at the sum of a day in a currency."""
        return self.currency == currency and self.above_minor_a_day is not None

    def left_to(self, others: int) -> "ApprovalRule | None":
        """Give the rule where so many others could approve; all of them, where they are too few.

        Nothing where there is nobody and the rule is waived then.
        """
        if not self.waived_while_alone:
            return self
        return replace(self, approvers=min(self.approvers, others)) if others else None


class ApprovalRules:
    """All rules, by the action that they are about; ``every`` has them as they were given."""

    def __init__(self, rules: Iterable[ApprovalRule] = ()) -> None:
        """Take them in any order."""
        self.every = tuple(rules)
        self._by_action: dict[str, tuple[ApprovalRule, ...]] = {}
        self._currencies: dict[str, set[str | None]] = {}
        for rule in self.every:
            for action in rule.actions:
                self._by_action[action] = (*self._by_action.get(action, ()), rule)
                self._currencies.setdefault(action, set()).add(rule.currency)

    def never_waived_for(self, roles: frozenset[str]) -> "ApprovalRules":
        """Give the rules without the waiver where one of these roles approves."""
        return ApprovalRules(
            replace(
                rule, waived_while_alone=rule.waived_while_alone and rule.roles.isdisjoint(roles)
            )
            for rule in self.every
        )

    def names(self, action: str) -> bool:
        """Whether some rule is about an action."""
        return action in self._by_action

    def of(self, action: str, maker_roles: Iterable[str] = ()) -> tuple[ApprovalRule, ...]:
        """Give the rules about an action that a maker with some roles is not exempt from."""
        rules = self._by_action.get(action, ())
        return tuple(rule for rule in rules if rule.exempt.isdisjoint(maker_roles))

    def judged(self, action: str, amounts: Amounts | None) -> Amounts | None:
        """Give what an act moves as the rules can judge it: not at all, if in no rule's currency.

        Makers who are exempt from a currency's rule have that currency judged all the same.
        """
        known = self._currencies.get(action, set())
        return amounts if amounts is None or known.issuperset(_moved(amounts)) else None


def _moved(amounts: Amounts) -> set[str]:
    return {currency for currency, minor in amounts.items() if minor > 0}


def counted(rules: Iterable[ApprovalRule], amounts: Amounts | None) -> dict[str, int]:
    """Give what of an act counts towards its maker's day, by currency, in their order."""
    moved, daily = amounts or {}, tuple(rules)
    return {
        code: moved[code]
        for code in sorted(moved)
        if moved[code] > 0 and any(rule.sums(code) for rule in daily)
    }


def summed(rules: Iterable[ApprovalRule], currency: str) -> list[str]:
    """Give the actions whose sums of a day in a currency some rules look at, in their order."""
    return sorted({action for rule in rules if rule.sums(currency) for action in rule.actions})


def demanded(rules: Iterable[ApprovalRule]) -> tuple[Demand, ...]:
    """Give what all of some rules demand together, without what others among them imply."""
    return folded(Demand(roles=rule.roles, needed=rule.approvers) for rule in rules)
