"""The rules that a process asks: those of the file, or those that the bank has set instead."""

from bank.domain.approval_rules import ApprovalRules
from bank.domain.policies import PolicyVersion


class ApprovalRulesInForce:
    """The rules of the moment; ``now`` is swapped whole: no act is asked by half of them.

    No rule is waived for roles that come from elsewhere as well: how many have them, nobody knows.
    """

    def __init__(self, base: ApprovalRules, elsewhere: frozenset[str] = frozenset()) -> None:
        """Take the rules of the file, which count as long as the bank has set none.

        And the roles that external issuers give.
        """
        self._elsewhere = elsewhere
        self._base = self.now = base.never_waived_for(elsewhere)

    def adopt(self, version: PolicyVersion) -> None:
        """Ask by a version of the policy from the next act on."""
        own = version.approvals
        self.now = (
            self._base if own is None else ApprovalRules(own).never_waived_for(self._elsewhere)
        )
