"""Approvals by the rules that are shipped, and by one that is put in for a while."""

from uuid import UUID

import pytest
from tests.system.assembly import OpenBank

from bank.application.approvals.decide_approval import ApproveAct, RejectAct, Rejection
from bank.application.approvals.known_approval import ApprovalById
from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.customers.rename_customer import CustomerRenaming, RenameCustomer
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap.composition import approved_runs_of
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.approvals import ApprovalState, PendingApproval


async def leave_an_approval(bank: OpenBank, debit: str, credit: str, text: str) -> None:
    """Have one transfer counted, and another wait and be rejected, with a text in both."""
    rules = await bank.container.get(ApprovalRulesInForce)
    shipped = rules.now
    rule = ApprovalRule(
        actions=("transfer.post",),
        roles=frozenset({"branch_manager"}),
        currency="EUR",
        above_minor_a_day=1,
    )
    rules.now = ApprovalRules([*shipped.every, rule])
    await bank.run(PostTransfer, TransferOrder(debit, credit, 1, "EUR", text))
    with pytest.raises(PendingApproval) as waiting:
        await bank.run(PostTransfer, TransferOrder(debit, credit, 1, "EUR", text))
    rules.now = shipped
    no = Rejection(id=waiting.value.context["approval"], reason=text)
    await bank.run(RejectAct, no, subject="checker", roles=("branch_manager",))


async def have_renamed(bank: OpenBank, customer: UUID, full_name: str) -> None:
    """Have a customer renamed, which somebody else has to approve."""
    with pytest.raises(PendingApproval) as waiting:
        await bank.run(RenameCustomer, CustomerRenaming(id=customer, full_name=full_name))
    approval = ApprovalById(waiting.value.context["approval"])
    decided = await bank.run(ApproveAct, approval, subject="checker", roles=("branch_manager",))
    runs = await approved_runs_of(bank.container, bank.pipeline)
    assert (await runs.finish(decided.result)).state is ApprovalState.DONE
