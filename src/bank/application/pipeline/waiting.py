"""Which acts could wait for others at all."""

from bank.application.pipeline.declaration import (
    UseCaseKind,
    declaration_of,
    declared_use_cases,
)
from bank.domain.approval_rules import ApprovalRule, ApprovalRuleUnfit

_OWN = "approval."


def refuse_unless_they_can_wait(rule: ApprovalRule) -> None:
    """Refuse a rule about what is no command, takes no key, or is about approvals themselves.

    And one that is waived although it is about what posts: that is for acts of staff alone.
    """
    for action in rule.actions:
        use_case = declared_use_cases().get(action)
        if use_case is None or action.startswith(_OWN):
            raise ApprovalRuleUnfit(f"There is no action {action} that could need approval.")
        declared = declaration_of(use_case)
        if declared.kind is UseCaseKind.QUERY or declared.keyless:
            raise ApprovalRuleUnfit(
                f"{action} cannot wait for approval: it takes no idempotency key."
            )
        if rule.waived_while_alone and declared.kind is not UseCaseKind.COMMAND:
            raise ApprovalRuleUnfit.waived(action)
