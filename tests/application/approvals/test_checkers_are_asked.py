"""Whoever could decide hears that something waits; the maker, and who could not, do not."""

from dataclasses import replace
from typing import Any

import pytest
from tests.application.approvals.checkers import Checked, a_rule, checked
from tests.application.approvals.test_makers_as_they_are import ADA, maker, told
from tests.application.identity.notices.test_what_owners_are_told import reached
from tests.application.scene import Desk, actor, transfer
from tests.people_who_sign_in import person

from bank.application.accounts.hold_account import AddHolder, NewHolder
from bank.application.customers.create_customer import CreateCustomer
from bank.application.identity.notices.notices import NoticeKind
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approvals import PendingApproval
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.parties import HolderRole
from bank.domain.principals import Principal, PrincipalKind

WAITS = NoticeKind.APPROVAL_WAITS


async def _member(desk: Desk, role: str) -> Principal:
    now = desk.bank.clock.now()
    staff: dict[str, Any] = {"kind": PrincipalKind.STAFF, "roles": (role,), "branch": "main"}
    added = await person(desk.bank.scopes, now, f"{role}@bank.example", **staff)
    return await reached(desk, added.principal.subject)


async def test_those_with_a_role_of_the_rule_hear_of_it_once() -> None:
    async with checked(a_rule("customer.create")) as desk:
        dora, acting = await maker(desk)
        manager, auditor = await _member(desk, "branch_manager"), await _member(desk, "auditor")
        with pytest.raises(PendingApproval):
            await desk.ask(CreateCustomer, ADA, acting, dry_run=True)
        assert told(desk, manager) == []
        approval = await desk.waits(CreateCustomer, ADA, acting, key="k")
        assert await desk.waits(CreateCustomer, ADA, acting, key="k") == approval
        assert told(desk, manager) == [WAITS]
        assert told(desk, dora) == told(desk, auditor) == []
        (notice,) = desk.bank.store.committed.notices.values()
        assert notice.about == f"customer.create, {approval}, until 2026-12-01 09:30 UTC"


async def test_a_maker_who_could_approve_others_acts_is_not_asked_about_their_own() -> None:
    async with checked(a_rule("customer.create")) as desk:
        manager, other = await maker(desk, roles=("branch_manager",))
        await desk.waits(CreateCustomer, ADA, replace(other, assurance=2))
        assert told(desk, manager) == []


async def _joint(desk: Checked, account: CustomerAccount) -> Principal:
    partner = (await desk.customer("Charles Babbage")).id
    joint = NewHolder(account=str(account.id), customer_id=partner, role=HolderRole.JOINT)
    await desk.ask(AddHolder, joint, actor("teller"))
    found = await reached(desk, str(partner))
    desk.bank.store.committed.notices.clear()
    return found


async def test_of_customers_the_others_who_hold_the_account_hear_of_it() -> None:
    rule = a_rule("transfer.post", roles=frozenset({"customer"}))
    async with checked(rule) as desk:
        account, payee = await desk.account(balance_minor=100), await desk.account()
        owner, joint = await reached(desk, str(account.owner_id)), await _joint(desk, account)
        stranger = await reached(desk, str(payee.owner_id))
        maker = await desk.paying(account, payee)
        await desk.waits(PostTransfer, transfer(account, payee, 50), maker)
        assert told(desk, joint) == [WAITS]
        assert told(desk, owner) == told(desk, stranger) == []
