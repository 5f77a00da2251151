"""What several rules demand together, who serves it, and when all of it is met."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.domain.approval_rules import ApprovalRule, demanded
from bank.domain.approvals import (
    ApprovalDecision,
    ApprovalGivenAlready,
    ApprovalNotPending,
    ApprovalRequest,
    ApprovalState,
    ApproverLacksRole,
    MakerMayNotApprove,
    OthersHaveToApprove,
)
from bank.domain.audit import Actor
from bank.domain.demands import Demand, folded
from bank.domain.principals import CUSTOMER
from bank.domain.refusals import Refusal

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MAKER = "maker"


def of(*roles: str, needed: int = 1) -> Demand:
    return Demand(roles=frozenset(roles), needed=needed)


def who(pseudonym: str, *roles: str) -> Actor:
    return Actor(kind="token", subject=pseudonym, pseudonym=pseudonym, roles=roles)


def request(*demands: Demand, holders: frozenset[str] = frozenset()) -> ApprovalRequest:
    return ApprovalRequest(
        id=UUID(int=1),
        action="transfer.post",
        maker=MAKER,
        demands=demands,
        holders=holders,
        created_at=NOW,
        expires_at=NOW + timedelta(hours=1),
        audit_event=UUID(int=2),
    )


def yes(found: ApprovalRequest, by: Actor, *, approved: bool = True) -> ApprovalRequest:
    decision = ApprovalDecision(
        checker=by.pseudonym, approved=approved, at=NOW, audit_event=UUID(int=3)
    )
    return found.decided(decision, by)


MANAGER, OFFICER = of("manager"), of("officer")
BOTH = request(MANAGER, OFFICER)


@pytest.mark.parametrize(
    ("demands", "left"),
    [
        ([MANAGER, MANAGER], [MANAGER]),
        ([MANAGER, of("manager", needed=2)], [of("manager", needed=2)]),
        ([of("manager", "officer"), MANAGER], [MANAGER]),
        ([MANAGER, of("manager", "officer", needed=2)], None),
        ([OFFICER, MANAGER], None),
        ([of("manager", "officer"), of("officer", "teller")], None),
        ([of("a", "b", "c"), of("a", "b"), of("a", needed=3)], [of("a", needed=3)]),
        ([], None),
    ],
)
def test_what_another_demand_implies_is_left_out(
    demands: list[Demand], left: list[Demand] | None
) -> None:
    assert list(folded(demands)) == (demands if left is None else left)


def test_one_of_each_of_two_roles_is_needed() -> None:
    once = yes(BOTH, who("anna", "manager"))
    assert (once.state, dict(once.missing)) == (ApprovalState.PENDING, {OFFICER: 1})
    twice = yes(once, who("cora", "officer"))
    assert (twice.state, dict(twice.missing)) == (ApprovalState.APPROVED, {})
    assert twice.approval.by == ("anna", "cora")


def test_whoever_has_both_roles_serves_both_demands_and_is_one_person_in_each() -> None:
    assert yes(BOTH, who("dual", "manager", "officer")).state is ApprovalState.APPROVED
    two_of_one = request(of("manager", needed=2), OFFICER)
    once = yes(two_of_one, who("dual", "manager", "officer"))
    assert dict(once.missing) == {of("manager", needed=2): 1}
    with pytest.raises(ApprovalGivenAlready):
        yes(once, who("dual", "manager"))


def test_a_yes_counts_by_the_roles_of_when_it_was_given() -> None:
    """Scenario: a manager approves, becomes an officer, and comes again."""
    once = yes(BOTH, who("anna", "manager"))
    with pytest.raises(ApprovalGivenAlready):
        yes(once, who("anna", "officer"))
    assert dict(once.missing) == {OFFICER: 1}


def test_of_whom_there_is_enough_is_told_who_is_missing_and_may_still_reject() -> None:
    once = yes(BOTH, who("anna", "manager"))
    with pytest.raises(OthersHaveToApprove, match="1 with the role officer"):
        yes(once, who("bert", "manager"))
    no = yes(once, who("bert", "manager"), approved=False)
    assert (no.state, dict(no.missing)) == (ApprovalState.REJECTED, {OFFICER: 1})


DECIDED = yes(yes(BOTH, who("anna", "manager")), who("cora", "officer"))


@pytest.mark.parametrize(
    ("found", "by", "refused"),
    [
        (DECIDED, who(MAKER), MakerMayNotApprove),
        (DECIDED, who("emil", "teller"), ApproverLacksRole),
        (DECIDED, who("anna", "manager"), ApprovalNotPending),
        (yes(BOTH, who("anna", "manager")), who("anna", "manager"), ApprovalGivenAlready),
        (yes(BOTH, who("anna", "manager")), who("bert", "manager"), OthersHaveToApprove),
    ],
)
def test_refusals_come_in_their_order(
    found: ApprovalRequest, by: Actor, refused: type[Refusal]
) -> None:
    with pytest.raises(refused):
        yes(found, by)


ROLES = ("manager", "officer", "teller", CUSTOMER)
PEOPLE = ("anna", "bert", "cora", "dora", "emil", MAKER)
some_roles = st.frozensets(st.sampled_from(ROLES), min_size=1)
some_rules = st.lists(
    st.builds(
        lambda roles, approvers: ApprovalRule(
            actions=("transfer.post",), roles=roles, approvers=approvers
        ),
        some_roles,
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=4,
)


REFUSALS = (
    ApprovalGivenAlready,
    ApprovalNotPending,
    ApproverLacksRole,
    MakerMayNotApprove,
    OthersHaveToApprove,
)


def is_met(
    rule: ApprovalRule, roles_of: Mapping[str, frozenset[str]], holders: frozenset[str]
) -> bool:
    """Say plainly whether those who said yes are enough for a rule."""
    count = 0
    for person, roles in roles_of.items():
        counting = [
            role for role in roles if role in rule.roles and (role != CUSTOMER or person in holders)
        ]
        count += person != MAKER and bool(counting)
    return count >= rule.approvers


@given(
    rules=some_rules,
    roles_of=st.fixed_dictionaries(dict.fromkeys(PEOPLE, some_roles)),
    holders=st.frozensets(st.sampled_from(PEOPLE)),
    order=st.lists(st.sampled_from(PEOPLE), max_size=12),
)
def test_it_is_approved_exactly_when_every_rule_is_met(
    rules: list[ApprovalRule],
    roles_of: Mapping[str, frozenset[str]],
    holders: frozenset[str],
    order: Sequence[str],
) -> None:
    """Scenario: people say yes in any order, some of them again and again, the maker too."""
    found, said_yes = request(*demanded(rules), holders=holders), dict[str, frozenset[str]]()
    for person in order:
        said_yes[person] = roles_of[person]
        with suppress(*REFUSALS):
            found = yes(found, who(person, *sorted(roles_of[person])))
        every = all(is_met(rule, said_yes, holders) for rule in rules)
        assert (found.state is ApprovalState.APPROVED) == every
        assert (not found.missing) == every


@given(rules=some_rules)
def test_each_rule_is_implied_by_a_demand_that_is_left_and_none_of_those_by_another(
    rules: list[ApprovalRule],
) -> None:
    left = demanded(rules)
    for rule in rules:
        whole = Demand(roles=rule.roles, needed=rule.approvers)
        assert any(each.implies(whole) for each in left)
    for each in left:
        assert [other for other in left if other.implies(each)] == [each]
