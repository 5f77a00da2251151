"""What a maker has moved on a day, by one action or by several that a rule sums up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bank.application.approvals.approval_tally import ApprovalTally, Tally
from bank.domain.approval_rules import Amounts, ApprovalRule, counted, summed


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseDay:
    """A maker, by pseudonym, the action of theirs that is looked at, and the calendar day."""

    maker: str
    action: str
    day: date

    def tally(self, action: str, currency: str) -> Tally:
        """Name the sum of an action in a currency."""
        return Tally(maker=self.maker, action=action, currency=currency, day=self.day)


class DaySums:
    """The sums that an act would change or be measured by, locked until the unit ends.

    Every act locks the sums of all actions that share a rule with its own, in the order of currency
    and action: so two acts of different actions cannot both be the last that is let through.
    """

    def __init__(self, tally: ApprovalTally, whose: WhoseDay) -> None:
        """Take the store and whose day it is."""
        self._tally = tally
        self._whose = whose
        self._moved: dict[str, int] = {}

    async def met(
        self, rules: Sequence[ApprovalRule], amounts: Amounts | None
    ) -> list[ApprovalRule]:
        """Lock what the rules look at, and give those whose sums an act would exceed."""
        self._moved = counted(rules, amounts)
        met: list[ApprovalRule] = []
        for currency, amount_minor in self._moved.items():
            so_far = {
                action: await self._tally.lock(self._whose.tally(action, currency))
                for action in summed(rules, currency)
            }
            met += [
                rule
                for rule in rules
                if rule.sums(currency)
                and rule.demands_with(
                    currency, amount_minor + sum(so_far[each] for each in rule.actions)
                )
            ]
        return met

    @property
    def counts(self) -> bool:
        """Whether the act counts towards any of them."""
        return bool(self._moved)

    async def count(self, key: UUID) -> None:
        """Add the act to the sums of its own action."""
        for currency, amount_minor in self._moved.items():
            tally = self._whose.tally(self._whose.action, currency)
            await self._tally.count(tally, key, amount_minor)
