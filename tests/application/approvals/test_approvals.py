"""Acts that need others: asked for, decided, run once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
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
    SERVICE,
    WORKER,
    actor,
    cash,
    holder_of,
    transfer,
)

from bank.application.approvals.decide_approval import (
    RejectAct,
    Rejection,
    WithdrawAct,
)
from bank.application.approvals.expire_approvals import ExpireApprovals, OverdueApprovals
from bank.application.approvals.known_approval import ApprovalById
from bank.application.approvals.read_approvals import (
    GetApproval,
)
from bank.application.customers.change_customers_contact import (
    ChangeCustomersContact,
    CustomersContact,
)
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_cash import PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approvals import (
    ApprovalExpired,
    ApprovalGivenAlready,
    ApprovalNotFound,
    ApprovalNotPending,
    ApprovalState,
    ApproverLacksRole,
    MakerMayNotApprove,
    OnlyTheMakerWithdraws,
    PendingApproval,
)
from bank.domain.audit import Outcome
from bank.domain.ledger.refusals import IdempotencyKeyReused, InsufficientFunds
from bank.domain.parties import CustomerKind

DAY = timedelta(days=1)
ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
TRANSFERS = a_rule("transfer.post")


async def test_a_posting_waits_until_somebody_else_approves_it() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        assert desk.balance_minor(payee) == 0
        finished = await desk.approve(approval)
        assert (finished.state, finished.object_id) == (ApprovalState.DONE, desk.last_entry())
        assert desk.balance_minor(payee) == 60


async def test_a_command_waits_as_well_and_is_its_makers_when_it_is_done() -> None:
    async with checked(a_rule("customer.create")) as desk:
        approval = await desk.waits(CreateCustomer, ADA, DORA)
        assert not desk.bank.store.committed.customers
        finished = await desk.approve(approval)
        (customer,) = desk.bank.store.committed.customers.values()
        assert finished.object_id == customer.id
        asked, done = desk.events("customer.create")
        assert (asked.outcome, asked.actor) == (Outcome.PENDING, DORA.pseudonym)
        assert (asked.object_id, asked.approval) == (str(approval), None)
        assert (done.outcome, done.actor) == (Outcome.DONE, DORA.pseudonym)
        assert (done.approval, done.approved_by) == (approval, (ANNA.pseudonym,))
        assert done.intent == asked.after is not None


async def test_the_audit_event_of_a_posting_names_the_approval_and_who_gave_it() -> None:
    async with checked(a_rule("transfer.post", approvers=2)) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        first = await desk.approve(approval, ANNA)
        assert (first.state, desk.balance_minor(payee)) == (ApprovalState.PENDING, 0)
        await desk.approve(approval, BERT)
        asked, done = desk.events("transfer.post")
        assert (done.actor, done.approval) == (SERVICE.pseudonym, approval)
        assert done.approved_by == (ANNA.pseudonym, BERT.pseudonym)
        assert done.intent == asked.after is not None
        assert done.object_id == str(desk.last_entry())


async def test_a_bulk_is_run_as_it_was_asked_for_with_what_was_refused_in_it() -> None:
    async with checked(a_rule("transfer.post_bulk")) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        good = transfer(payer, payee, 60)._replace(id=desk.bank.ids.new())
        bad = MakerMayNotApprove("refused before it came here")
        approval = await desk.waits(PostBulk, BulkOrder([good, bad]))
        assert (await desk.approve(approval)).state is ApprovalState.DONE
        assert desk.balance_minor(payee) == 60


async def test_the_makers_retry_is_answered_the_same_and_asks_once() -> None:
    async with checked(TRANSFERS, a_rule("customer.change_contact")) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        asks: list[tuple[type[Any], Any]] = [(PostTransfer, transfer(payer, payee, 60))]
        asks.append(
            (
                ChangeCustomersContact,
                CustomersContact(id=payer.owner_id, if_version=1, email="b@example.com"),
            )
        )
        for use_case, command in asks:
            first = await desk.waits(use_case, command, key=f"{use_case}")
            assert await desk.waits(use_case, command, key=f"{use_case}") == first
            await desk.approve(first)
            assert await desk.waits(use_case, command, key=f"{use_case}") == first
            with pytest.raises(IdempotencyKeyReused):
                await desk.ask(use_case, command, key=f"{use_case}", body="another")
        assert desk.balance_minor(payee) == 60


async def test_a_key_that_waits_is_taken_for_everything_else() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        await desk.waits(PostTransfer, transfer(payer, payee, 60), key="one")
        with pytest.raises(IdempotencyKeyReused):
            await desk.ask(CreateCustomer, ADA, key="one")
        with pytest.raises(IdempotencyKeyReused):
            await desk.ask(PostWithdrawal, cash(payer, 1), key="one")


async def test_what_is_refused_when_it_is_run_says_so() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=50), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        failed = await desk.approve(approval)
        assert (failed.state, failed.code) == (ApprovalState.FAILED, "insufficient_funds")
        assert failed.detail
        assert (await desk.runs.finish(failed)) == failed
        assert desk.events("transfer.post")[-1].approval == approval


async def test_an_act_that_its_maker_may_not_do_any_more_fails() -> None:
    """Roles are those of the request; what they permit is decided when it is run."""
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        owner = await desk.paying(payer, payee)
        desk.bank.store.committed.subjects[payer.owner] = frozenset({owner.subject})
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60), owner)
        desk.bank.store.committed.subjects[payer.owner] = frozenset()
        failed = await desk.approve(approval)
        assert (failed.state, failed.code) == (ApprovalState.FAILED, "account_not_found")


async def test_whoever_may_not_do_it_does_not_get_as_far_as_asking() -> None:
    async with checked(a_rule("customer.create")) as desk:
        with pytest.raises(ActionForbidden):
            await desk.ask(CreateCustomer, ADA, AUDITOR)


async def test_the_maker_never_approves_under_whichever_role() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60), ANNA)
        both = replace(ANNA, roles=("compliance_officer", "branch_manager"))
        for who in (ANNA, both, replace(ANNA, session="another")):
            with pytest.raises(MakerMayNotApprove):
                await desk.approve(approval, who)
        assert (await desk.approve(approval, BERT)).state is ApprovalState.DONE


async def test_only_whom_the_rule_names_approves_and_each_once() -> None:
    async with checked(a_rule("transfer.post", approvers=2)) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        with pytest.raises(ApprovalNotFound):
            await desk.approve(approval, DORA)
        with pytest.raises(ApproverLacksRole):
            await desk.approve(approval, CORA)  # who may know of any
        await desk.approve(approval, ANNA)
        with pytest.raises(ApprovalGivenAlready):
            await desk.approve(approval, ANNA)
        await desk.approve(approval, BERT)
        with pytest.raises(ApprovalNotPending):
            await desk.approve(approval, actor("branch_manager", "emil"))


async def test_one_no_with_a_reason_is_enough() -> None:
    async with checked(a_rule("transfer.post", approvers=2)) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        await desk.approve(approval, ANNA)
        no = Rejection(id=approval, reason="Not to them.")
        with pytest.raises(MakerMayNotApprove):
            await desk.ask(RejectAct, no, SERVICE)
        await desk.ask(RejectAct, no, BERT)
        kept = desk.kept(approval)
        assert (kept.state, kept.decisions[-1].reason) == (ApprovalState.REJECTED, "Not to them.")
        with pytest.raises(ApprovalNotPending):
            await desk.approve(approval, actor("branch_manager", "emil"))
        assert desk.balance_minor(payee) == 0


async def test_an_approver_may_think_better_of_it_only_by_a_no_of_somebody_else() -> None:
    async with checked(a_rule("transfer.post", approvers=2)) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        await desk.approve(approval, ANNA)
        with pytest.raises(ApprovalGivenAlready):
            await desk.ask(RejectAct, Rejection(id=approval, reason="No."), ANNA)


async def test_what_nobody_decides_in_time_is_over() -> None:
    async with checked(a_rule("transfer.post", expires_after=DAY)) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        desk.bank.clock.move(DAY)
        with pytest.raises(ApprovalExpired):
            await desk.approve(approval)
        shown = await desk.ask(GetApproval, ApprovalById(approval), ANNA)
        assert shown.result.request.state is ApprovalState.EXPIRED
        done = await desk.ask(ExpireApprovals, OverdueApprovals(), WORKER)
        assert (done.result.approvals, desk.kept(approval).state) == (1, ApprovalState.EXPIRED)
        assert (await desk.ask(ExpireApprovals, OverdueApprovals(), WORKER)).result.approvals == 0
        assert [each.outcome for each in desk.events("approval.expire")] == [Outcome.DONE]


async def test_only_the_maker_takes_it_back() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        with pytest.raises(OnlyTheMakerWithdraws):
            await desk.ask(WithdrawAct, ApprovalById(approval), ANNA)
        await desk.ask(WithdrawAct, ApprovalById(approval))
        with pytest.raises(ApprovalNotPending):
            await desk.approve(approval)


async def test_its_span_says_that_it_waits() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        await desk.waits(PostTransfer, transfer(payer, payee, 60))
        notes = desk.bank.tracer.spans[-1].notes
        assert (notes["bank.outcome"], notes["bank.refusal"]) == ("pending", "pending_approval")


async def test_each_step_tells_the_outbox() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 30))
        await desk.approve(approval)
        events = desk.bank.store.committed.outbox.values()
        told = [(each.type, each.subject) for each in events if each.type.startswith("bank.appr")]
        assert told[-1] == ("bank.approval.approved.v1", approval)
        assert told[-2] == ("bank.approval.requested.v1", approval)


async def test_a_holder_approves_what_another_asks_for_of_their_account() -> None:
    async with checked(a_rule("transfer.post", roles=frozenset({"customer"}))) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        one, other = [
            replace(each, pseudonym=desk.bank.digests.pseudonym(each.subject))
            for each in (holder_of(payer), actor("customer", "the joint owner"))
        ]
        await desk.let_pay(one, payee)
        subjects = frozenset({one.subject, other.subject})
        desk.bank.store.committed.subjects[payer.owner] = subjects
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60), one)
        for stranger in (holder_of(payee), ANNA):
            with pytest.raises(ApprovalNotFound):
                await desk.approve(approval, stranger)
        with pytest.raises(MakerMayNotApprove):
            await desk.approve(approval, one)
        assert (await desk.approve(approval, other)).state is ApprovalState.DONE


async def test_two_approvals_at_once_run_it_once() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        results = await asyncio.gather(
            desk.approve(approval, ANNA), desk.approve(approval, BERT), return_exceptions=True
        )
        assert sorted(type(each).__name__ for each in results) == [
            "ApprovalNotPending",
            "ApprovalRequest",
        ]
        assert desk.balance_minor(payee) == 60


async def test_a_run_that_a_crash_cut_off_is_finished_once() -> None:
    async with checked(TRANSFERS) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        await desk.approve(approval)
        # The act is done, and nobody wrote down that it is.
        request, intent = desk.bank.store.committed.approvals[approval]
        approved = replace(request, state=ApprovalState.APPROVED, object_id=None)
        desk.bank.store.committed.approvals[approval] = (approved, intent)
        for _ in range(2):
            for waiting in await desk.runs.waiting():
                await desk.runs.finish(waiting)
        assert desk.kept(approval).object_id == request.object_id
        assert desk.balance_minor(payee) == 60


async def test_what_was_only_tried_says_that_it_would_have_to_wait() -> None:
    async with checked(TRANSFERS, a_rule("customer.change_contact")) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        amendment = CustomersContact(id=payer.owner_id, if_version=1, email="b@example.com")
        for use_case, command in (
            (PostTransfer, transfer(payer, payee, 60)),
            (ChangeCustomersContact, amendment),
        ):
            with pytest.raises(PendingApproval) as waiting:
                await desk.ask(use_case, command, dry_run=True)
            assert not waiting.value.context
        with pytest.raises(InsufficientFunds):
            await desk.ask(PostTransfer, transfer(payer, payee, 101), dry_run=True)
        assert not desk.bank.store.committed.approvals
