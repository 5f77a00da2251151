"""An authoriser on Casbin: rules by role, object and action, conditions by name, denials first."""

from collections.abc import Mapping
from pathlib import Path
from threading import get_ident
from typing import Any

from casbin import Enforcer
from casbin.util.log import disabled_logging

from bank.application.policies.policy_book import PolicyInForce
from bank.application.ports.authorizer import Authorizer, Resource, Verdict
from bank.application.ports.unit_of_work import DatabaseUnavailable
from bank.domain.audit import Actor
from bank.domain.policies import (
    PolicyVersion,
    ShippedPolicy,
    in_force,
    limits_in_force,
)
from bank.infrastructure.casbin_policies.questions import Met, Question, Weighed

_REMEMBERED_MAX = 10_000
"""Questions that are remembered: of roles as tokens combine them, and actions."""


class CasbinAuthorizer(Authorizer, PolicyInForce):
    """Judges each question once; where conditions rule it, once for each way that they turn out.

    Called on the event loop's thread alone: Casbin's enforcers are not safe in several. Each
    belongs to the thread that asks it first, and fails in another.
    """

    def __init__(self, model: Path, shipped: ShippedPolicy) -> None:
        """Take Casbin's model and what is shipped. It decides nothing before ``adopt``."""
        self._model = model
        self._shipped = shipped
        self._number: int | None = None
        self._rules: Mapping[str, list[Weighed]] = {}
        self._enforcer: Enforcer | None = None
        self._thread: int | None = None
        self._questions: dict[tuple[tuple[str, ...], str], Question] = {}

    def decide(self, actor: Actor, action: str, resource: Resource | None = None) -> Verdict:
        """Look the question up, and judge it where it is new."""
        question = self._questions.get((actor.roles, action)) or self._new(actor.roles, action)
        return question.settled or question.judged(actor, resource)

    def roles(self) -> frozenset[str]:
        """Give the roles that are shipped; the bank's changes bring no others."""
        return frozenset(self._shipped.roles)

    def actions(self) -> frozenset[str]:
        """Give every action of a rule in force."""
        return frozenset(self._rules)

    def shipped(self) -> ShippedPolicy:
        """Give what is shipped."""
        return self._shipped

    def number(self) -> int | None:
        """Give the number of the version that was adopted last."""
        return self._number

    def adopt(self, version: PolicyVersion) -> None:
        """Build a new enforcer beside the one that decides, then put it in its place."""
        limits = limits_in_force(self._shipped, version)
        rules: dict[str, list[Weighed]] = {}
        for rule, _ in in_force(self._shipped, version):
            weighed = Weighed.of(rule, limits.get(rule.role, {}))
            rules.setdefault(rule.action, []).append(weighed)
        # Casbin would write the model and the policy into the log.
        disabled_logging()
        enforcer = _ParsedOnce(str(self._model))
        enforcer.add_function("is_met", _is_met)
        self._enforcer, self._rules, self._number = enforcer, rules, version.number
        self._thread = None
        self.forget()

    def forget(self) -> None:
        """Forget what was judged: the next question of each kind is a new one."""
        self._questions = {}

    def _new(self, roles: tuple[str, ...], action: str) -> Question:
        enforcer = self._enforcer
        if enforcer is None:
            raise DatabaseUnavailable
        obj, _, act = action.partition(".")
        mine = [each for each in self._rules.get(action, ()) if each.rule.role in roles]
        rows = [
            [each.rule.role, obj, act, each.rule.condition, each.rule.effect.value] for each in mine
        ]

        def permits(met: Met) -> bool:
            self._thread = self._thread or get_ident()
            # Each question lays its own rows before the enforcer: a second thread would mix them.
            assert self._thread == get_ident(), "Casbin is asked on one thread"  # noqa: S101
            enforcer.model["p"]["p"].policy = rows
            allowed: bool = enforcer.enforce(met, obj, act)
            return allowed

        if len(self._questions) >= _REMEMBERED_MAX:
            self._questions.clear()
        question = self._questions[roles, action] = Question(mine, permits)
        return question


class _ParsedOnce(Enforcer):  # type: ignore[misc]
    """Parses its model's matcher once; Casbin itself would for every question."""

    _matcher: Any = None

    def _get_expression(self, expr: str, functions: Any = None) -> Any:
        self._matcher = self._matcher or super()._get_expression(expr, functions)
        return self._matcher


def _is_met(met: Met, role: str, condition: str, effect: str) -> bool:
    return (role, condition, effect) in met
