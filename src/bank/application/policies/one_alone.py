"""The rules about approvals that a bank sets itself: nobody alone changes who may do what."""

from collections.abc import Collection, Iterable
from typing import Final

from bank.domain.approval_rules import ApprovalRule
from bank.domain.policies import Effect, PolicyChangedByOneAlone, Rule
from bank.domain.staff import BREAK_GLASS

_OF_TWO: Final = ("policy.change", "staff.register", "staff.change")
"""Whoever did one of them alone could soon be two."""


def refuse_one_alone(approvals: Collection[ApprovalRule] | None, rules: Iterable[Rule]) -> None:
    """Refuse rules about approvals by which one person could change alone who may do what.

    For the policy, and for who works here, there is one about everybody but whoever broke the
    glass. Where it is waived as long as nobody else could approve, it is for all who may do the
    act: as soon as there are two of them, it holds. Without any rules of its own a bank has those
    that its operator gave it.
    """
    if approvals is None:
        return
    given = tuple(rules)
    for action in _OF_TWO:
        may = {each.role for each in given if (each.action, each.effect) == (action, Effect.ALLOW)}
        if not any(_binds(each, action, may) for each in approvals):
            raise PolicyChangedByOneAlone(
                f"Rules about approvals have to keep one of {action} that exempts {BREAK_GLASS} and"
                f" nobody else; waived while alone, it is for all roles that may do it:"
                f" {', '.join(sorted(may))}."
            )


def _binds(rule: ApprovalRule, action: str, may: Collection[str]) -> bool:
    return (
        action in rule.actions
        and rule.exempt <= {BREAK_GLASS}
        and not (rule.waived_while_alone and not rule.roles.issuperset(may))
    )
