"""The policy: who may do what. What is shipped, and what this bank has made of it since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from bank.domain.approval_rules import ApprovalRule
from bank.domain.refusals import Kind, Refusal, Severity


class RoleNotFound(Refusal):
    """The bank's policy knows no such role."""

    code = "role_not_found"
    title = "There is no such role."
    kind = Kind.INVALID


class ActionNotFound(Refusal):
    """A rule of something that nobody can do is a misspelt one."""

    code = "action_not_found"
    title = "There is no such action."
    kind = Kind.INVALID


class ConditionNotFound(Refusal):
    """A rule under a condition that does not exist would never hold."""

    code = "condition_not_found"
    title = "There is no such condition."
    kind = Kind.INVALID


class ConditionNotApplicable(Refusal):
    """The condition looks at what is acted on, and the action has nothing to show it."""

    code = "condition_not_applicable"
    title = "This action cannot be put under this condition."
    kind = Kind.INVALID


class RuleNotShipped(Refusal):
    """Only what is shipped can be withdrawn; what the bank added is left out of its changes."""

    code = "rule_not_shipped"
    title = "No such rule is shipped, so that none can be withdrawn."
    kind = Kind.INVALID


class RuleNamedTwice(Refusal):
    """The changes contradict each other, or repeat one."""

    code = "rule_named_twice"
    title = "A rule or a limit is named more than once."
    kind = Kind.INVALID


class StrangersOnlyNarrowed(Refusal):
    """Whoever has not signed in is given nothing beyond what is shipped."""

    code = "strangers_only_narrowed"
    title = "Nothing can be allowed to people who have not signed in; it can only be taken away."
    kind = Kind.INVALID


class CustomersMoveTheirOwn(Refusal):
    """Otherwise they could empty the accounts of others, or would be asked to confirm nothing."""

    code = "customers_move_their_own"
    title = "Customers are allowed to move money of accounts that they hold alone."
    kind = Kind.INVALID
    severity = Severity.WARNING


class PolicyWouldLockEverybodyOut(Refusal):
    """After the change nobody could change the policy any more."""

    code = "policy_would_lock_everybody_out"
    title = "After this change nobody could change the policy any more."
    kind = Kind.UNPROCESSABLE
    severity = Severity.WARNING


class PolicyChangedByOneAlone(Refusal):
    """One person alone could end for good that two have to agree, or make themselves two."""

    code = "policy_changed_by_one_alone"
    title = "After this change one person alone could change who may do what."
    kind = Kind.UNPROCESSABLE
    severity = Severity.WARNING


class PolicyVersionNotFound(Refusal):
    """The policy has not had so many versions."""

    code = "policy_version_not_found"
    title = "There is no such version of the policy."
    kind = Kind.NOT_FOUND


ANONYMOUS = "anonymous"
"""The role of whoever has not signed in."""

NOBODY = frozenset({ANONYMOUS, "operator", "worker"})
"""Roles in which no person signs in."""


class Effect(StrEnum):
    """What a rule does where its condition holds; a denial overrides every permission."""

    ALLOW = "allow"
    DENY = "deny"


class Rule(NamedTuple):
    """What a role may or may not do, under which condition."""

    role: str
    action: str
    condition: str
    effect: Effect = Effect.ALLOW


class RuleChange(NamedTuple):
    """A difference to what is shipped: a rule that the bank added, or a shipped one withdrawn."""

    rule: Rule
    withdrawn: bool = False


class RoleLimit(NamedTuple):
    """Up to which amount a role acts where a rule sets that condition; minor units."""

    role: str
    currency: str
    amount_minor: int


class Origin(StrEnum):
    """Whose rule it is."""

    SHIPPED = "shipped"
    BANK = "bank"


class RuleInForce(NamedTuple):
    """A rule that counts, and whose it is."""

    rule: Rule
    origin: Origin


LimitsOfRoles = Mapping[str, Mapping[str, int]]
"""Role → currency → minor units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedPolicy:
    """The table that comes with the release, or that the operator put in its place.

    ``roles`` says what each role is.
    """

    roles: Mapping[str, str]
    rules: tuple[Rule, ...]
    limits: tuple[RoleLimit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """All of the bank's differences to what is shipped; versions count from 1.

    ``approvals`` are the rules about approvals in place of those that are shipped, where there are
    any. ``id`` is the act that made it, ``made_by`` the pseudonym of who did.
    """

    number: int
    id: UUID
    changes: tuple[RuleChange, ...] = ()
    limits: tuple[RoleLimit, ...] = ()
    approvals: tuple[ApprovalRule, ...] | None = None
    made_at: datetime | None = None
    made_by: str | None = None

    def refuse_unless_consistent(self, shipped: ShippedPolicy) -> None:
        """Refuse contradictions, and the withdrawal of what is not shipped."""
        rules = [change.rule for change in self.changes]
        places = [(limit.role, limit.currency) for limit in self.limits]
        if any(len(set(each)) < len(each) for each in (rules, places, self.approvals or ())):
            raise RuleNamedTwice
        known = set(shipped.rules)
        for change in self.changes:
            if change.withdrawn and change.rule not in known:
                raise RuleNotShipped(f"Not shipped: {_told(change.rule)}.")
            narrows = change.withdrawn or change.rule.effect is Effect.DENY
            if change.rule.role == ANONYMOUS and not narrows:
                raise StrangersOnlyNarrowed


UNCHANGED = PolicyVersion(number=0, id=UUID(int=0))
"""What a bank has that never changed anything."""


def in_force(shipped: ShippedPolicy, version: PolicyVersion) -> tuple[RuleInForce, ...]:
    """Give the rules that count, sorted.

    A change that fits no longer, because a later release ships other rules, changes nothing.
    """
    withdrawn = {change.rule for change in version.changes if change.withdrawn}
    added = {change.rule: Origin.BANK for change in version.changes if not change.withdrawn}
    kept = {rule: Origin.SHIPPED for rule in shipped.rules if rule not in withdrawn}
    return tuple(RuleInForce(*each) for each in sorted((added | kept).items()))


def limits_in_force(shipped: ShippedPolicy, version: PolicyVersion) -> LimitsOfRoles:
    """Give the roles' limits: the bank's own where it set one."""
    found: dict[str, dict[str, int]] = {}
    for limit in (*shipped.limits, *version.limits):
        found.setdefault(limit.role, {})[limit.currency] = limit.amount_minor
    return found


def refuse_unless_open(
    rules: Iterable[Rule], action: str, *, opens: frozenset[str], spares: frozenset[str]
) -> None:
    """Refuse rules under which no role of people would be left that may do an action.

    A role is left to whom it is allowed under a condition that anybody can meet, of ``opens``, and
    denied under none but those that anybody can keep clear of, of ``spares``.
    """
    mine = [rule for rule in rules if rule.action == action and rule.role not in NOBODY]
    allowed = {
        rule.role for rule in mine if rule.effect is Effect.ALLOW and rule.condition in opens
    }
    denied = {
        rule.role for rule in mine if rule.effect is Effect.DENY and rule.condition not in spares
    }
    if not allowed - denied:
        raise PolicyWouldLockEverybodyOut


def _told(rule: Rule) -> str:
    return f"{rule.effect} {rule.action} to {rule.role} under {rule.condition}"
