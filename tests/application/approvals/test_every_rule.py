"""An act that meets several rules needs all of them."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.application.approvals.checkers import (
    ANNA,
    BERT,
    CORA,
    DORA,
    Checked,
    a_rule,
    checked,
    demanded_of,
)
from tests.application.approvals.test_waiver import colleague
from tests.application.scene import actor, holder_of, transfer

from bank.application.approvals.decide_approval import RejectAct, Rejection
from bank.application.approvals.known_approval import ApprovalById
from bank.application.approvals.read_approvals import (
    ApprovalsWanted,
    GetApproval,
    ListApprovals,
    Whose,
)
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approvals import (
    ApprovalGivenAlready,
    ApprovalNotFound,
    ApprovalState,
    OthersHaveToApprove,
    PendingApproval,
)
from bank.domain.audit import APPROVAL_WAIVED, Actor, Outcome
from bank.domain.parties import CustomerKind

HOUR = timedelta(hours=1)
ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
OFFICERS, MANAGERS = frozenset({"compliance_officer"}), frozenset({"branch_manager"})
BY_MANAGERS = a_rule("customer.create", expires_after=2 * HOUR)
BY_OFFICERS = a_rule("customer.create", roles=OFFICERS, expires_after=HOUR)
EMIL = actor("branch_manager", "emil")


async def waiting(desk: Checked, who: Actor) -> list[UUID]:
    done = await desk.ask(ListApprovals, ApprovalsWanted(whose=Whose.TO_DECIDE), who)
    return [each.id for each in done.result]


async def test_a_checker_of_each_of_two_roles_is_needed_within_the_shorter_time() -> None:
    async with checked(BY_MANAGERS, BY_OFFICERS) as desk:
        approval = await desk.waits(CreateCustomer, ADA, DORA)
        assert demanded_of(desk, approval) == [(MANAGERS, 1), (OFFICERS, 1)]
        kept = desk.kept(approval)
        assert kept.expires_at == kept.created_at + HOUR
        assert (await desk.approve(approval, CORA)).state is ApprovalState.PENDING
        assert not desk.bank.store.committed.customers
        assert (await desk.approve(approval, ANNA)).state is ApprovalState.DONE
        done = desk.events("customer.create")[-1]
        assert done.approved_by == (CORA.pseudonym, ANNA.pseudonym)


async def test_whoever_has_both_roles_serves_both() -> None:
    async with checked(BY_MANAGERS, BY_OFFICERS) as desk:
        approval = await desk.waits(CreateCustomer, ADA, DORA)
        both = replace(EMIL, roles=("compliance_officer", "branch_manager"))
        assert (await desk.approve(approval, both)).state is ApprovalState.DONE


async def test_two_people_are_had_by_a_rule_of_both_roles_besides() -> None:
    two = a_rule("customer.create", roles=MANAGERS | OFFICERS, approvers=2)
    async with checked(BY_MANAGERS, BY_OFFICERS, two) as desk:
        approval = await desk.waits(CreateCustomer, ADA, DORA)
        both = replace(EMIL, roles=("compliance_officer", "branch_manager"))
        assert (await desk.approve(approval, both)).state is ApprovalState.PENDING
        assert (await desk.approve(approval, ANNA)).state is ApprovalState.DONE


async def test_of_whose_roles_there_are_enough_is_refused_the_same_again_and_may_reject() -> None:
    async with checked(BY_MANAGERS, BY_OFFICERS) as desk:
        approval = await desk.waits(CreateCustomer, ADA, DORA)
        first = await desk.approve(approval, ANNA, key="yes")
        for key in ("mine", "mine", "another"):
            with pytest.raises(OthersHaveToApprove, match="1 with the role compliance_officer"):
                await desk.approve(approval, BERT, key=key)
        assert await desk.approve(approval, ANNA, key="yes") == first
        with pytest.raises(ApprovalGivenAlready):
            await desk.approve(approval, ANNA)
        await desk.ask(RejectAct, Rejection(id=approval, reason="No."), BERT)
        assert desk.kept(approval).state is ApprovalState.REJECTED


async def test_it_waits_for_those_whose_yes_is_missing_and_is_known_to_all_of_them() -> None:
    async with checked(BY_MANAGERS, BY_OFFICERS) as desk:
        approval = await desk.waits(CreateCustomer, ADA, DORA)
        assert [await waiting(desk, who) for who in (ANNA, BERT, CORA)] == [[approval]] * 3
        await desk.approve(approval, ANNA)
        assert [await waiting(desk, who) for who in (ANNA, BERT, CORA)] == [[], [], [approval]]
        shown = await desk.ask(GetApproval, ApprovalById(approval), BERT)
        assert list(shown.result.request.missing.values()) == [1]


async def test_two_who_approve_at_once_have_it_done_once() -> None:
    async with checked(BY_MANAGERS, BY_OFFICERS) as desk:
        approval = await desk.waits(CreateCustomer, ADA, DORA)
        results = await asyncio.gather(desk.approve(approval, ANNA), desk.approve(approval, CORA))
        states = [each.state for each in results]
        assert sorted(states) == [ApprovalState.DONE, ApprovalState.PENDING]
        assert len(desk.bank.store.committed.customers) == 1


async def test_rules_of_larger_amounts_come_on_top_and_what_they_imply_is_asked_once() -> None:
    def above(minor: int, **given: Any) -> Any:
        return a_rule("transfer.post", currency="EUR", above_minor=minor, **given)

    async with checked(above(10), above(50, approvers=2), above(500, roles=OFFICERS)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        for amount_minor, needed in ((20, 1), (60, 2)):
            less = await desk.waits(PostTransfer, transfer(payer, payee, amount_minor))
            assert demanded_of(desk, less) == [(MANAGERS, needed)]
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 600))
        assert demanded_of(desk, approval) == [(MANAGERS, 2), (OFFICERS, 1)]
        for who in (ANNA, CORA):
            assert (await desk.approve(approval, who)).state is ApprovalState.PENDING
        assert (await desk.approve(approval, BERT)).state is ApprovalState.DONE
        assert desk.balance_minor(payee) == 600


async def test_a_rule_that_is_met_by_an_act_and_by_its_day_asks_once() -> None:
    rule = a_rule("transfer.post", currency="EUR", above_minor=10, above_minor_a_day=10)
    async with checked(rule, a_rule("transfer.post", roles=OFFICERS)) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        assert demanded_of(desk, approval) == [(MANAGERS, 1), (OFFICERS, 1)]


async def test_the_sum_of_a_day_comes_on_top_of_what_each_act_needs() -> None:
    """Scenario: each transfer needs an officer, and managers are asked above a sum of the day."""
    daily = a_rule("transfer.post", currency="EUR", above_minor_a_day=50)
    async with checked(a_rule("transfer.post", roles=OFFICERS), daily) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        small = await desk.waits(PostTransfer, transfer(payer, payee, 50))
        assert demanded_of(desk, small) == [(OFFICERS, 1)]
        await desk.approve(small, CORA)
        more = await desk.waits(PostTransfer, transfer(payer, payee, 1))
        assert demanded_of(desk, more) == [(OFFICERS, 1), (MANAGERS, 1)]


async def test_a_holder_and_one_of_the_bank_are_both_needed() -> None:
    rules = [a_rule("transfer.post", roles=frozenset({"customer"})), a_rule("transfer.post")]
    async with checked(*rules) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        joint = actor("customer", "the joint owner")
        joint = replace(joint, pseudonym=desk.bank.digests.pseudonym(joint.subject))
        subjects = frozenset({str(payer.owner_id), joint.subject})
        desk.bank.store.committed.subjects[payer.owner] = subjects
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        with pytest.raises(ApprovalNotFound):
            await desk.approve(approval, holder_of(payee))
        assert (await desk.approve(approval, ANNA)).state is ApprovalState.PENDING
        assert (await desk.approve(approval, joint)).state is ApprovalState.DONE


WAIVED = replace(BY_MANAGERS, waived_while_alone=True)
OF_OFFICERS_WAIVED = replace(BY_OFFICERS, waived_while_alone=True)


async def test_an_act_is_waived_where_all_its_rules_are() -> None:
    async with checked(WAIVED, OF_OFFICERS_WAIVED) as desk:
        alone = await colleague(desk, "anna")
        await desk.ask(CreateCustomer, ADA, alone)
        (event,) = desk.events("customer.create")
        assert (event.outcome, event.code) == (Outcome.DONE, APPROVAL_WAIVED)


async def test_each_rule_is_waived_for_itself() -> None:
    async with checked(WAIVED, replace(OF_OFFICERS_WAIVED, approvers=3)) as desk:
        anna = await colleague(desk, "anna")
        await colleague(desk, "cora", roles=("compliance_officer",))
        approval = await desk.waits(CreateCustomer, ADA, anna)
        assert demanded_of(desk, approval) == [(OFFICERS, 1)]
        await colleague(desk, "bert")
        approval = await desk.waits(CreateCustomer, ADA, anna)
        assert demanded_of(desk, approval) == [(MANAGERS, 1), (OFFICERS, 1)]
        with pytest.raises(PendingApproval):
            await desk.ask(CreateCustomer, ADA, anna, dry_run=True)
