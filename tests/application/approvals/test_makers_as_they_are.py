"""What was approved is done with what the maker is when it is done; and the maker hears of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.application.approvals.checkers import ANNA, BERT, Checked, a_rule, checked
from tests.application.scene import SERVICE, WORKER, actor, transfer
from tests.people_who_sign_in import person

from bank.application.approvals.decide_approval import (
    RejectAct,
    Rejection,
    WithdrawAct,
)
from bank.application.approvals.expire_approvals import ExpireApprovals, OverdueApprovals
from bank.application.approvals.known_approval import ApprovalById
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approvals import ApprovalState
from bank.domain.audit import Actor, Outcome
from bank.domain.contacts import Contact
from bank.domain.parties import CustomerKind
from bank.domain.principals import Principal, PrincipalKind, PrincipalState

ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
DAY = timedelta(days=1)


async def maker(desk: Checked, **given: Any) -> tuple[Principal, Actor]:
    """Give a teller whom the bank knows, with an address, and as they act."""
    facts = {"kind": PrincipalKind.STAFF, "roles": ("teller",), "branch": "main", **given}
    now = desk.bank.clock.now()
    made = (await person(desk.bank.scopes, now, "dora@bank.example", **facts)).principal
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        contacts = await scope.get(ProvedContacts)
        await contacts.put(made, Contact.email("dora@bank.example"), now)
        await (await scope.get(UnitOfWork)).commit()
    return made, replace(actor("teller", made.subject), roles=made.roles, branch=made.branch)


async def become(desk: Checked, principal: Principal, **given: Any) -> None:
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        await (await scope.get(Principals)).save(principal.changed(**given))
        await (await scope.get(UnitOfWork)).commit()


def told(desk: Checked, principal: Principal) -> list[NoticeKind]:
    notices = desk.bank.store.committed.notices.values()
    return [each.kind for each in notices if each.principal == principal.row]


async def test_nothing_is_done_in_the_name_of_who_was_let_go() -> None:
    async with checked(a_rule("customer.create")) as desk:
        dora, acting = await maker(desk)
        approval = await desk.waits(CreateCustomer, ADA, acting)
        await become(desk, dora, state=PrincipalState.DEACTIVATED)
        failed = await desk.approve(approval)
        assert (failed.state, failed.code) == (ApprovalState.FAILED, "maker_let_go")
        assert not desk.bank.store.committed.customers
        refused = desk.events("customer.create")[-1]
        assert (refused.outcome, refused.approval) == (Outcome.REFUSED, approval)


async def test_a_role_that_was_lost_counts_no_more() -> None:
    async with checked(a_rule("customer.create")) as desk:
        dora, acting = await maker(desk)
        approval = await desk.waits(CreateCustomer, ADA, acting)
        await become(desk, dora, roles=("auditor",))
        failed = await desk.approve(approval)
        assert (failed.state, failed.code) == (ApprovalState.FAILED, "action_forbidden")


async def test_who_may_still_do_it_does_it_from_where_they_are_now() -> None:
    async with checked(a_rule("customer.create")) as desk:
        dora, acting = await maker(desk)
        approval = await desk.waits(CreateCustomer, ADA, acting)
        await become(desk, dora, roles=("branch_manager",))
        assert (await desk.approve(approval)).state is ApprovalState.DONE
        assert desk.events("customer.create")[-1].actor == acting.pseudonym


async def test_a_service_that_was_let_go_pays_nobody() -> None:
    async with checked(a_rule("transfer.post")) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        facts = {"kind": PrincipalKind.SERVICE, "roles": ("service_account",), "branch": None}
        service, acting = await maker(desk, **facts)
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60), acting)
        await become(desk, service, state=PrincipalState.DEACTIVATED)
        assert (await desk.approve(approval)).code == "maker_let_go"
        assert desk.balance_minor(payee) == 0


async def test_of_whom_the_bank_does_not_keep_it_knows_no_more_than_then() -> None:
    async with checked(a_rule("customer.create")) as desk:
        approval = await desk.waits(CreateCustomer, ADA, actor("teller", "keycloak|dora"))
        assert (await desk.approve(approval)).state is ApprovalState.DONE


async def test_what_was_done_before_a_crash_stays_done_whatever_became_of_its_maker() -> None:
    async with checked(a_rule("customer.create"), a_rule("transfer.post")) as desk:
        payer, payee = await desk.account_past_the_rules(100), await desk.account_past_the_rules(0)
        dora, acting = await maker(desk)
        approvals = [
            await desk.waits(CreateCustomer, ADA, acting),
            await desk.waits(PostTransfer, transfer(payer, payee, 60), acting),
        ]
        for approval in approvals:
            done = await desk.approve(approval)
            request, intent = desk.bank.store.committed.approvals[approval]
            undone = replace(request, state=ApprovalState.APPROVED, object_id=None)
            desk.bank.store.committed.approvals[approval] = (undone, intent)
            await become(desk, dora, state=PrincipalState.DEACTIVATED)
            again = await desk.runs.finish(undone)
            assert (again.state, again.object_id) == (ApprovalState.DONE, done.object_id)
            await become(desk, dora)


async def test_the_maker_is_told_what_became_of_it() -> None:
    async with checked(a_rule("customer.create")) as desk:
        dora, acting = await maker(desk)
        first = await desk.waits(CreateCustomer, ADA, acting)
        assert told(desk, dora) == []
        await desk.approve(first)
        assert told(desk, dora) == [NoticeKind.APPROVAL_DONE]
        nowhere = await desk.waits(CreateCustomer, replace(ADA, branch="nowhere"), acting)
        await desk.approve(nowhere)
        assert told(desk, dora)[1:] == [NoticeKind.APPROVAL_FAILED]
        second = await desk.waits(CreateCustomer, ADA, acting)
        await desk.ask(RejectAct, Rejection(id=second, reason="No."), ANNA)
        assert told(desk, dora)[2:] == [NoticeKind.APPROVAL_REJECTED]
        await desk.waits(CreateCustomer, ADA, acting)
        desk.bank.clock.move(8 * DAY)
        await desk.ask(ExpireApprovals, OverdueApprovals(), WORKER)
        await desk.ask(ExpireApprovals, OverdueApprovals(), WORKER)
        assert told(desk, dora)[3:] == [NoticeKind.APPROVAL_EXPIRED]


async def test_what_the_maker_took_back_they_know_of() -> None:
    async with checked(a_rule("customer.create")) as desk:
        dora, acting = await maker(desk)
        approval = await desk.waits(CreateCustomer, ADA, acting)
        await desk.ask(WithdrawAct, ApprovalById(approval), acting)
        assert told(desk, dora) == []


async def test_who_is_no_principal_or_cannot_be_told_by_whom_it_was_is_told_nothing() -> None:
    async with checked(a_rule("customer.create", approvers=2)) as desk:
        _, acting = await maker(desk)
        for who, intent in ((SERVICE, None), (acting, "unreadable")):
            approval = await desk.waits(CreateCustomer, ADA, who)
            if intent is not None:
                request, _ = desk.bank.store.committed.approvals[approval]
                desk.bank.store.committed.approvals[approval] = (request, intent)
            await desk.ask(RejectAct, Rejection(id=approval, reason="No."), BERT)
        assert not desk.bank.store.committed.notices


@pytest.mark.parametrize("how", ["done", "failed", "rejected", "expired"])
def test_there_is_a_notice_for_each_way_in_which_it_ends(how: str) -> None:
    assert NoticeKind(f"approval_{ApprovalState(how)}")
