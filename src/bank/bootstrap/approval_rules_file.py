"""The bank's file of approval rules, read strictly, refused with a sentence."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import msgspec
import yaml
from msgspec import Meta

from bank.application.pipeline.declaration import UseCaseKind, declaration_of, declared_use_cases
from bank.bootstrap import every_use_case  # noqa: F401 - declares all use cases
from bank.bootstrap.configuration import ConfigurationError
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.money import InvalidAmount, UnknownCurrency, currency, to_minor

_KEY = "bank.authorization.approvals"
_OWN = "approval."
_Roles = Annotated[tuple[str, ...], Meta(min_length=1)]


class _Rule(msgspec.Struct, forbid_unknown_fields=True, rename="kebab", frozen=True):
    action: str
    roles: _Roles
    approvers: Annotated[int, Meta(ge=1, le=9)] = 1
    expires_after_hours: Annotated[int, Meta(ge=1, le=8760)] = 168
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] | None = None
    above: str | None = None
    above_a_day: str | None = None
    exempt: tuple[str, ...] = ()


class _Rules(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    rules: tuple[_Rule, ...] = ()


def read_approval_rules(path: Path) -> ApprovalRules:
    """Read the rules. Raises ``ConfigurationError``.

    Refuses a rule about what is no command, about one that takes no key, and about approvals
    themselves; an amount without a currency, or the reverse; an amount that is none of it.
    """
    try:
        read = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _Rules)
        return ApprovalRules(_rule(each) for each in read.rules)
    except (OSError, yaml.YAMLError, ValueError, InvalidAmount, UnknownCurrency) as fault:
        raise ConfigurationError(
            str(fault),
            key=_KEY,
            source=str(path),
            remedy="Correct the file, or name another one in the configuration.",
        ) from None


def _rule(read: _Rule) -> ApprovalRule:
    _refuse_unless_it_can_wait(read.action)
    amounts = (read.above, read.above_a_day)
    if (read.currency is None) != (amounts == (None, None)):
        message = f"the rule of {read.action} needs both a currency and an amount, or neither"
        raise ValueError(message)
    above, above_a_day = (
        to_minor(amount, currency(read.currency)) if read.currency and amount else None
        for amount in amounts
    )
    return ApprovalRule(
        action=read.action,
        roles=frozenset(read.roles),
        approvers=read.approvers,
        expires_after=timedelta(hours=read.expires_after_hours),
        currency=read.currency,
        above_minor=above,
        above_minor_a_day=above_a_day,
        exempt=frozenset(read.exempt),
    )


def _refuse_unless_it_can_wait(action: str) -> None:
    use_case = declared_use_cases().get(action)
    if use_case is None or action.startswith(_OWN):
        message = f"there is no action {action} that could need approval"
        raise ValueError(message)
    declared = declaration_of(use_case)
    if declared.kind is UseCaseKind.QUERY or declared.keyless:
        message = f"{action} cannot wait for approval: it takes no idempotency key"
        raise ValueError(message)
