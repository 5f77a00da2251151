"""Casbin is shown one question's rules: it decides as it would by the whole policy."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from uuid import UUID

from casbin import Enforcer
from hypothesis import given
from hypothesis import strategies as st
from tests.application.scene import an_authorizer

from bank.application.policies.conditions import CONDITIONS
from bank.application.ports.authorizer import Resource, Verdict
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
    in_force,
    limits_in_force,
)

MODEL = packaged_folder() / "authorization-model.conf"
ROLES = ("teller", "customer", "auditor")
ACTIONS = ("transfer.post", "transfer.post_bulk", "transfer", "post.transfer", "entry.post")
LIMITS = (RoleLimit("teller", "EUR", 50), RoleLimit("customer", "EUR", 100))

rules = st.builds(
    Rule,
    st.sampled_from(ROLES),
    st.sampled_from(ACTIONS),
    st.sampled_from([*CONDITIONS, "on_sundays"]),
    st.sampled_from(Effect),
)
policies = st.sets(rules, max_size=24)
versions = st.builds(
    lambda number, changes: PolicyVersion(
        number=number, id=UUID(int=number), changes=tuple(changes.values())
    ),
    st.integers(1, 9),
    st.lists(st.builds(RuleChange, rules, st.booleans()), max_size=8).map(
        lambda changes: {each.rule: each for each in changes}
    ),
)
actors = st.builds(
    lambda roles, subject, branch, factors: Actor(
        kind="token",
        subject=subject,
        pseudonym=subject,
        roles=tuple(roles),
        branch=branch,
        assurance=factors,
    ),
    st.lists(st.sampled_from([*ROLES, "nobody"]), max_size=4),
    st.sampled_from(["ada", "bob"]),
    st.sampled_from([None, "main", "harbour"]),
    st.sampled_from([1, 2]),
)
people = st.frozensets(st.sampled_from(["ada", "bob"]))
resources = st.builds(
    Resource,
    holders=people,
    owners=st.none() | people,
    beneficiaries=st.none() | people,
    branch=st.sampled_from([None, "main", "harbour"]),
    maker=st.sampled_from([None, "ada", "bob"]),
    amount_minor=st.sampled_from([None, 50, 51, 100, 101]),
    currency=st.sampled_from([None, "EUR", "JPY"]),
    hidden_by=st.just(AccountNotFound),
)
questions = st.lists(
    st.tuples(actors, st.sampled_from(ACTIONS), st.none() | resources), min_size=1, max_size=6
)


class Whole:
    """Casbin as it comes, over all the rules of a version."""

    def __init__(self, shipped: ShippedPolicy, version: PolicyVersion) -> None:
        self._rules = [each.rule for each in in_force(shipped, version)]
        self._limits = limits_in_force(shipped, version)
        self._casbin = Enforcer(str(MODEL))
        self._casbin.add_function("is_met", lambda met, *rule: rule in met)
        for role, action, condition, effect in self._rules:
            obj, _, act = action.partition(".")
            self._casbin.add_policy(role, obj, act, condition, effect.value)

    def decide(self, actor: Actor, action: str, resource: Resource | None) -> Verdict:
        mine = [rule for rule in self._rules if rule.role in actor.roles]
        sure = [rule for rule in mine if self._is_met(rule, actor, resource)]
        open_ = [rule for rule in mine if self._is_met(rule, actor, resource) is None]
        open_ = [rule for rule in open_ if rule.action == action]
        answers = {self._allows([*sure, *some], action) for some in _subsets(open_)}
        if len(answers) > 1:
            return Verdict.DEPENDS
        return Verdict.ALLOWED if answers.pop() else Verdict.DENIED

    def _is_met(self, rule: Rule, actor: Actor, resource: Resource | None) -> bool | None:
        """Whether a rule is met; ``None`` while it hangs on what is not loaded yet."""
        condition = CONDITIONS.get(rule.condition)
        if condition is not None and condition.of_actor is not None:
            return condition.of_actor(actor)
        if resource is None:
            return None
        told = None
        if condition is not None and condition.of_resource is not None:
            told = condition.of_resource(actor, resource, self._limits.get(rule.role, {}))
        return rule.effect is Effect.DENY if told is None else told

    def _allows(self, met: Iterable[Rule], action: str) -> bool:
        obj, _, act = action.partition(".")
        of_action = [each for each in met if each.action == action]
        named = frozenset((each.role, each.condition, each.effect.value) for each in of_action)
        allowed: bool = self._casbin.enforce(named, obj, act)
        return allowed


def _subsets(some: Sequence[Rule]) -> Iterator[tuple[Rule, ...]]:
    return chain.from_iterable(combinations(some, size) for size in range(len(some) + 1))


@given(policies, st.lists(versions, max_size=2), questions)
def test_every_version_decides_as_casbin_would_by_all_of_it(
    shipped_rules: set[Rule],
    later: list[PolicyVersion],
    asked: list[tuple[Actor, str, Resource | None]],
) -> None:
    """Each version takes the place of the one before, between the same questions."""
    shipped = ShippedPolicy(
        roles=dict.fromkeys(ROLES, "people"), rules=tuple(shipped_rules), limits=LIMITS
    )
    authorizer = an_authorizer(shipped)
    for version in (UNCHANGED, *later):
        authorizer.adopt(version)
        whole = Whole(shipped, version)
        for actor, action, resource in (*asked, *asked):
            verdict = authorizer.decide(actor, action, resource)
            # Whether the object is hidden besides is no question for Casbin.
            shown = Verdict.DENIED if verdict is Verdict.HIDDEN else verdict
            assert shown is whole.decide(actor, action, resource)
