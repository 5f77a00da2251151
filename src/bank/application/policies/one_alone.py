"""Whatever rules about approvals a bank sets itself: one person alone never changes the policy."""

from collections.abc import Iterable

from bank.domain.approval_rules import ApprovalRule
from bank.domain.policies import Effect, PolicyChangedByOneAlone, Rule
from bank.domain.staff import BREAK_GLASS


def refuse_one_alone(
    approvals: Iterable[ApprovalRule] | None, rules: Iterable[Rule], change: str
) -> None:
    """Refuse rules about approvals of which none has another person agree to a change of policy.

    It is about everybody but whoever broke the glass. Where it is waived as long as nobody else
    could approve, it is for people who may change the policy: as soon as there are two of them, it
    holds. Without any rules of its own a bank has those that its operator gave it.
    """
    if approvals is None:
        return
    changing = {
        rule.role for rule in rules if rule.action == change and rule.effect is Effect.ALLOW
    }
    if not any(
        change in each.actions
        and each.exempt <= {BREAK_GLASS}
        and not (each.waived_while_alone and changing.isdisjoint(each.roles))
        for each in approvals
    ):
        raise PolicyChangedByOneAlone(
            f"Rules about approvals have to keep one of {change} that exempts {BREAK_GLASS} and"
            " nobody else; waived while alone it can be for the roles that may change the policy."
        )
