"""How limits are agreed anew, and how an account stands to those in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from bank.domain.identifiers import RowId, public_id
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.limits import LimitKind, LimitRule, Terms, renewal
from bank.domain.refusals import Kind, Refusal


class LimitNegative(Refusal):
    """A limit of zero lets nothing pass; less than nothing cannot pass anyway."""

    code = "limit_negative"
    title = "A limit must be zero or more; to lift it, send null."
    kind = Kind.INVALID


class OverdraftOfAccountsOnly(Refusal):
    """How far a balance may fall below zero is agreed for each account."""

    code = "overdraft_of_accounts_only"
    title = "An overdraft is agreed for an account, not for a product."


class EffectiveInPast(Refusal):
    """What was decided before cannot be limited any more."""

    code = "effective_in_past"
    title = "A limit takes effect now or later: leave effective_from out, or name a time to come."


class LimitPlace(NamedTuple):
    """Whose limits: those of an account, or those of a product's accounts in a currency."""

    currency: str
    account: RowId | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRule:
    """A rule and when it was agreed."""

    rule: LimitRule
    agreed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLimits:
    """What one act agreed: its rules, at least one, ascending by their rows."""

    place: LimitPlace
    account_id: UUID | None
    agreed_at: datetime
    rules: tuple[LimitRule, ...]

    @property
    def id(self) -> UUID:
        """The public id of the act's agreement."""
        return public_id(self.agreed_at, self.rules[0].row)


class Standing(NamedTuple):
    """A limit in force: what of it is used, what is left, and from which day it is whole again."""

    kind: LimitKind
    amount_minor: int
    used_minor: int
    left_minor: int
    renews_on: date | None


def refuse_unless_agreeable(amounts: Mapping[LimitKind, int | None], *, of_product: bool) -> None:
    """Refuse amounts below zero, then an overdraft for a product."""
    if any(amount is not None and amount < 0 for amount in amounts.values()):
        raise LimitNegative
    if of_product and LimitKind.OVERDRAFT in amounts:
        raise OverdraftOfAccountsOnly


def effective_at(wanted: datetime | None, moment: datetime) -> datetime:
    """Give when a change that is made at a moment takes effect; refuses a time before it."""
    if wanted is not None and wanted < moment:
        raise EffectiveInPast
    return wanted or moment


def standings(account: LedgerAccount, terms: Terms, day: date) -> list[Standing]:
    """Give how a customer's account stands to the terms in force on the open day.

    Of an overdraft is used what the balance, less holds, lacks to zero.
    """
    overdraft = terms.overdraft_minor
    if overdraft is None:
        overdraft = account.overdraft_minor or 0
    drawn = max(account.held_minor - account.shown_minor, 0)
    found = [_standing(LimitKind.OVERDRAFT, overdraft, drawn, day)]
    if terms.limits is None:
        return found
    turnover, held = account.turnover(day), account.held_minor
    used = {
        LimitKind.PER_TRANSFER: 0,
        LimitKind.DAILY_OUT: turnover.day_out_minor + held,
        LimitKind.DAILY_IN: turnover.day_in_minor,
        LimitKind.MONTHLY_OUT: turnover.month_out_minor + held,
        LimitKind.MONTHLY_IN: turnover.month_in_minor,
    }
    for kind, used_minor in used.items():
        amount: int | None = getattr(terms.limits, f"{kind.name.lower()}_minor")
        if amount is not None:
            found.append(_standing(kind, amount, used_minor, day))
    return found


def _standing(kind: LimitKind, amount_minor: int, used_minor: int, day: date) -> Standing:
    left_minor = max(amount_minor - used_minor, 0)
    return Standing(kind, amount_minor, used_minor, left_minor, renewal(kind, day))
