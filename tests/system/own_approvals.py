"""Approvals by the rules that are shipped, and by one that is put in for a while."""

from typing import Any
from uuid import UUID

import pytest
from tests.system.assembly import OpenBank

from bank.application.approvals.decide_approval import ApproveAct, RejectAct, Rejection
from bank.application.approvals.known_approval import ApprovalById
from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.customers.read_customers import CustomerById, GetCustomer
from bank.application.customers.rename_customer import CustomerRenaming, RenameCustomer
from bank.application.identity.registration.invite import AddUser, NewUser
from bank.application.identity.users.list_users import ListUsers, UsersOfCustomer
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
    read = (await bank.run(GetCustomer, CustomerById(customer))).result
    order = CustomerRenaming(id=customer, full_name=full_name, if_version=read.version)
    await _have_approved(bank, RenameCustomer, order)


async def have_user_added(bank: OpenBank, new: NewUser) -> str:
    """Have somebody act for a customer, which somebody else has to approve; give their subject."""
    await _have_approved(bank, AddUser, new)
    users = (await bank.run(ListUsers, UsersOfCustomer(new.customer))).result
    newest: str = max((each.principal for each in users), key=lambda each: each.row).subject
    return new.subject or newest


async def _have_approved(bank: OpenBank, use_case: type[Any], command: Any) -> None:
    with pytest.raises(PendingApproval) as waiting:
        await bank.run(use_case, command)
    approval = ApprovalById(waiting.value.context["approval"])
    decided = await bank.run(ApproveAct, approval, subject="checker", roles=("branch_manager",))
    runs = await approved_runs_of(bank.container, bank.pipeline)
    assert (await runs.finish(decided.result)).state is ApprovalState.DONE
