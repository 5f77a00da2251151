"""An approval in a bank whose file has no rules."""

import pytest
from tests.system.assembly import OpenBank

from bank.application.approvals.decide_approval import RejectAct, Rejection
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.approvals import PendingApproval


async def leave_an_approval(bank: OpenBank, debit: str, credit: str, text: str) -> None:
    """Have one transfer counted, and another wait and be rejected, with a text in both."""
    rules = await bank.container.get(ApprovalRules)
    rule = ApprovalRule(
        action="transfer.post",
        roles=frozenset({"branch_manager"}),
        currency="EUR",
        above_minor_a_day=1,
    )
    rules._by_action["transfer.post"] = (rule,)
    await bank.run(PostTransfer, TransferOrder(debit, credit, 1, "EUR", text))
    with pytest.raises(PendingApproval) as waiting:
        await bank.run(PostTransfer, TransferOrder(debit, credit, 1, "EUR", text))
    del rules._by_action["transfer.post"]
    no = Rejection(id=waiting.value.context["approval"], reason=text)
    await bank.run(RejectAct, no, subject="checker", roles=("branch_manager",))
