"""What a decision hangs on: the rules of some roles for an action, and how they turned out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bank.application.policies.conditions import ALWAYS, CONDITIONS, Condition
from bank.application.ports.authorizer import Resource, Verdict
from bank.domain.audit import Actor
from bank.domain.policies import Effect, Rule

Met = frozenset[tuple[str, str, str]]
"""Role, condition and effect of each rule whose condition is met."""

_UNKNOWN = Condition(demands="what nobody knows", of_resource=lambda *_: None, hides=True)
"""What a condition is that an earlier release knew: it permits nothing, and denies."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A rule with what its condition means, and the limits of its role."""

    rule: Rule
    condition: Condition
    limits: Mapping[str, int]

    @classmethod
    def of(cls, rule: Rule, limits: Mapping[str, int]) -> "Weighed":
        """Find the condition."""
        return cls(rule, CONDITIONS.get(rule.condition, _UNKNOWN), limits)

    @property
    def denies(self) -> bool:
        """Whether it takes away."""
        return self.rule.effect is Effect.DENY

    def is_met_by(self, actor: Actor, resource: Resource | None) -> bool:
        """Whether it holds; what is not known permits nothing, and denies."""
        of_actor, of_resource = self.condition.of_actor, self.condition.of_resource
        if of_actor is not None:
            return of_actor(actor)
        told = None
        if of_resource is not None and resource is not None:
            told = of_resource(actor, resource, self.limits)
        return self.denies if told is None else told


class Question:
    """What some roles may do of one action.

    ``settled`` is the verdict that no condition can change; ``None`` where one can.
    """

    __slots__ = ("_answers", "_known", "_of_actor", "_of_resource", "_permits", "settled")

    def __init__(self, rules: Sequence[Weighed], permits: Callable[[Met], bool]) -> None:
        """Take the rules, and who judges them once it is said which are met."""
        self._permits = permits
        self._answers: dict[Met, bool] = {}
        self._of_actor = [each for each in rules if each.condition.of_actor is not None]
        self._of_resource = [each for each in rules if each.condition.of_actor is None]
        self._known: dict[tuple[bool, ...], Verdict] = {}
        always = [each for each in rules if each.rule.condition == ALWAYS]
        others = [each for each in rules if each.rule.condition != ALWAYS]
        verdict = self._whatever(always, others)
        self.settled = None if verdict is Verdict.DEPENDS else verdict

    def judged(self, actor: Actor, resource: Resource | None) -> Verdict:
        """Judge what hangs on the actor, and with a resource on that as well."""
        turned_out = tuple([each.is_met_by(actor, resource) for each in self._of_actor])
        if resource is not None:
            also = [each.is_met_by(actor, resource) for each in self._of_resource]
            turned_out = (*turned_out, *also)
        verdict = self._known.get(turned_out)
        if verdict is None:
            verdict = self._known[turned_out] = self._weigh(turned_out, told=resource is not None)
        if verdict is Verdict.HIDDEN and resource is not None and actor.subject in resource.holders:
            # Whoever holds it knows that it is there, such as by a mandate that does not go so far.
            return Verdict.DENIED
        return verdict

    def _weigh(self, turned_out: tuple[bool, ...], *, told: bool) -> Verdict:
        rules = [*self._of_actor, *self._of_resource]
        met = [each for each, is_met in zip(rules, turned_out, strict=False) if is_met]
        if not told:
            return self._whatever(met, self._of_resource)
        if self._permitted(met):
            return Verdict.ALLOWED
        seen = [each for each in rules if not each.denies]
        hidden = all(each.condition.hides and each not in met for each in seen)
        return Verdict.HIDDEN if hidden and seen else Verdict.DENIED

    def _whatever(self, met: Sequence[Weighed], others: Sequence[Weighed]) -> Verdict:
        """Judge by what is met, however the others turn out: at best, and at worst."""
        best = self._permitted([*met, *[each for each in others if not each.denies]])
        worst = self._permitted([*met, *[each for each in others if each.denies]])
        if best is worst:
            return Verdict.ALLOWED if best else Verdict.DENIED
        return Verdict.DEPENDS

    def _permitted(self, rules: Iterable[Weighed]) -> bool:
        """Ask once for each way that the conditions may turn out."""
        named = [each.rule for each in rules]
        met = frozenset((rule.role, rule.condition, rule.effect.value) for rule in named)
        answer = self._answers.get(met)
        if answer is None:
            answer = self._answers[met] = self._permits(met)
        return answer
