"""Rules about approvals, as the policy is changed and shown."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

from bank.domain.approval_rules import ApprovalRule, ApprovalRuleUnfit
from bank.interfaces.http.v1.money import Money, minor_of, money_of, naming
from bank.interfaces.http.v1.texts import Code

_HOUR = timedelta(hours=1)
_Codes = Annotated[tuple[Code, ...], Meta(min_length=1, max_length=100)]


class RuleAboutApprovals(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which acts need how many others of which roles to approve them within how many hours.

    An act needs every rule that it meets. Without amounts every such act meets it; with `above`
    those that move more, with `above_a_day` those with which their maker moves more on one day, by
    all of the `actions` together; both are in one currency. Makers with one of the `exempt` roles
    need nobody. With `waived_while_alone` nobody does as long as no one else could approve.
    """

    actions: _Codes
    roles: _Codes
    approvers: Annotated[int, Meta(ge=1, le=9)] = 1
    expires_after_hours: Annotated[int, Meta(ge=1, le=8760)] = 168
    above: Money | None = None
    above_a_day: Money | None = None
    exempt: Annotated[tuple[Code, ...], Meta(max_length=100)] = ()
    waived_while_alone: bool = False


def approval_rules(data: Sequence[RuleAboutApprovals]) -> tuple[ApprovalRule, ...]:
    """Read rules; a refusal of an amount names its field."""
    return tuple(_rule(each, f"/approvals/{index}") for index, each in enumerate(data))


def approval_rules_shown(rules: Iterable[ApprovalRule]) -> list[RuleAboutApprovals]:
    """Show rules, in their order."""
    return [
        RuleAboutApprovals(
            actions=rule.actions,
            roles=tuple(sorted(rule.roles)),
            approvers=rule.approvers,
            expires_after_hours=rule.expires_after // _HOUR,
            above=_money(rule.above_minor, rule.currency),
            above_a_day=_money(rule.above_minor_a_day, rule.currency),
            exempt=tuple(sorted(rule.exempt)),
            waived_while_alone=rule.waived_while_alone,
        )
        for rule in rules
    ]


def _rule(data: RuleAboutApprovals, pointer: str) -> ApprovalRule:
    above = _minor(data.above, f"{pointer}/above")
    above_a_day = _minor(data.above_a_day, f"{pointer}/above_a_day")
    currencies = {each[1] for each in (above, above_a_day) if each is not None}
    if len(currencies) > 1:
        with naming(f"{pointer}/above_a_day/currency"):
            raise ApprovalRuleUnfit("The amounts of a rule are in one currency.")
    return ApprovalRule(
        actions=data.actions,
        roles=frozenset(data.roles),
        approvers=data.approvers,
        expires_after=data.expires_after_hours * _HOUR,
        currency=next(iter(currencies), None),
        above_minor=None if above is None else above[0],
        above_minor_a_day=None if above_a_day is None else above_a_day[0],
        exempt=frozenset(data.exempt),
        waived_while_alone=data.waived_while_alone,
    )


def _minor(money: Money | None, pointer: str) -> tuple[int, str] | None:
    if money is None:
        return None
    amount_minor, of = minor_of(money, pointer)
    return amount_minor, of.code


def _money(amount_minor: int | None, code: str | None) -> Money | None:
    return None if amount_minor is None or code is None else money_of(amount_minor, code)
