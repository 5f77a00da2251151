"""Who reads approvals, who finds them in a list, and how a policy narrows who decides."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.application.approvals.checkers import (
    ANNA,
    BERT,
    CORA,
    DORA,
    a_rule,
    checked,
)
from tests.application.scene import (
    AUDITOR,
    actor,
    an_authorizer,
    transfer,
)

from bank.application.approvals.decide_approval import (
    ApproveAct,
    RejectAct,
    Rejection,
)
from bank.application.approvals.known_approval import ApprovalById
from bank.application.approvals.read_approvals import (
    ApprovalsWanted,
    GetApproval,
    ListApprovals,
    Whose,
)
from bank.application.customers.change_customers_contact import (
    ChangeCustomersContact,
    CustomersContact,
)
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.permissions_file import read_permissions
from bank.domain.approvals import (
    ApprovalNotFound,
    ApprovalState,
)

TRANSFERS = a_rule("transfer.post")


async def test_who_may_know_of_an_approval_reads_what_is_asked_for() -> None:
    async with checked(a_rule("customer.change_contact")) as desk:
        customer = await desk.customer()
        order = CustomersContact(id=customer.id, if_version=1, email="new@example.com")
        approval = await desk.waits(ChangeCustomersContact, order, DORA)
        for who in (DORA, ANNA, CORA, AUDITOR):
            shown = (await desk.ask(GetApproval, ApprovalById(approval), who)).result
            assert shown.command["email"] == "new@example.com"
            assert shown.maker_roles == ("teller",)
        assert len(desk.events("approval.read")) == 4
        with pytest.raises(ApprovalNotFound):
            await desk.ask(GetApproval, ApprovalById(approval), actor("teller", "emil"))


async def test_lists_show_ones_own_what_one_may_decide_and_to_some_all() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60), ANNA)

        async def listed(whose: Whose, who: Any) -> list[Any]:
            done = await desk.ask(ListApprovals, ApprovalsWanted(whose=whose), who)
            return [each.id for each in done.result]

        assert await listed(Whose.MINE, ANNA) == [approval]
        assert await listed(Whose.TO_DECIDE, ANNA) == []
        assert await listed(Whose.TO_DECIDE, BERT) == [approval]
        assert await listed(Whose.TO_DECIDE, DORA) == []
        assert await listed(Whose.ALL, AUDITOR) == [approval]
        with pytest.raises(ActionForbidden):
            await listed(Whose.ALL, BERT)


async def test_the_policy_may_keep_it_in_the_makers_branch(tmp_path: Path) -> None:
    shipped = (packaged_folder() / "permissions.yaml").read_text(encoding="utf-8")
    policy = tmp_path / "permissions.yaml"
    denied = "deny: {branch_manager: {another_branch: [approval.approve]}}"
    policy.write_text(f"{shipped}\n{denied}\n", encoding="utf-8")
    authorizer = an_authorizer(read_permissions(policy))
    async with checked(TRANSFERS, authorizer=authorizer) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        teller = replace(DORA, branch="harbour")
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60), teller)
        for elsewhere in (ANNA, replace(ANNA, branch="main")):
            with pytest.raises(ActionForbidden):
                await desk.approve(approval, elsewhere)
        here = replace(ANNA, branch="harbour")
        assert (await desk.approve(approval, here)).state is ApprovalState.DONE


async def test_the_policy_may_narrow_who_decides() -> None:
    """Conditions of the policy see who asked and how much it is, beside the rule's own."""
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        teller = replace(DORA, branch="harbour")
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60), teller)
        async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
            asked: tuple[type[Any], ...] = (ApproveAct, GetApproval)
            for use_case in asked:
                resource = await (await scope.get(use_case)).resource(ApprovalById(approval))
                assert (resource.maker, resource.branch) == (DORA.pseudonym, "harbour")
                assert (resource.amount_minor, resource.currency) == (60, "EUR")
            nothing = await (await scope.get(RejectAct)).resource(
                Rejection(id=desk.bank.ids.new(), reason="No.")
            )
        assert (nothing.maker, nothing.hidden_by) == (None, ApprovalNotFound)
