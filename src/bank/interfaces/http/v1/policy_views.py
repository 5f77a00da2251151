"""The policy as it is changed and shown."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from bank.application.policies.change_policy import PolicyChange
from bank.application.policies.read_policy import Policy, RoleView
from bank.domain.policies import Effect, PolicyVersion, RoleLimit, Rule, RuleChange
from bank.interfaces.http.v1.approval_rule_views import (
    RuleAboutApprovals,
    approval_rules,
    approval_rules_shown,
)
from bank.interfaces.http.v1.money import Money, minor_of, money_of
from bank.interfaces.http.v1.rule_views import RuleShown, rules_shown
from bank.interfaces.http.v1.texts import Code

CHANGES_MAX = 2000
APPROVALS_MAX = 200


class KindOfChange(StrEnum):
    """How a rule differs from what is shipped."""

    ALLOW = "allow"
    DENY = "deny"
    WITHDRAW = "withdraw"
    WITHDRAW_DENIAL = "withdraw_denial"


class ChangeOfRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A difference to what is shipped: allowed or denied beyond it, or a shipped rule withdrawn."""

    change: KindOfChange
    role: Code
    action: Code
    condition: Code = "always"


class LimitOfRole(Struct, frozen=True, forbid_unknown_fields=True):
    """Up to which amount the role acts, where a rule is under `under_the_limit`."""

    role: Code
    amount: Money


class PolicyToSet(Struct, frozen=True, forbid_unknown_fields=True):
    """All of the bank's differences to what is shipped, in place of those before.

    `approvals` are the rules about approvals, in place of all that are shipped; leave them out, or
    null, for those. `if_version` is the version that you read.
    """

    if_version: Annotated[int, Meta(ge=0, le=2**31 - 2)]
    changes: Annotated[tuple[ChangeOfRule, ...], Meta(max_length=CHANGES_MAX)] = ()
    limits: Annotated[tuple[LimitOfRole, ...], Meta(max_length=CHANGES_MAX)] = ()
    approvals: Annotated[tuple[RuleAboutApprovals, ...], Meta(max_length=APPROVALS_MAX)] | None = (
        None
    )


class PolicyVersionShown(Struct, frozen=True, kw_only=True):
    """A version of the bank's differences; `made_by` is a pseudonym, as in the audit trail.

    Version 0 is what is shipped: nobody made it. `approvals` is null where those that are shipped
    count.
    """

    version: int
    made_at: datetime | None
    made_by: str | None
    changes: list[ChangeOfRule]
    limits: list[LimitOfRole]
    approvals: list[RuleAboutApprovals] | None


class PolicyShown(Struct, frozen=True, kw_only=True):
    """A version of the bank's differences, and the rules that it makes of what is shipped now.

    `approvals` are the bank's own rules about approvals, null where it has none; `approval_rules`
    those that count.
    """

    version: int
    made_at: datetime | None
    made_by: str | None
    changes: list[ChangeOfRule]
    limits: list[LimitOfRole]
    approvals: list[RuleAboutApprovals] | None
    rules: list[RuleShown]
    approval_rules: list[RuleAboutApprovals]


class RoleShown(Struct, frozen=True, kw_only=True):
    """A role, what it is, and up to which amounts it acts where that is a condition."""

    name: str
    description: str
    limits: list[Money]


class RolesShown(Struct, frozen=True):
    """All roles; there is one page of them."""

    items: list[RoleShown]
    next_cursor: None = None


def policy_change(data: PolicyToSet) -> PolicyChange:
    """Read a change; a refusal of an amount names its field."""
    return PolicyChange(
        if_version=data.if_version,
        changes=tuple(_change(each) for each in data.changes),
        limits=tuple(_limit(each, index) for index, each in enumerate(data.limits)),
        approvals=None if data.approvals is None else approval_rules(data.approvals),
    )


def policy_shown(policy: Policy) -> PolicyShown:
    """Show a version with its rules."""
    version = policy.version
    return PolicyShown(
        version=version.number,
        made_at=version.made_at,
        made_by=version.made_by,
        changes=_changes(version),
        limits=_limits(version.limits),
        approvals=_own_approvals(version),
        rules=rules_shown(policy.rules),
        approval_rules=approval_rules_shown(policy.approvals),
    )


def version_shown(version: PolicyVersion) -> PolicyVersionShown:
    """Show what the bank changed."""
    return PolicyVersionShown(
        version=version.number,
        made_at=version.made_at,
        made_by=version.made_by,
        changes=_changes(version),
        limits=_limits(version.limits),
        approvals=_own_approvals(version),
    )


def role_shown(role: RoleView) -> RoleShown:
    """Show a role."""
    return RoleShown(
        name=role.name,
        description=role.description,
        limits=[money_of(amount_minor, code) for code, amount_minor in sorted(role.limits.items())],
    )


def _change(data: ChangeOfRule) -> RuleChange:
    denial = data.change in {KindOfChange.DENY, KindOfChange.WITHDRAW_DENIAL}
    effect = Effect.DENY if denial else Effect.ALLOW
    withdrawn = data.change in {KindOfChange.WITHDRAW, KindOfChange.WITHDRAW_DENIAL}
    return RuleChange(Rule(data.role, data.action, data.condition, effect), withdrawn)


def _limit(data: LimitOfRole, index: int) -> RoleLimit:
    amount_minor, currency = minor_of(data.amount, f"/limits/{index}/amount")
    return RoleLimit(data.role, currency.code, amount_minor)


def _changes(version: PolicyVersion) -> list[ChangeOfRule]:
    return [
        ChangeOfRule(_kind(change), change.rule.role, change.rule.action, change.rule.condition)
        for change in version.changes
    ]


def _kind(change: RuleChange) -> KindOfChange:
    if change.rule.effect is Effect.DENY:
        return KindOfChange.WITHDRAW_DENIAL if change.withdrawn else KindOfChange.DENY
    return KindOfChange.WITHDRAW if change.withdrawn else KindOfChange.ALLOW


def _limits(limits: Iterable[RoleLimit]) -> list[LimitOfRole]:
    return [LimitOfRole(each.role, money_of(each.amount_minor, each.currency)) for each in limits]


def _own_approvals(version: PolicyVersion) -> list[RuleAboutApprovals] | None:
    return None if version.approvals is None else approval_rules_shown(version.approvals)
