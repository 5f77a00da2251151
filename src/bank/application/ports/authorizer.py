"""Who may do what."""

from abc import abstractmethod
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bank.domain.audit import Actor
from bank.domain.refusals import Kind, Refusal, Severity


class ActionForbidden(Refusal):
    """None of the actor's roles permits the action."""

    code = "action_forbidden"
    title = "Your roles do not permit this."
    kind = Kind.FORBIDDEN
    severity = Severity.WARNING


class Verdict(Enum):
    """What the policy says."""

    ALLOWED = "allowed"
    DENIED = "denied"
    DEPENDS = "depends"
    """The policy sets a condition: ask again with the resource."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What conditions look at.

    The subjects who hold the object, and the refusal that hides it from all others.
    """

    holders: frozenset[str]
    hidden_by: type[Refusal]


class Authorizer(Protocol):
    """Decides by role and action, and by conditions over the resource.

    Reads no database, takes no lock.
    """

    @abstractmethod
    def decide(self, actor: Actor, action: str, resource: Resource | None = None) -> Verdict:
        """Judge; without a resource it may answer ``DEPENDS``, with one never.

        Unknown actions are denied.
        """

    @abstractmethod
    def roles(self) -> frozenset[str]:
        """Give every role that the policy knows."""

    @abstractmethod
    def actions(self) -> frozenset[str]:
        """Give every action that some rule names."""
