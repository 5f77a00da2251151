"""The bank's file of approval rules, read strictly, refused with a sentence."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from bank.application.pipeline.waiting import refuse_unless_they_can_wait
from bank.bootstrap import every_use_case  # noqa: F401 - declares all use cases
from bank.bootstrap.strict_files import StrictForm, file_fault, read_strictly
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.money import currency, to_minor
from bank.domain.refusals import Refusal

_KEY = "bank.authorization.approvals"
_Roles = Annotated[tuple[str, ...], Meta(min_length=1)]


class _Rule(StrictForm, frozen=True):
    roles: _Roles
    action: str | None = None
    actions: tuple[str, ...] = ()
    approvers: Annotated[int, Meta(ge=1, le=9)] = 1
    expires_after_hours: Annotated[int, Meta(ge=1, le=8760)] = 168
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] | None = None
    above: str | None = None
    above_a_day: str | None = None
    exempt: tuple[str, ...] = ()
    waived_while_alone: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The actions, however they are named."""
        return self.actions if self.action is None else (self.action,)


class _Rules(StrictForm, frozen=True):
    rules: tuple[_Rule, ...] = ()


def read_approval_rules(path: Path) -> ApprovalRules:
    """Read the rules. Raises ``ConfigurationError``.

    Refuses a rule about nothing, about what is no command, about one that takes no key, and about
    approvals themselves; an amount without a currency, or the reverse; an amount that is none of
    it; a rule that is waived although it is about postings, or for customers to approve.
    """
    read = read_strictly(path, _Rules, _KEY)
    try:
        return ApprovalRules(_rule(each) for each in read.rules)
    except (ValueError, Refusal) as fault:
        problem = fault.detail if isinstance(fault, Refusal) else str(fault)
        raise file_fault(_KEY, path, problem) from None


def _rule(read: _Rule) -> ApprovalRule:
    if (read.action is None) == (not read.actions):
        message = "a rule names either one action, or several actions"
        raise ValueError(message)
    amounts = (read.above, read.above_a_day)
    if read.currency is None and amounts != (None, None):
        message = f"the rule of {', '.join(read.named)} needs both a currency and an amount"
        raise ValueError(message)
    above, above_a_day = (
        to_minor(amount, currency(read.currency)) if read.currency and amount else None
        for amount in amounts
    )
    rule = ApprovalRule(
        actions=read.named,
        roles=frozenset(read.roles),
        approvers=read.approvers,
        expires_after=timedelta(hours=read.expires_after_hours),
        currency=read.currency,
        above_minor=above,
        above_minor_a_day=above_a_day,
        exempt=frozenset(read.exempt),
        waived_while_alone=read.waived_while_alone,
    )
    rule.refuse_unless_consistent()
    refuse_unless_they_can_wait(rule)
    return rule
