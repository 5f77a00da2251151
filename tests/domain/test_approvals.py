"""Who decides about an act, in which order they are refused, and which rule holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bank.domain.approval_rules import ApprovalRule, ApprovalRules, counted, summed
from bank.domain.approvals import (
    ApprovalDecision,
    ApprovalExpired,
    ApprovalGivenAlready,
    ApprovalNotPending,
    ApprovalRequest,
    ApprovalState,
    ApproverLacksRole,
    MakerMayNotApprove,
    OnlyTheMakerWithdraws,
)
from bank.domain.audit import Actor
from bank.domain.demands import Demand
from bank.domain.ledger.refusals import InsufficientFunds
from bank.domain.refusals import Refusal

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
REQUEST = ApprovalRequest(
    id=UUID(int=1),
    action="transfer.post",
    maker="maker",
    demands=(Demand(roles=frozenset({"branch_manager", "customer"}), needed=2),),
    holders=frozenset({"holder"}),
    created_at=NOW,
    expires_at=NOW + timedelta(hours=1),
    audit_event=UUID(int=2),
)


def who(pseudonym: str, *roles: str) -> Actor:
    return Actor(kind="token", subject=pseudonym, pseudonym=pseudonym, roles=roles)


def decision(by: Actor, *, approved: bool = True, at: datetime = NOW) -> ApprovalDecision:
    return ApprovalDecision(checker=by.pseudonym, approved=approved, at=at, audit_event=UUID(int=3))


ANNA, BERT = who("anna", "teller", "branch_manager"), who("bert", "branch_manager")
ONCE = REQUEST.decided(decision(ANNA), ANNA)


def test_it_is_approved_by_as_many_as_it_needs() -> None:
    assert (ONCE.state, ONCE.version, ONCE.approval.by) == (ApprovalState.PENDING, 2, ("anna",))
    twice = ONCE.decided(decision(BERT), BERT)
    assert (twice.state, twice.approval.by) == (ApprovalState.APPROVED, ("anna", "bert"))


def test_one_no_is_enough_and_does_not_count_as_a_yes() -> None:
    no = ONCE.decided(decision(BERT, approved=False), BERT)
    assert (no.state, no.approval.by) == (ApprovalState.REJECTED, ("anna",))


MAKER = who("maker", "branch_manager")
STRANGER = who("stranger", "auditor")
OVER = replace(REQUEST, expires_at=NOW)
GONE = replace(OVER, state=ApprovalState.REJECTED)


@pytest.mark.parametrize(
    ("request_", "by", "refused"),
    [
        (GONE, replace(MAKER, roles=()), MakerMayNotApprove),
        (GONE, STRANGER, ApproverLacksRole),
        (GONE, BERT, ApprovalNotPending),
        (replace(ONCE, expires_at=NOW), ANNA, ApprovalExpired),
        (replace(ONCE, state=ApprovalState.EXPIRED), ANNA, ApprovalExpired),
        (ONCE, ANNA, ApprovalGivenAlready),
    ],
)
def test_refusals_come_in_their_order(
    request_: ApprovalRequest, by: Actor, refused: type[Refusal]
) -> None:
    with pytest.raises(refused):
        request_.decided(decision(by), by)


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (who("holder", "customer"), True),
        (who("stranger", "customer"), False),
        (who("stranger", "customer", "branch_manager"), True),
        (who("holder", "teller"), False),
    ],
)
def test_customers_decide_about_what_they_hold(actor: Actor, may: bool) -> None:
    assert REQUEST.is_for(actor) == may


def test_only_the_maker_takes_back_what_is_pending() -> None:
    assert REQUEST.withdrawn(MAKER, NOW).state is ApprovalState.WITHDRAWN
    for request_, by, refused in (
        (GONE, BERT, OnlyTheMakerWithdraws),
        (GONE, MAKER, ApprovalNotPending),
        (OVER, MAKER, ApprovalExpired),
    ):
        with pytest.raises(refused):
            request_.withdrawn(by, NOW)


def test_what_came_of_it_is_kept() -> None:
    approved = replace(REQUEST, state=ApprovalState.APPROVED)
    assert approved.done(UUID(int=9)).object_id == UUID(int=9)
    failed = approved.failed(InsufficientFunds())
    assert (failed.state, failed.code) == (ApprovalState.FAILED, "insufficient_funds")


def test_only_what_is_pending_can_be_over() -> None:
    late = NOW + timedelta(days=1)
    assert REQUEST.at(NOW).state is ApprovalState.PENDING
    assert REQUEST.at(late).state is ApprovalState.EXPIRED
    approved = replace(REQUEST, state=ApprovalState.APPROVED)
    assert approved.at(late) == approved


def rule(**given: Any) -> ApprovalRule:
    return ApprovalRule(actions=("transfer.post",), roles=frozenset({"teller"}), **given)


@pytest.mark.parametrize(
    ("given", "amounts", "demands"),
    [
        ({}, {}, True),
        ({}, None, True),
        ({"currency": "EUR", "above_minor": 5}, {"EUR": 5}, False),
        ({"currency": "EUR", "above_minor": 5}, {"EUR": 6}, True),
        ({"currency": "EUR", "above_minor": 5}, {"JPY": 6}, False),
        ({"currency": "EUR", "above_minor": 5}, {"JPY": 6, "EUR": 6}, True),
        ({"currency": "EUR", "above_minor": 5}, None, True),
        ({"currency": "EUR", "above_minor_a_day": 5}, {"EUR": 6}, False),
        ({"currency": "EUR", "above_minor_a_day": 5}, None, True),
    ],
)
def test_a_rule_looks_at_its_currency_alone(
    given: dict[str, Any], amounts: dict[str, int] | None, demands: bool
) -> None:
    assert rule(**given).demands(amounts) == demands


def test_only_rules_with_a_days_sum_count() -> None:
    daily = rule(currency="EUR", above_minor_a_day=5)
    rules = [daily, rule(currency="JPY", above_minor=5), rule(currency="EUR")]
    moved = {"JPY": 7, "EUR": 6, "USD": 5}
    assert counted(rules, moved) == {"EUR": 6}
    assert counted(rules, {"EUR": -1}) == {}
    assert counted(rules, None) == {}
    assert (daily.demands_with("EUR", 5), daily.demands_with("EUR", 6)) == (False, True)
    assert not daily.demands_with("JPY", 6)


def test_a_sum_is_of_all_the_actions_of_a_rule() -> None:
    both = rule(currency="EUR", above_minor_a_day=5)
    both = replace(both, actions=("withdrawal.post", "transfer.post"))
    rules = [both, rule(currency="EUR", above_minor_a_day=9), rule(currency="JPY", above_minor=1)]
    assert summed(rules, "EUR") == ["transfer.post", "withdrawal.post"]
    assert summed(rules, "JPY") == []
    assert ApprovalRules(rules).of("withdrawal.post") == (both,)


def test_a_rule_may_be_waived_while_nobody_else_is_there() -> None:
    two = rule(approvers=2)
    assert two.left_to(0) == two
    waived = replace(two, waived_while_alone=True)
    assert waived.left_to(0) is None
    assert waived.left_to(1) == replace(waived, approvers=1)
    assert waived.left_to(3) == waived


@pytest.mark.parametrize(
    ("amounts", "judged"),
    [
        (None, None),
        ({}, {}),
        ({"EUR": 1, "JPY": 1}, {"EUR": 1, "JPY": 1}),
        ({"USD": 1}, None),
        ({"EUR": 1, "USD": 1}, None),
        ({"EUR": 1, "USD": 0}, {"EUR": 1, "USD": 0}),
    ],
)
def test_what_moves_a_currency_of_no_rule_is_as_if_it_said_nothing(
    amounts: dict[str, int] | None, judged: dict[str, int] | None
) -> None:
    of_dollars = replace(rule(currency="USD", above_minor=5), actions=("entry.post",))
    rules = ApprovalRules(
        [
            rule(currency="EUR", above_minor=5),
            rule(currency="JPY", above_minor_a_day=5, exempt=frozenset({"teller"})),
            of_dollars,
        ]
    )
    assert rules.judged("transfer.post", amounts) == judged


def test_makers_may_be_exempt_from_a_rule() -> None:
    all_, some = rule(), rule(exempt=frozenset({"service_account"}))
    rules = ApprovalRules([all_, some])
    assert rules.of("transfer.post", ("service_account", "teller")) == (all_,)
    assert rules.of("transfer.post", ("teller",)) == (all_, some)
    assert rules.of("entry.post") == ()
