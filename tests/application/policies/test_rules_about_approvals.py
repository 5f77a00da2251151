"""The bank sets rules about approvals itself, in versions, as it does all of its policy."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.application.approvals.checkers import Checked, a_rule, demanded_of
from tests.application.scene import a_bank, actor, an_authorizer, transfer

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.policies.change_policy import ChangePolicy, PolicyChange
from bank.application.policies.policy_book import PolicyDirectory
from bank.application.policies.read_policy import GetPolicy, PolicyByNumber
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap import every_use_case  # noqa: F401 - declares all use cases
from bank.domain.approval_rules import ApprovalRule, ApprovalRuleUnfit
from bank.domain.parties import CustomerKind
from bank.domain.policies import (
    PolicyChangedByOneAlone,
    RoleNotFound,
    Rule,
    RuleChange,
    RuleNamedTwice,
)
from bank.domain.refusals import Refusal
from bank.domain.staff import BREAK_GLASS
from bank.infrastructure.in_memory.policies import InMemoryPolicyDirectory
from bank.interfaces.workers.policy_watch import PolicyWatch

ADMINISTRATOR, OTHER = actor("administrator"), actor("administrator", "the other")
ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
SHIPPED = a_rule("customer.create")
TRANSFERS = a_rule("transfer.post", currency="EUR", above_minor=50)
POLICY = ApprovalRule(
    actions=("policy.change", "staff.register", "staff.change"),
    roles=frozenset({"administrator"}),
    exempt=frozenset({BREAK_GLASS}),
)
ALONE = replace(POLICY, waived_while_alone=True)
"""The rule that each list has to keep, where there is a single administrator."""


@pytest.fixture
async def desk() -> AsyncIterator[Checked]:
    """A bank whose policy is its own, and which has new customers approved as shipped."""
    async with a_bank(authorizer=an_authorizer(), approvals=[SHIPPED]).open() as bank:
        await _adopted(desk := Checked(bank))
        yield desk


async def _adopted(desk: Checked) -> None:
    directory: PolicyDirectory = InMemoryPolicyDirectory(desk.bank.store)
    policy: Any = desk.bank.authorizer
    await PolicyWatch(directory, policy, desk.bank.approval_rules.adopt).once()


async def _set(desk: Checked, *rules: ApprovalRule) -> Any:
    order = PolicyChange(if_version=0, approvals=rules)
    done = (await desk.ask(ChangePolicy, order, ADMINISTRATOR)).result
    await _adopted(desk)
    return done


async def test_the_banks_rules_take_the_place_of_those_shipped(desk: Checked) -> None:
    await desk.waits(CreateCustomer, ADA)
    done = await _set(desk, TRANSFERS, ALONE)
    assert done.policy.approvals == done.policy.version.approvals == (TRANSFERS, ALONE)
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    await desk.ask(PostTransfer, transfer(payer, payee, 50))
    await desk.waits(PostTransfer, transfer(payer, payee, 51))


async def test_a_version_without_any_goes_back_to_those_shipped(desk: Checked) -> None:
    await _set(desk, ALONE)
    await desk.ask(CreateCustomer, ADA)
    order = PolicyChange(if_version=1)
    await desk.ask(ChangePolicy, order, ADMINISTRATOR)
    await desk.ask(CreateCustomer, ADA)  # until the watch has seen it
    await _adopted(desk)
    await desk.waits(CreateCustomer, ADA)
    for number, own, counting in (
        (0, None, (SHIPPED,)),
        (1, (ALONE,), (ALONE,)),
        (2, None, (SHIPPED,)),
    ):
        read = (await desk.ask(GetPolicy, PolicyByNumber(number), ADMINISTRATOR)).result
        assert (read.version.approvals, tuple(read.approvals)) == (own, counting)


async def test_rules_about_approvals_are_changed_by_two_where_a_rule_says_so(desk: Checked) -> None:
    await _set(desk, POLICY)
    order = PolicyChange(if_version=1, approvals=(POLICY, TRANSFERS))
    waiting = await desk.waits(ChangePolicy, order, ADMINISTRATOR)
    assert len(desk.bank.store.committed.policies) == 1
    await desk.approve(waiting, OTHER)
    assert desk.bank.store.committed.policies[2].approvals == (POLICY, TRANSFERS)
    emergency = replace(ADMINISTRATOR, roles=("administrator", BREAK_GLASS))
    await desk.ask(ChangePolicy, PolicyChange(if_version=2), emergency)


async def test_what_waits_keeps_what_it_was_asked_with(desk: Checked) -> None:
    waiting = await desk.waits(CreateCustomer, ADA)
    await _set(desk, ALONE)
    assert demanded_of(desk, waiting) == [(SHIPPED.roles, SHIPPED.approvers)]
    await desk.approve(waiting)
    assert len(desk.bank.store.committed.customers) == 1


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        ([replace(TRANSFERS, actions=())], ApprovalRuleUnfit),
        ([replace(TRANSFERS, actions=("transfer.post", "transfer.post"))], ApprovalRuleUnfit),
        ([replace(TRANSFERS, roles=frozenset())], ApprovalRuleUnfit),
        ([replace(TRANSFERS, above_minor=None)], ApprovalRuleUnfit),
        ([replace(TRANSFERS, currency=None)], ApprovalRuleUnfit),
        ([replace(TRANSFERS, waived_while_alone=True)], ApprovalRuleUnfit),
        ([a_rule("account.close", waived_while_alone=True)], ApprovalRuleUnfit),
        ([a_rule("transfer.pots")], ApprovalRuleUnfit),
        ([a_rule("account.read")], ApprovalRuleUnfit),
        ([a_rule("approval.approve")], ApprovalRuleUnfit),
        ([a_rule("session.begin")], ApprovalRuleUnfit),
        (
            [a_rule("staff.change", roles=frozenset({"customer"}), waived_while_alone=True)],
            ApprovalRuleUnfit,
        ),
        ([a_rule("transfer.post", roles=frozenset({"king"}))], RoleNotFound),
        ([a_rule("transfer.post", roles=frozenset({BREAK_GLASS}))], RoleNotFound),
        ([a_rule("transfer.post", exempt=frozenset({"king"}))], RoleNotFound),
        ([replace(POLICY, exempt=frozenset())], ApprovalRuleUnfit),
        ([TRANSFERS, TRANSFERS], RuleNamedTwice),
    ],
)
async def test_what_is_no_good_rule_is_refused(
    desk: Checked, rules: list[ApprovalRule], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await _set(desk, *rules, ALONE)
    assert not desk.bank.store.committed.policies


async def test_a_rule_may_ask_for_much(desk: Checked) -> None:
    rule = ApprovalRule(
        actions=("transfer.post", "entry.post"),
        roles=frozenset({"branch_manager", "customer"}),
        approvers=9,
        expires_after=timedelta(hours=1),
        currency="EUR",
        above_minor_a_day=0,
        exempt=frozenset({"service_account", BREAK_GLASS}),
    )
    assert (await _set(desk, rule, ALONE)).policy.approvals == (rule, ALONE)


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [TRANSFERS],
        [replace(POLICY, actions=("staff.register",))],
        [replace(POLICY, exempt=frozenset({BREAK_GLASS, "administrator"}))],
        [replace(ALONE, roles=frozenset({"auditor"}))],
        [replace(POLICY, actions=("policy.change",))],
        [replace(POLICY, actions=("policy.change", "staff.change"))],
    ],
    ids=[
        "none",
        "others",
        "another action",
        "exempts administrators",
        "waived for others",
        "but not whoever becomes staff",
        "but not whoever is made an administrator",
    ],
)
async def test_who_is_alone_does_not_do_without_a_second_person_for_good(
    desk: Checked, rules: list[ApprovalRule]
) -> None:
    with pytest.raises(PolicyChangedByOneAlone):
        await _set(desk, *rules)
    assert not desk.bank.store.committed.policies


async def test_a_waived_rule_is_for_whoever_may_change_the_policy(desk: Checked) -> None:
    allowed = RuleChange(Rule("compliance_officer", "policy.change", "always"))
    for roles in ({"compliance_officer"}, {"administrator"}):
        for_some = replace(ALONE, roles=frozenset(roles))
        order = PolicyChange(if_version=0, changes=(allowed,), approvals=(for_some,))
        with pytest.raises(PolicyChangedByOneAlone):
            await desk.ask(ChangePolicy, order, ADMINISTRATOR)
    rule = replace(ALONE, roles=frozenset({"administrator", "compliance_officer"}))
    order = PolicyChange(if_version=0, changes=(allowed,), approvals=(rule,))
    done = (await desk.ask(ChangePolicy, order, ADMINISTRATOR)).result
    assert done.policy.approvals == (rule,)
