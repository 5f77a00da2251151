"""The rules that a process asks: those of the file, or those that the bank has set instead."""

from bank.domain.approval_rules import ApprovalRules
from bank.domain.policies import PolicyVersion


class ApprovalRulesInForce:
    """The rules of the moment; ``now`` is swapped whole: no act is asked by half of them."""

    def __init__(self, base: ApprovalRules) -> None:
        """Take the rules of the file, which count as long as the bank has set none."""
        self._base = base
        self.now = base

    def adopt(self, version: PolicyVersion) -> None:
        """Ask by a version of the policy from the next act on."""
        own = version.approvals
        self.now = self._base if own is None else ApprovalRules(own)
