"""The conditions that a policy may name. A rule holds the name; what it means is written here.

A condition tells ``None`` where what it looks at is not known: then a permission does not hold, and
a denial does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bank.application.ports.authorizer import Fact, Resource
from bank.domain.audit import Actor
from bank.domain.principals import Assurance

Limits = Mapping[str, int]
"""Currency → minor units, of the rule's role."""

OfActor = Callable[[Actor], bool]
OfResource = Callable[[Actor, Resource, Limits], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must be so for a rule to hold; of the actor alone, or of what is acted on as well.

    ``looks_at`` is what it has to be told of what is acted on. ``hides``: whoever does not meet it
    is not to learn that the object is there, but for those who hold it.
    """

    demands: str
    of_actor: OfActor | None = None
    of_resource: OfResource | None = None
    looks_at: Fact | None = None
    hides: bool = False


def _own(actor: Actor, resource: Resource, _limits: Limits) -> bool | None:
    return actor.subject in resource.holders


def _owning(actor: Actor, resource: Resource, _limits: Limits) -> bool | None:
    return None if resource.owners is None else actor.subject in resource.owners


def _mandate(actor: Actor, resource: Resource, limits: Limits) -> bool | None:
    owns = _owning(actor, resource, limits)
    return None if owns is None else not owns and actor.subject in resource.holders


def _beneficial(actor: Actor, resource: Resource, _limits: Limits) -> bool | None:
    beneficiaries = resource.beneficiaries
    return None if beneficiaries is None else actor.subject in beneficiaries


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
        looks_at=Fact.HOLDERS,
        hides=True,
    ),
    "owning": Condition(
        demands="that the actor is the owner or a joint owner; whoever holds the object by mandate"
        " is refused, everybody else answered as if it did not exist",
        of_resource=_owning,
        looks_at=Fact.ROLES,
        hides=True,
    ),
    "mandate": Condition(
        demands="that the actor holds the object by mandate and does not own it; strangers are"
        " answered as if it did not exist; above all for denials",
        of_resource=_mandate,
        looks_at=Fact.ROLES,
        hides=True,
    ),
    "beneficial_owner": Condition(
        demands="that the actor is a beneficial owner, which alone opens nothing; strangers are"
        " answered as if the object did not exist",
        of_resource=_beneficial,
        looks_at=Fact.ROLES,
        hides=True,
    ),
    "same_branch": Condition(
        demands="that the object belongs to the actor's branch, and answers everybody else as if it"
        " did not exist",
        of_resource=_same_branch,
        looks_at=Fact.BRANCH,
        hides=True,
    ),
    "another_branch": Condition(
        demands="that the object belongs to another branch than the actor; for denials",
        of_resource=_not(_same_branch),
        looks_at=Fact.BRANCH,
    ),
    "not_the_maker": Condition(
        demands="that somebody else than the actor asked for it",
        of_resource=_not(_maker),
        looks_at=Fact.MAKER,
    ),
    "the_maker": Condition(
        demands="that the actor asked for it; for denials",
        of_resource=_maker,
        looks_at=Fact.MAKER,
    ),
    "under_the_limit": Condition(
        demands="that the amount is at most the role's limit in that currency",
        of_resource=_under_the_limit,
        looks_at=Fact.AMOUNT,
    ),
    "over_the_limit": Condition(
        demands="that the amount is above the role's limit in that currency; for denials",
        of_resource=_not(_under_the_limit),
        looks_at=Fact.AMOUNT,
    ),
}

ANYBODY_MEETS = frozenset({ALWAYS, "two_factors"})
"""Conditions that whoever has a role can meet."""

ANYBODY_AVOIDS = frozenset({"one_factor"})
"""Conditions of denials that whoever has a role can keep clear of."""
