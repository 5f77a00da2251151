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
    """It hangs on a condition over what is acted on: ask again with the resource."""

    HIDDEN = "hidden"
    """Denied, and whoever asks is not to learn that the object is there."""


class Fact(Enum):
    """What a condition may look at in what is acted on."""

    HOLDERS = "holders"
    ROLES = "roles"
    """Which of the holders own it and which have a mandate, and who is a beneficial owner."""

    BRANCH = "branch"
    MAKER = "maker"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What conditions look at.

    The subjects who hold the object, and the refusal that hides it from all others. Where they are
    known: those among them who own it, and the beneficial owners, who hold nothing; the branch that
    it belongs to, the pseudonym of who asked for it, and its amount in minor units of a currency.
    """

    holders: frozenset[str]
    hidden_by: type[Refusal]
    owners: frozenset[str] | None = None
    beneficiaries: frozenset[str] | None = None
    branch: str | None = None
    maker: str | None = None
    amount_minor: int | None = None
    currency: str | None = None

    @property
    def facts(self) -> frozenset[Fact]:
        """Which facts are known of it."""
        known = {
            Fact.HOLDERS: self.holders or None,
            Fact.ROLES: self.owners,
            Fact.BRANCH: self.branch,
            Fact.MAKER: self.maker,
            Fact.AMOUNT: self.amount_minor,
        }
        return frozenset(fact for fact, told in known.items() if told is not None)


class Authorizer(Protocol):
    """Decides by role and action, and by conditions over the resource.

    Reads no database, takes no lock; it is asked on the event loop's thread alone. Raises
    ``DatabaseUnavailable`` while it is not known what the bank has changed of its policy.
    """

    @abstractmethod
    def decide(self, actor: Actor, action: str, resource: Resource | None = None) -> Verdict:
        """Judge; without a resource it may answer ``DEPENDS``, with one it may be ``HIDDEN``.

        Unknown actions are denied.
        """

    @abstractmethod
    def roles(self) -> frozenset[str]:
        """Give every role that the policy knows."""

    @abstractmethod
    def actions(self) -> frozenset[str]:
        """Give every action that some rule names."""
