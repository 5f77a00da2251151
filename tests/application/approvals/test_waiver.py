"""Rules that are waived as long as nobody else could approve; the audit trail says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.application.approvals.checkers import Checked, checked, demanded_of
from tests.application.scene import actor
from tests.people_who_sign_in import person

from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.approvals import ApprovalState, PendingApproval
from bank.domain.audit import APPROVAL_WAIVED, Actor, Outcome
from bank.domain.ledger.refusals import IdempotencyKeyReused
from bank.domain.parties import BranchNotFound, CustomerKind
from bank.domain.principals import PrincipalKind, PrincipalState

ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
MANAGERS = frozenset({"branch_manager"})
RULE = ApprovalRule(actions=("customer.create",), roles=MANAGERS, waived_while_alone=True)


async def colleague(desk: Checked, name: str, **given: Any) -> Actor:
    """Give a branch manager who signs in, unless it says otherwise."""
    facts: Mapping[str, Any] = {
        "kind": PrincipalKind.STAFF,
        "roles": ("branch_manager",),
        "branch": "main",
        **given,
    }
    made = await person(desk.bank.scopes, desk.bank.clock.now(), f"{name}@bank.example", **facts)
    return actor("branch_manager", made.principal.subject)


def codes(desk: Checked) -> list[tuple[Outcome, str | None]]:
    return [(each.outcome, each.code) for each in desk.events("customer.create")]


async def test_whoever_is_alone_goes_on_and_the_audit_trail_says_so() -> None:
    async with checked(RULE) as desk:
        alone = await colleague(desk, "anna")
        await desk.ask(CreateCustomer, ADA, alone)
        assert codes(desk) == [(Outcome.DONE, APPROVAL_WAIVED)]
        assert not desk.bank.store.committed.approvals


async def test_as_soon_as_somebody_else_could_approve_it_waits() -> None:
    async with checked(RULE) as desk:
        anna, bert = await colleague(desk, "anna"), await colleague(desk, "bert")
        approval = await desk.waits(CreateCustomer, ADA, anna)
        assert (await desk.approve(approval, bert)).state is ApprovalState.DONE
        assert codes(desk) == [(Outcome.PENDING, "pending_approval"), (Outcome.DONE, None)]


@pytest.mark.parametrize(
    "given",
    [
        {"state": PrincipalState.DEACTIVATED},
        {"state": PrincipalState.INVITED},
        {"roles": ("teller", "administrator")},
        {"password": None},
    ],
)
async def test_who_could_not_approve_does_not_count(given: dict[str, Any]) -> None:
    async with checked(RULE) as desk:
        anna = await colleague(desk, "anna")
        await colleague(desk, "bert", **given)
        await desk.ask(CreateCustomer, ADA, anna)
        assert codes(desk) == [(Outcome.DONE, APPROVAL_WAIVED)]


async def test_where_there_are_fewer_than_it_asks_for_all_of_them_must() -> None:
    async with checked(replace(RULE, approvers=3)) as desk:
        anna, bert = await colleague(desk, "anna"), await colleague(desk, "bert")
        approval = await desk.waits(CreateCustomer, ADA, anna)
        assert demanded_of(desk, approval) == [(MANAGERS, 1)]
        assert (await desk.approve(approval, bert)).state is ApprovalState.DONE


async def test_another_rule_that_is_not_waived_holds_all_the_same() -> None:
    firm = ApprovalRule(actions=RULE.actions, roles=frozenset({"compliance_officer"}))
    async with checked(replace(RULE, approvers=2), firm) as desk:
        approval = await desk.waits(CreateCustomer, ADA, await colleague(desk, "anna"))
        assert demanded_of(desk, approval) == [(firm.roles, 1)]
        assert codes(desk) == [(Outcome.PENDING, "pending_approval")]


async def test_whom_an_external_issuer_knows_is_never_alone() -> None:
    async with checked(RULE) as desk:
        await desk.waits(CreateCustomer, ADA, actor("branch_manager", "keycloak|anna"))


async def test_a_rule_that_is_not_waived_waits_for_somebody_to_come() -> None:
    async with checked(replace(RULE, waived_while_alone=False)) as desk:
        await desk.waits(CreateCustomer, ADA, await colleague(desk, "anna"))


async def test_what_was_waived_is_answered_again_and_not_asked_about() -> None:
    async with checked(RULE) as desk:
        anna = await colleague(desk, "anna")
        first = await desk.ask(CreateCustomer, ADA, anna, key="one")
        await colleague(desk, "bert")
        again = await desk.ask(CreateCustomer, ADA, anna, key="one")
        assert (again.replayed, again.result.id) == (True, first.result.id)
        with pytest.raises(IdempotencyKeyReused):
            await desk.ask(CreateCustomer, ADA, anna, key="one", body="another")


async def test_what_was_waived_and_then_refused_says_why_it_was_refused() -> None:
    async with checked(RULE) as desk:
        anna = await colleague(desk, "anna")
        with pytest.raises(BranchNotFound):
            await desk.ask(CreateCustomer, replace(ADA, branch="nowhere"), anna)
        assert (Outcome.DONE, APPROVAL_WAIVED) not in codes(desk)


async def test_what_is_only_tried_is_waived_as_well() -> None:
    async with checked(RULE) as desk:
        anna = await colleague(desk, "anna")
        await desk.ask(CreateCustomer, ADA, anna, dry_run=True)
        await colleague(desk, "bert")
        with pytest.raises(PendingApproval):
            await desk.ask(CreateCustomer, ADA, anna, dry_run=True)


def test_no_rule_is_waived_for_a_role_that_comes_from_elsewhere_as_well() -> None:
    """Scenario: an external issuer names managers, of whom the bank cannot count one."""
    rules = ApprovalRules([RULE])
    assert ApprovalRulesInForce(rules).now.every == (RULE,)
    kept = ApprovalRulesInForce(rules, frozenset({"teller"})).now.every
    assert kept == (RULE,)
    strict = ApprovalRulesInForce(rules, MANAGERS | {"teller"})
    assert [each.waived_while_alone for each in strict.now.every] == [False]
    assert strict.now.every == (replace(RULE, waived_while_alone=False),)
