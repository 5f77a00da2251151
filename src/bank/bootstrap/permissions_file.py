"""The bank's table of permissions, read strictly, refused with a sentence."""

from collections.abc import Collection
from pathlib import Path

from msgspec import field

from bank.application.policies.conditions import CONDITIONS
from bank.application.policies.own_money import refuse_money_of_others
from bank.bootstrap.strict_files import StrictForm, file_fault, read_strictly
from bank.domain.money import currency, to_minor
from bank.domain.policies import CustomersMoveTheirOwn, Effect, RoleLimit, Rule, ShippedPolicy
from bank.domain.refusals import Refusal

_KEY = "bank.authorization.permissions"
_Actions = tuple[str | tuple[str, ...], ...]
_Table = dict[str, dict[str, _Actions]]


class _EverythingBut(StrictForm, frozen=True):
    everything_but: tuple[str, ...]


class _Permissions(StrictForm, frozen=True):
    roles: _Table
    deny: dict[str, dict[str, _Actions | _EverythingBut]] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    limits: dict[str, dict[str, str]] = field(default_factory=dict)


def read_permissions(path: Path) -> ShippedPolicy:
    """Read the table of permissions. Raises ``ConfigurationError``.

    Among the actions of a role may stand another's, as a list in the list. A denial of everything
    but some actions is one of every other action that the file lets anybody do.
    """
    read = read_strictly(path, _Permissions, _KEY)
    allowed = _rules(read.roles, Effect.ALLOW)
    actions = {rule.action for rule in allowed}
    for spared in _spared(read):
        if spared not in actions:
            raise file_fault(_KEY, path, f"everything-but spares {spared}, which nobody may do")
    rules = (*allowed, *_rules(_spelt_out(read, actions), Effect.DENY))
    for rule in rules:
        if rule.condition not in CONDITIONS:
            raise file_fault(_KEY, path, f"there is no condition {rule.condition}")
        _refuse_money_of_others(rule, path)
    for role in {*read.deny, *read.limits, *read.about} - read.roles.keys():
        raise file_fault(_KEY, path, f"{role} is not among the roles")
    try:
        limits = tuple(
            RoleLimit(role, code, to_minor(amount, currency(code)))
            for role, amounts in read.limits.items()
            for code, amount in amounts.items()
        )
    except Refusal as refusal:
        raise file_fault(_KEY, path, refusal.detail) from None
    return ShippedPolicy(
        roles={role: read.about.get(role, role) for role in read.roles},
        rules=rules,
        limits=limits,
    )


def _refuse_money_of_others(rule: Rule, path: Path) -> None:
    try:
        refuse_money_of_others(rule)
    except CustomersMoveTheirOwn as refusal:
        raise file_fault(_KEY, path, refusal.detail) from None


def _spared(read: _Permissions) -> set[str]:
    denied = (given for conditions in read.deny.values() for given in conditions.values())
    wholes = (given for given in denied if isinstance(given, _EverythingBut))
    return {action for whole in wholes for action in whole.everything_but}


def _spelt_out(read: _Permissions, actions: Collection[str]) -> _Table:
    """Give the denials with each action that they are of."""
    return {
        role: {
            condition: tuple(sorted(set(actions).difference(given.everything_but)))
            if isinstance(given, _EverythingBut)
            else given
            for condition, given in conditions.items()
        }
        for role, conditions in read.deny.items()
    }


def _rules(table: _Table, effect: Effect) -> tuple[Rule, ...]:
    return tuple(
        Rule(role, action, condition, effect)
        for role, conditions in table.items()
        for condition, actions in conditions.items()
        for each in actions
        for action in ((each,) if isinstance(each, str) else each)
    )
