"""Limits on what may go out of an account and come in, by product and by account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from bank.domain.money import CURRENCIES, to_text
from bank.domain.refusals import Refusal


class LimitKind(IntEnum):
    """What is limited; the number is what the books store."""

    OVERDRAFT = 1
    PER_TRANSFER = 2
    DAILY_OUT = 3
    DAILY_IN = 4
    MONTHLY_OUT = 5
    MONTHLY_IN = 6


_NAMES = {
    LimitKind.OVERDRAFT: "overdraft",
    LimitKind.PER_TRANSFER: "limit for a single payment",
    LimitKind.DAILY_OUT: "daily limit for outgoing payments",
    LimitKind.DAILY_IN: "daily limit for incoming payments",
    LimitKind.MONTHLY_OUT: "monthly limit for outgoing payments",
    LimitKind.MONTHLY_IN: "monthly limit for incoming payments",
}


class LimitExceeded(Refusal):
    """More would go out or come in than was agreed.

    ``context`` has ``limit`` (a ``LimitKind``'s name in small letters), ``left_minor``,
    ``currency`` and, where it renews at all, ``renews_on``, an ISO date.
    """

    code = "limit_exceeded"
    title = "The amount passes a limit of the account."


class LimitRule(NamedTuple):
    """A limit from a moment on; without an amount it is lifted. ``row`` tells which came later."""

    kind: LimitKind
    amount_minor: int | None
    effective_from: datetime
    row: int


class Turnover(NamedTuple):
    """What went out and came in, gross, by booking date: today and this month, minor units."""

    day_out_minor: int
    day_in_minor: int
    month_out_minor: int
    month_in_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits in force, in minor units of the account's currency; ``None`` sets none.

    An amount passes a limit where it would be more than the limit together with what went the same
    way since the day or month began and, going out, what is held.
    """

    per_transfer_minor: int | None = None
    daily_out_minor: int | None = None
    daily_in_minor: int | None = None
    monthly_out_minor: int | None = None
    monthly_in_minor: int | None = None

    def refuse_out(
        self, amount_minor: int, turnover: Turnover, held_minor: int, currency: str, day: date
    ) -> None:
        """Refuse what may not go out: a single payment, then the day's, then the month's."""
        if self.per_transfer_minor is not None and amount_minor > self.per_transfer_minor:
            raise _exceeded(LimitKind.PER_TRANSFER, self.per_transfer_minor, currency)
        _refuse(
            LimitKind.DAILY_OUT,
            self.daily_out_minor,
            turnover.day_out_minor + held_minor,
            amount_minor,
            currency,
            day,
        )
        _refuse(
            LimitKind.MONTHLY_OUT,
            self.monthly_out_minor,
            turnover.month_out_minor + held_minor,
            amount_minor,
            currency,
            day,
        )

    def refuse_in(self, amount_minor: int, turnover: Turnover, currency: str, day: date) -> None:
        """Refuse what may not come in: the day's, then the month's."""
        daily, monthly = self.daily_in_minor, self.monthly_in_minor
        _refuse(LimitKind.DAILY_IN, daily, turnover.day_in_minor, amount_minor, currency, day)
        _refuse(LimitKind.MONTHLY_IN, monthly, turnover.month_in_minor, amount_minor, currency, day)


class Terms(NamedTuple):
    """What the rules say at a moment: the overdraft, where one rules it, and the other limits."""

    overdraft_minor: int | None
    limits: Limits | None


def in_force(
    of_product: Iterable[LimitRule], of_account: Iterable[LimitRule], at: datetime
) -> Terms:
    """Give what holds at a moment: of each kind the newest rule, an account's before a product's.

    A product has no overdraft of its own here: that is agreed for each account.
    """
    amounts = _newest(of_product, at)
    amounts.pop(LimitKind.OVERDRAFT, None)
    amounts |= _newest(of_account, at)
    overdraft = amounts.pop(LimitKind.OVERDRAFT, None)
    given = {f"{kind.name.lower()}_minor": amount for kind, amount in amounts.items()}
    if not any(amount is not None for amount in given.values()):
        return Terms(overdraft, None)
    return Terms(overdraft, Limits(**given))


def renewal(kind: LimitKind, day: date) -> date | None:
    """Give the business day from which a limit is whole again."""
    if kind in {LimitKind.DAILY_OUT, LimitKind.DAILY_IN}:
        return day + timedelta(days=1)
    if kind in {LimitKind.MONTHLY_OUT, LimitKind.MONTHLY_IN}:
        return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return None


def _newest(rules: Iterable[LimitRule], at: datetime) -> dict[LimitKind, int | None]:
    newest: dict[LimitKind, LimitRule] = {}
    for rule in rules:
        before = newest.get(rule.kind)
        if rule.effective_from <= at and (
            before is None or (rule.effective_from, rule.row) > (before.effective_from, before.row)
        ):
            newest[rule.kind] = rule
    return {kind: rule.amount_minor for kind, rule in newest.items()}


def _refuse(
    kind: LimitKind, limit: int | None, used: int, amount_minor: int, currency: str, day: date
) -> None:
    if limit is not None and used + amount_minor > limit:
        raise _exceeded(kind, max(limit - used, 0), currency, renewal(kind, day))


def _exceeded(
    kind: LimitKind, left_minor: int, currency: str, renews_on: date | None = None
) -> LimitExceeded:
    left = f"{to_text(left_minor, CURRENCIES[currency].exponent)} {currency}"
    if renews_on is None:
        detail = f"The {_NAMES[kind]} is {left}."
        return LimitExceeded(
            detail, limit=kind.name.lower(), left_minor=left_minor, currency=currency
        )
    detail = f"The {_NAMES[kind]} leaves {left} until it renews on {renews_on.isoformat()}."
    return LimitExceeded(
        detail,
        limit=kind.name.lower(),
        left_minor=left_minor,
        currency=currency,
        renews_on=renews_on.isoformat(),
    )
