from collections.abc import Sequence
from uuid import UUID

from tests.application.scene import an_authorizer

from bank.domain.policies import (
    UNCHANGED,
    Effect,
    Origin,
    PolicyVersion,
    Rule,
    RuleChange,
    RuleInForce,
    in_force,
)
from bank.interfaces.http.v1.rule_views import RuleShown, rules_shown

DENIED = Rule("teller", "transfer.post", "one_factor", Effect.DENY)
WITHDRAWN = PolicyVersion(number=1, id=UUID(int=1), changes=(RuleChange(DENIED, withdrawn=True),))
ADDED = PolicyVersion(
    number=1,
    id=UUID(int=1),
    changes=(RuleChange(DENIED._replace(role="customer", condition="mandate")),),
)


def _of(version: PolicyVersion) -> Sequence[RuleInForce]:
    return in_force(an_authorizer().shipped(), version)


def _spelt_out(shown: Sequence[RuleShown], named: set[str]) -> list[RuleInForce]:
    return [
        RuleInForce(
            Rule(each.role, action, each.condition, Effect(each.effect)), Origin(each.origin)
        )
        for each in shown
        for action in (
            [each.action]
            if each.action is not None
            else named.difference(each.everything_but or ())
        )
    ]


def test_what_is_shown_is_what_counts() -> None:
    for version in (UNCHANGED, WITHDRAWN, ADDED):
        rules = _of(version)
        shown = rules_shown(rules)
        named = {each.rule.action for each in rules}
        assert sorted(_spelt_out(shown, named)) == sorted(rules)
        assert len(shown) < len(rules) / 2


def test_staffs_second_factor_is_one_denial_a_role() -> None:
    denials = [each for each in rules_shown(_of(UNCHANGED)) if each.effect == "deny"]
    assert {each.action for each in denials} == {None}
    assert len(denials) == len({each.role for each in denials})


def test_a_withdrawn_denial_is_spared_and_one_that_was_added_is_named() -> None:
    (shown,) = (
        each
        for each in rules_shown(_of(WITHDRAWN))
        if (each.role, each.effect) == ("teller", "deny")
    )
    assert DENIED.action in (shown.everything_but or ())
    (shown,) = (each for each in rules_shown(_of(ADDED)) if each.origin == "bank")
    assert (shown.role, shown.action, shown.everything_but) == ("customer", DENIED.action, None)
