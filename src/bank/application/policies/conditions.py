"""The conditions that a policy may name. A rule holds the name; what it means is written here.

A condition tells ``None`` where what it looks at is not known: then a permission does not hold, and
a denial does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bank.application.ports.authorizer import Resource
from bank.domain.audit import Actor
from bank.domain.principals import Assurance

Limits = Mapping[str, int]
"""Currency → minor units, of the rule's role."""

OfActor = Callable[[Actor], bool]
OfResource = Callable[[Actor, Resource, Limits], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must be so for a rule to hold; of the actor alone, or of what is acted on as well.

    ``hides``: whoever does not meet it is not to learn that the object is there.
    """

    demands: str
    of_actor: OfActor | None = None
    of_resource: OfResource | None = None
    hides: bool = False


def _own(actor: Actor, resource: Resource, _limits: Limits) -> bool | None:
    return actor.subject in resource.holders


def _same_branch(actor: Actor, resource: Resource, _limits: Limits) -> bool | None:
    if actor.branch is None or resource.branch is None:
        return None
    return actor.branch == resource.branch


def _maker(actor: Actor, resource: Resource, _limits: Limits) -> bool | None:
    return None if resource.maker is None else actor.pseudonym == resource.maker


def _under_the_limit(_actor: Actor, resource: Resource, limits: Limits) -> bool | None:
    limit_minor = limits.get(resource.currency or "")
    if limit_minor is None or resource.amount_minor is None:
        return None
    return resource.amount_minor <= limit_minor


def _not(told: OfResource) -> OfResource:
    def otherwise(actor: Actor, resource: Resource, limits: Limits) -> bool | None:
        found = told(actor, resource, limits)
        return None if found is None else not found

    return otherwise


ALWAYS = "always"
CONDITIONS: Mapping[str, Condition] = {
    ALWAYS: Condition(demands="nothing", of_actor=lambda _: True),
    "one_factor": Condition(
        demands="that the actor has proved one factor alone; for denials",
        of_actor=lambda actor: actor.assurance < Assurance.TWO_FACTORS,
    ),
    "two_factors": Condition(
        demands="that the actor has proved two factors",
        of_actor=lambda actor: actor.assurance >= Assurance.TWO_FACTORS,
    ),
    "own": Condition(
        demands="that the actor is among those who hold the object, and answers everybody else as"
        " if it did not exist",
        of_resource=_own,
        hides=True,
    ),
    "same_branch": Condition(
        demands="that the object belongs to the actor's branch, and answers everybody else as if it"
        " did not exist",
        of_resource=_same_branch,
        hides=True,
    ),
    "another_branch": Condition(
        demands="that the object belongs to another branch than the actor; for denials",
        of_resource=_not(_same_branch),
    ),
    "not_the_maker": Condition(
        demands="that somebody else than the actor asked for it", of_resource=_not(_maker)
    ),
    "the_maker": Condition(demands="that the actor asked for it; for denials", of_resource=_maker),
    "under_the_limit": Condition(
        demands="that the amount is at most the role's limit in that currency",
        of_resource=_under_the_limit,
    ),
    "over_the_limit": Condition(
        demands="that the amount is above the role's limit in that currency; for denials",
        of_resource=_not(_under_the_limit),
    ),
}

ANYBODY_MEETS = frozenset({ALWAYS, "two_factors"})
"""Conditions that whoever has a role can meet."""

ANYBODY_AVOIDS = frozenset({"one_factor"})
"""Conditions of denials that whoever has a role can keep clear of."""
