"""The rules in force as they are shown: each, and a denial of nearly everything as one."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct

from bank.domain.policies import Effect, RuleInForce


class RuleShown(Struct, frozen=True, kw_only=True):
    """A rule in force; a denial whose condition holds overrides every permission.

    `action` is null in a denial of every action but those in `everything_but`, of all that any rule
    names.
    """

    role: str
    action: str | None
    everything_but: list[str] | None = None
    condition: str
    effect: Literal["allow", "deny"]
    origin: Literal["shipped", "bank"]


def rules_shown(rules: Sequence[RuleInForce]) -> list[RuleShown]:
    """Show rules; a role's denials under a condition as one, where that is shorter."""
    named = {each.rule.action for each in rules}
    shown = [_shown(each) for each in rules if each.rule.effect is not Effect.DENY]
    denials = sorted((each for each in rules if each.rule.effect is Effect.DENY), key=_whose)
    for _, alike in groupby(denials, _whose):
        shown += _denials(list(alike), named)
    return sorted(shown, key=lambda rule: (rule.role, rule.action or "", rule.condition))


def _whose(each: RuleInForce) -> tuple[str, str, str]:
    return each.rule.role, each.rule.condition, each.origin


def _denials(alike: Sequence[RuleInForce], named: set[str]) -> Iterator[RuleShown]:
    spared = named.difference(each.rule.action for each in alike)
    if len(spared) < len(alike) > 1:
        yield _shown(alike[0], everything_but=sorted(spared))
    else:
        yield from map(_shown, alike)


def _shown(each: RuleInForce, everything_but: list[str] | None = None) -> RuleShown:
    return RuleShown(
        role=each.rule.role,
        action=each.rule.action if everything_but is None else None,
        everything_but=everything_but,
        condition=each.rule.condition,
        effect=each.rule.effect.value,
        origin=each.origin.value,
    )
