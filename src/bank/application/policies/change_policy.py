"""The bank changes its policy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, declared_use_cases, use_case
from bank.application.pipeline.facts import facts_of
from bank.application.pipeline.waiting import refuse_unless_they_can_wait
from bank.application.policies.conditions import ANYBODY_AVOIDS, ANYBODY_MEETS, CONDITIONS
from bank.application.policies.one_alone import refuse_one_alone
from bank.application.policies.own_money import refuse_money_of_others
from bank.application.policies.policy_book import PolicyBook, PolicyInForce
from bank.application.policies.read_policy import Policy, policy_of
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.approval_rules import ApprovalRule, ApprovalRules, ApprovalRuleUnfit
from bank.domain.parties import StaleVersion
from bank.domain.policies import (
    ActionNotFound,
    ConditionNotApplicable,
    ConditionNotFound,
    PolicyVersion,
    RoleLimit,
    RoleNotFound,
    RuleChange,
    ShippedPolicy,
    refuse_unless_open,
)
from bank.domain.staff import BREAK_GLASS

CHANGE = "policy.change"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange:
    """All differences to what is shipped that are to count from now on, in place of those before.

    ``approvals`` are the rules about approvals in place of those that are shipped, none of which
    counts then; left out, those count. ``if_version`` is the number of the version that the
    caller read.
    """

    if_version: int
    changes: tuple[RuleChange, ...] = ()
    limits: tuple[RoleLimit, ...] = ()
    approvals: tuple[ApprovalRule, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReceipt:
    """The policy as it is after the change; ``id`` is the act that made it."""

    id: UUID
    policy: Policy


@use_case(action=CHANGE, kind=UseCaseKind.COMMAND)
class ChangePolicy:
    """Open to administrators.

    Refuses, in this order: a version that is not the last; an unknown role, action or condition; a
    condition over what the action has nothing to show of; letting customers move money that is not
    theirs, or without a confirmation; a rule or limit that is named twice; the withdrawal of a rule
    that is not shipped; a permission for strangers; a rule about approvals that contradicts itself,
    is about what cannot wait, names an unknown role, or binds whoever broke the glass when they
    change the policy; rules about approvals that let one person alone change who may do
    what; changes after which nobody could. Records the next version, by which every process decides
    within a second, and tells the watch: administrators, compliance officers, auditors.
    """

    def __init__(
        self,
        book: PolicyBook,
        policy: PolicyInForce,
        approvals: ApprovalRules,
        watch: WatchTold,
    ) -> None:
        """Take the bank's changes, what is shipped, and what tells the watch."""
        self._book = book
        self._policy = policy
        self._approvals = approvals
        self._watch = watch

    async def __call__(self, command: PolicyChange, act: Act) -> PolicyReceipt:
        """Keep the next version."""
        before = await self._book.current()
        if before.number != command.if_version:
            raise StaleVersion
        shipped, use_cases = self._policy.shipped(), declared_use_cases()
        for change in command.changes:
            _refuse_unknown(change, shipped, use_cases)
        _refuse_unknown_roles((limit.role for limit in command.limits), shipped)
        after = PolicyVersion(
            number=before.number + 1,
            id=act.audit_event,
            changes=tuple(sorted(command.changes)),
            limits=tuple(sorted(command.limits)),
            approvals=command.approvals,
            made_at=act.now,
            made_by=act.actor.pseudonym,
        )
        after.refuse_unless_consistent(shipped)
        for rule in command.approvals or ():
            _refuse_unfit(rule, shipped)
        policy = policy_of(self._policy, self._approvals, after)
        rules = [each.rule for each in policy.rules]
        refuse_one_alone(command.approvals, rules)
        refuse_unless_open(
            rules,
            CHANGE,
            opens=ANYBODY_MEETS,
            spares=ANYBODY_AVOIDS,
        )
        await self._book.add(after)
        await self._watch.hear(WatchNews.POLICY_CHANGED)
        act.changed(
            Change(
                object_kind="policy",
                object_id=after.id,
                event="bank.policy.changed.v1",
                before=repr(before),
                after=repr(after),
            )
        )
        return PolicyReceipt(id=after.id, policy=policy)

    async def recall(self, policy: UUID, _act: Act) -> PolicyReceipt:
        """Give the version that an earlier request with the key made, over what is shipped now."""
        version = await self._book.made_by_act(policy)
        assert version is not None  # noqa: S101 - its key was recorded together with it
        read = policy_of(self._policy, self._approvals, version)
        return PolicyReceipt(id=policy, policy=read)


def _refuse_unknown(
    change: RuleChange, shipped: ShippedPolicy, use_cases: Mapping[str, type[Any]]
) -> None:
    if change.withdrawn:
        # What is not shipped cannot be withdrawn, and is refused as that.
        return
    rule = change.rule
    _refuse_unknown_roles((rule.role,), shipped)
    if rule.action not in use_cases and rule.action not in {each.action for each in shipped.rules}:
        raise ActionNotFound(f"There is no action {rule.action}.")
    condition = CONDITIONS.get(rule.condition)
    if condition is None:
        raise ConditionNotFound(f"The conditions are: {', '.join(sorted(CONDITIONS))}.")
    if condition.looks_at not in {None, *facts_of(use_cases.get(rule.action))}:
        raise ConditionNotApplicable(f"{rule.action} shows nothing to {rule.condition}.")
    refuse_money_of_others(rule)


def _refuse_unfit(rule: ApprovalRule, shipped: ShippedPolicy) -> None:
    rule.refuse_unless_consistent()
    refuse_unless_they_can_wait(rule)
    _refuse_unknown_roles((*rule.roles, *(rule.exempt - {BREAK_GLASS})), shipped)
    if CHANGE in rule.actions and BREAK_GLASS not in rule.exempt:
        raise ApprovalRuleUnfit(
            f"A rule of {CHANGE} has to exempt {BREAK_GLASS}: nobody else could mend a wrong one."
        )


def _refuse_unknown_roles(named: Iterable[str], shipped: ShippedPolicy) -> None:
    if not shipped.roles.keys() >= set(named):
        raise RoleNotFound(f"The roles are: {', '.join(sorted(shipped.roles))}.")
