"""What the authoriser says, against a plain reading of the policy."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.application.scene import an_authorizer

from bank.application.policies.conditions import CONDITIONS
from bank.application.ports.authorizer import Resource, Verdict
from bank.application.ports.unit_of_work import DatabaseUnavailable
from bank.bootstrap.bank_configuration import packaged_folder
from bank.domain.audit import Actor
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.policies import (
    UNCHANGED,
    Effect,
    PolicyVersion,
    RoleLimit,
    Rule,
    RuleChange,
    ShippedPolicy,
)
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer

MODEL = packaged_folder() / "authorization-model.conf"
ROLES = ("teller", "customer", "auditor")
PAY = "transfer.post"


def _policy(*rules: Rule, limits: tuple[RoleLimit, ...] = ()) -> CasbinAuthorizer:
    shipped = ShippedPolicy(roles=dict.fromkeys(ROLES, "people"), rules=rules, limits=limits)
    return an_authorizer(shipped)


def _actor(*roles: str, subject: str = "ada", branch: str | None = None, factors: int = 1) -> Actor:
    return Actor(
        kind="token",
        subject=subject,
        pseudonym=f"pseudonym of {subject}",
        roles=roles,
        branch=branch,
        assurance=factors,
    )


def _resource(holder: str = "ada", **told: Any) -> Resource:
    found = Resource(holders=frozenset({holder}), hidden_by=AccountNotFound)
    return replace(found, **told)


def _allow(condition: str, role: str = "teller", action: str = PAY) -> Rule:
    return Rule(role, action, condition)


def _deny(condition: str, role: str = "teller", action: str = PAY) -> Rule:
    return Rule(role, action, condition, Effect.DENY)


def test_what_no_rule_names_is_denied() -> None:
    authorizer = _policy(_allow("always"))
    assert authorizer.decide(_actor("teller"), PAY) is Verdict.ALLOWED
    for roles, action in ((("teller",), "transfer"), (("auditor",), PAY), ((), PAY)):
        assert authorizer.decide(_actor(*roles), action) is Verdict.DENIED


def test_a_denial_overrides_the_permissions_of_every_role() -> None:
    authorizer = _policy(_allow("always"), _allow("always", "customer"), _deny("always"))
    assert authorizer.decide(_actor("customer"), PAY) is Verdict.ALLOWED
    assert authorizer.decide(_actor("customer", "teller"), PAY) is Verdict.DENIED


def test_a_denial_under_a_condition_overrides_where_it_holds_alone() -> None:
    authorizer = _policy(_allow("always"), _deny("one_factor"))
    assert authorizer.decide(_actor("teller"), PAY) is Verdict.DENIED
    assert authorizer.decide(_actor("teller", factors=2), PAY) is Verdict.ALLOWED


def test_a_denial_that_hangs_on_the_resource_leaves_the_permission_open() -> None:
    authorizer = _policy(_allow("always"), _deny("another_branch"))
    clerk = _actor("teller", branch="harbour")
    assert authorizer.decide(clerk, PAY) is Verdict.DEPENDS
    assert authorizer.decide(clerk, PAY, _resource(branch="harbour")) is Verdict.ALLOWED
    assert authorizer.decide(clerk, PAY, _resource(branch="main")) is Verdict.DENIED
    assert authorizer.decide(clerk, PAY, _resource()) is Verdict.DENIED
    assert authorizer.decide(_actor("teller"), PAY, _resource(branch="main")) is Verdict.DENIED


def test_an_unconditional_denial_is_said_before_anything_is_loaded() -> None:
    authorizer = _policy(_allow("own"), _deny("always"))
    assert authorizer.decide(_actor("teller"), PAY) is Verdict.DENIED


def test_a_foreign_object_is_hidden_and_a_large_amount_is_not() -> None:
    authorizer = _policy(
        _allow("own", "customer"),
        _deny("over_the_limit", "customer"),
        _allow("under_the_limit"),
        limits=(RoleLimit("customer", "EUR", 100), RoleLimit("teller", "EUR", 50)),
    )
    ada, clerk = _actor("customer"), _actor("teller")
    large: dict[str, Any] = {"amount_minor": 101, "currency": "EUR"}
    assert authorizer.decide(ada, PAY) is Verdict.DEPENDS
    mine = _resource(amount_minor=100, currency="EUR")
    assert authorizer.decide(ada, PAY, mine) is Verdict.ALLOWED
    assert authorizer.decide(ada, PAY, _resource(**large)) is Verdict.DENIED
    assert authorizer.decide(ada, PAY, _resource("bob", **large)) is Verdict.HIDDEN
    assert authorizer.decide(clerk, PAY, _resource(**large)) is Verdict.DENIED
    in_yen = _resource(amount_minor=1, currency="JPY")
    assert authorizer.decide(clerk, PAY, in_yen) is Verdict.DENIED


def test_nobody_approves_what_they_asked_for() -> None:
    authorizer = _policy(_allow("not_the_maker"))
    made = _resource(maker="pseudonym of ada")
    assert authorizer.decide(_actor("teller"), PAY, made) is Verdict.DENIED
    assert authorizer.decide(_actor("teller", subject="bob"), PAY, made) is Verdict.ALLOWED
    assert authorizer.decide(_actor("teller"), PAY, _resource()) is Verdict.DENIED


def test_a_condition_of_another_release_permits_nothing_and_denies() -> None:
    authorizer = _policy(_allow("always"), _deny("on_sundays"), _allow("on_mondays", "auditor"))
    assert authorizer.decide(_actor("teller"), PAY, _resource()) is Verdict.DENIED
    assert authorizer.decide(_actor("auditor"), PAY, _resource("bob")) is Verdict.HIDDEN


def test_before_it_knows_what_the_bank_changed_it_decides_nothing() -> None:
    shipped = ShippedPolicy(roles={"teller": "counts"}, rules=(_allow("always"),))
    authorizer = CasbinAuthorizer(MODEL, shipped)
    with pytest.raises(DatabaseUnavailable):
        authorizer.decide(_actor("teller"), PAY)
    assert authorizer.number() is None
    authorizer.adopt(UNCHANGED)
    assert authorizer.decide(_actor("teller"), PAY) is Verdict.ALLOWED


def test_a_new_version_takes_the_place_of_what_was_remembered() -> None:
    authorizer = _policy(_allow("always"), _allow("always", action="deposit.post"))
    clerk, ada = _actor("teller"), _actor("customer")
    assert authorizer.decide(clerk, PAY) is Verdict.ALLOWED
    assert authorizer.decide(ada, PAY) is Verdict.DENIED
    version = PolicyVersion(
        number=1,
        id=UUID(int=1),
        changes=(
            RuleChange(_allow("always"), withdrawn=True),
            RuleChange(_allow("own", "customer")),
            RuleChange(_deny("always", action="deposit.post")),
        ),
    )
    authorizer.adopt(version)
    assert authorizer.number() == 1
    assert authorizer.decide(clerk, PAY) is Verdict.DENIED
    assert authorizer.decide(clerk, "deposit.post") is Verdict.DENIED
    assert authorizer.decide(ada, PAY) is Verdict.DEPENDS
    authorizer.adopt(UNCHANGED)
    assert authorizer.decide(clerk, PAY) is Verdict.ALLOWED


def test_casbin_logs_neither_the_policy_nor_who_asked(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("casbin", "casbin.policy", "casbin.enforcer", "casbin.role"):
        logging.getLogger(name).disabled = False
    with caplog.at_level(logging.DEBUG):
        authorizer = _policy(_allow("own"))
        authorizer.decide(_actor("teller"), PAY, _resource("bob"))
    assert not caplog.records


def test_casbin_is_asked_on_one_thread_alone() -> None:
    """Scenario: a thread beside the event loop's asks a question that is a new one.

    Outcome: it fails there before Casbin is asked, and the first thread goes on; the next version
    belongs to whoever asks it first.
    """
    authorizer = _policy(_allow("own"), _allow("always", "auditor"))
    assert authorizer.decide(_actor("teller"), PAY) is Verdict.DEPENDS
    with ThreadPoolExecutor(1) as beside:
        with pytest.raises(AssertionError, match="one thread"):
            beside.submit(authorizer.decide, _actor("auditor"), PAY).result()
        assert authorizer.decide(_actor("auditor"), PAY) is Verdict.ALLOWED
        authorizer.adopt(UNCHANGED)
        asked = beside.submit(authorizer.decide, _actor("auditor"), PAY)
        assert asked.result() is Verdict.ALLOWED
    with pytest.raises(AssertionError, match="one thread"):
        authorizer.decide(_actor("teller"), PAY)


@pytest.mark.parametrize(
    ("condition", "allowed", "refused"),
    [
        ("own", {"owner", "agent"}, set()),
        ("owning", {"owner"}, {"agent"}),
        ("mandate", {"agent"}, {"owner"}),
        ("beneficial_owner", {"beneficiary"}, {"owner", "agent"}),
    ],
)
def test_a_holders_role_opens_refuses_or_hides(
    condition: str, allowed: set[str], refused: set[str]
) -> None:
    """Whoever holds the object in another role is refused, and to all others it is not there."""
    authorizer = _policy(_allow(condition, "customer"))
    shown = Resource(
        holders=frozenset({"owner", "agent"}),
        owners=frozenset({"owner"}),
        beneficiaries=frozenset({"beneficiary"}),
        hidden_by=AccountNotFound,
    )
    for who in ("owner", "agent", "beneficiary", "stranger"):
        verdict = authorizer.decide(_actor("customer", subject=who), PAY, shown)
        if who in allowed:
            assert verdict is Verdict.ALLOWED
        else:
            assert verdict is (Verdict.DENIED if who in refused else Verdict.HIDDEN)


def test_mandates_can_be_denied_what_holders_may() -> None:
    authorizer = _policy(_allow("own", "customer"), _deny("mandate", "customer"))
    shown = replace(_resource("owner"), holders=frozenset({"owner", "agent"}))
    told = replace(shown, owners=frozenset({"owner"}))
    for who, verdict in (("owner", Verdict.ALLOWED), ("agent", Verdict.DENIED)):
        assert authorizer.decide(_actor("customer", subject=who), PAY, told) is verdict
        unknown = authorizer.decide(_actor("customer", subject=who), PAY, shown)
        assert unknown is Verdict.DENIED, "what is not known denies"


_RULES = st.builds(
    Rule,
    role=st.sampled_from(ROLES),
    action=st.just(PAY),
    condition=st.sampled_from([*CONDITIONS, "of_another_release"]),
    effect=st.sampled_from(Effect),
)
_ACTORS = st.builds(
    _actor,
    st.sampled_from(ROLES),
    st.sampled_from(ROLES),
    subject=st.sampled_from(["ada", "bob"]),
    branch=st.sampled_from([None, "main", "harbour"]),
    factors=st.sampled_from([1, 2]),
)
_RESOURCES = st.builds(
    Resource,
    holders=st.frozensets(st.sampled_from(["ada", "bob"])),
    hidden_by=st.just(AccountNotFound),
    owners=st.none() | st.frozensets(st.sampled_from(["ada", "bob"])),
    beneficiaries=st.none() | st.frozensets(st.sampled_from(["ada", "bob"])),
    branch=st.sampled_from([None, "main", "harbour"]),
    maker=st.sampled_from([None, "pseudonym of ada"]),
    amount_minor=st.sampled_from([None, 50, 51]),
    currency=st.sampled_from([None, "EUR", "JPY"]),
)
LIMITS = (RoleLimit("teller", "EUR", 50), RoleLimit("customer", "EUR", 50))


def _holds(rule: Rule, actor: Actor, resource: Resource) -> bool:
    """Read a rule plainly: what cannot be told permits nothing, and denies."""
    condition = CONDITIONS.get(rule.condition)
    told: bool | None = None
    if condition is not None and condition.of_actor is not None:
        told = condition.of_actor(actor)
    elif condition is not None and condition.of_resource is not None:
        limits = {each.currency: each.amount_minor for each in LIMITS if each.role == rule.role}
        told = condition.of_resource(actor, resource, limits)
    return rule.effect is Effect.DENY if told is None else told


def _plainly(rules: set[Rule], actor: Actor, resource: Resource) -> bool:
    held = [r for r in rules if r.role in actor.roles and _holds(r, actor, resource)]
    effects = {rule.effect for rule in held}
    return effects == {Effect.ALLOW}


@given(rules=st.sets(_RULES, max_size=8), actor=_ACTORS, resources=st.lists(_RESOURCES, min_size=1))
def test_it_decides_as_a_plain_reading_does(
    rules: set[Rule], actor: Actor, resources: list[Resource]
) -> None:
    authorizer = _policy(*rules, limits=LIMITS)
    for _, resource in product(range(2), resources):
        before = authorizer.decide(actor, PAY)
        after = authorizer.decide(actor, PAY, resource)
        allowed = _plainly(rules, actor, resource)
        assert (after is Verdict.ALLOWED) == allowed
        assert after is not Verdict.DEPENDS
        if before is not Verdict.DEPENDS:
            assert (before is Verdict.ALLOWED) == allowed
