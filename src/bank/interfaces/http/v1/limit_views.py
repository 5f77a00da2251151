"""Limits as they are agreed and shown."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from bank.application.limits.read_limits import AccountStandings
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.limit_changes import AgreedLimits, AgreedRule
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.refusals import CurrencyMismatch
from bank.domain.money import Currency
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import InvalidRequest
from bank.interfaces.http.v1.moments import in_utc
from bank.interfaces.http.v1.money import (
    CurrencyCode,
    Money,
    currency_of,
    minor_of,
    money_of,
)
from bank.interfaces.http.v1.texts import Code, NamedAccount


class KindOfLimit(StrEnum):
    """What is limited."""

    OVERDRAFT = "overdraft"
    PER_TRANSFER = "per_transfer"
    DAILY_OUT = "daily_out"
    DAILY_IN = "daily_in"
    MONTHLY_OUT = "monthly_out"
    MONTHLY_IN = "monthly_in"


class LimitAmounts(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is agreed anew; null lifts a limit, and what is left out stays."""

    overdraft: Money | UnsetType | None = UNSET
    per_transfer: Money | UnsetType | None = UNSET
    daily_out: Money | UnsetType | None = UNSET
    daily_in: Money | UnsetType | None = UNSET
    monthly_out: Money | UnsetType | None = UNSET
    monthly_in: Money | UnsetType | None = UNSET


class LimitsToSet(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits of one account, or of all accounts of a product in a currency.

    Name either `account_id`, or `product` and `currency`. An account's own limit goes before its
    product's. Without `effective_from` they take effect at once.
    """

    limits: LimitAmounts
    account_id: NamedAccount | None = None
    product: Code | None = None
    currency: CurrencyCode | None = None
    effective_from: Annotated[datetime, Meta(tz=True)] | None = None


class AgreedLimit(Struct, frozen=True, kw_only=True):
    """A limit from a moment on, until the next of its kind; without an amount it is lifted."""

    kind: KindOfLimit
    amount: Money | None
    effective_from: datetime
    agreed_at: datetime


class LimitsAgreed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was agreed in one act."""

    id: UUID | None = None
    account_id: UUID | None = None
    product: str | None = None
    currency: str
    limits: list[AgreedLimit]


class LimitInForce(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A limit that counts now.

    `used` is what counts against it: of a daily or monthly limit the gross turnover and, going out,
    what is held; of an overdraft what is drawn. `renews_on` is the business day from which it is
    whole again.
    """

    kind: KindOfLimit
    amount: Money
    used: Money
    left: Money
    renews_on: date | None = None


class LimitsOfOneAccount(Struct, frozen=True):
    """An account's limits in force."""

    account_id: UUID
    limits: list[LimitInForce]


def limits_order(data: LimitsToSet) -> LimitsOfAccount | LimitsOfProduct:
    """Read what is to be agreed; refuses what names neither or both, and nothing to agree."""
    amounts, of = _amounts(data.limits)
    if not amounts:
        raise _wrong("/limits", "Name at least one limit.")
    if (data.account_id is None) == (data.product is None):
        raise _wrong("/account_id", "Name either an account, or a product and its currency.")
    if data.account_id is not None:
        if data.currency is not None:
            raise _wrong("/currency", "An account has its currency; leave this out.")
        return LimitsOfAccount(
            account=data.account_id,
            amounts=amounts,
            currency=of,
            effective_from=_moment(data.effective_from),
        )
    if data.currency is None:
        raise _wrong("/currency", "Name the currency of the product's accounts.")
    currency = currency_of(data.currency, "/currency")
    if of is not None and of != currency:
        raise _mismatch("The amounts must be in the currency named.")
    assert data.product is not None  # noqa: S101 - one of the two is named
    return LimitsOfProduct(
        product=data.product,
        currency=currency,
        amounts=amounts,
        effective_from=_moment(data.effective_from),
    )


def limits_agreed(agreed: AgreedLimits, *, dry_run: bool) -> LimitsAgreed:
    """Show what was agreed, or would be."""
    return LimitsAgreed(
        id=None if dry_run else agreed.id,
        account_id=agreed.account_id,
        product=agreed.place.product,
        currency=agreed.place.currency,
        limits=[
            agreed_limit(AgreedRule(rule=rule, agreed_at=agreed.agreed_at), agreed.place.currency)
            for rule in agreed.rules
        ],
    )


def agreed_limit(agreed: AgreedRule, currency: str) -> AgreedLimit:
    """Show one rule."""
    kind, amount_minor, effective_from, _ = agreed.rule
    return AgreedLimit(
        kind=KindOfLimit[kind.name],
        amount=None if amount_minor is None else money_of(amount_minor, currency),
        effective_from=effective_from,
        agreed_at=agreed.agreed_at,
    )


def limits_in_force(found: AccountStandings) -> LimitsOfOneAccount:
    """Show how an account stands."""
    return LimitsOfOneAccount(
        public_id_at(found.account.opened_ms, found.account.row),
        [
            LimitInForce(
                kind=KindOfLimit[each.kind.name],
                amount=money_of(each.amount_minor, found.currency),
                used=money_of(each.used_minor, found.currency),
                left=money_of(each.left_minor, found.currency),
                renews_on=each.renews_on,
            )
            for each in found.standings
        ],
    )


def _amounts(given: LimitAmounts) -> tuple[Mapping[LimitKind, int | None], Currency | None]:
    amounts: dict[LimitKind, int | None] = {}
    of: Currency | None = None
    for kind in LimitKind:
        name = kind.name.lower()
        money: Money | UnsetType | None = getattr(given, name)
        if isinstance(money, Money):
            amounts[kind], currency = minor_of(money, f"/limits/{name}")
            if of is not None and currency != of:
                raise _mismatch("All amounts must be in one currency.")
            of = currency
        elif money is None:
            amounts[kind] = None
    return amounts, of


def _wrong(field: str, detail: str) -> InvalidRequest:
    return InvalidRequest(errors=[FieldError("body", field, detail)])


def _mismatch(detail: str) -> CurrencyMismatch:
    return CurrencyMismatch(detail, errors=[FieldError("body", "/limits", detail)])


def _moment(given: datetime | None) -> datetime | None:
    return None if given is None else in_utc(given, "/effective_from", location="body")
