"""Limits are looked at: how an account stands, and what was agreed when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bank.application.limits.limit_book import LimitBook
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory, AccountRef, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.business_calendar import BusinessCalendar
from bank.domain.identifiers import RowId
from bank.domain.ledger.limit_changes import AgreedRule, LimitPlace, Standing, standings
from bank.domain.ledger.limits import in_force
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.money import Currency
from bank.domain.products import Products


@dataclass(frozen=True, slots=True)
class LimitsInForce:
    """Of which account."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStandings:
    """How an account stands to each limit in force at a moment, in its currency."""

    account: AccountRef
    currency: str
    at: datetime
    standings: Sequence[Standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitHistory:
    """Whose limits, the last agreed first: of an account, or of a product in a currency."""

    account: str | None = None
    product: str | None = None
    currency: Currency | None = None
    before: RowId | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AgreedInPlace:
    """The rules of a place."""

    place: LimitPlace
    rules: Sequence[AgreedRule]


@use_case(action="limit.read", kind=UseCaseKind.QUERY)
class GetLimitsInForce:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses an unknown account, and one of the bank's own, which has no limits.
    """

    def __init__(
        self, book: LimitBook, directory: AccountDirectory, calendar: BusinessCalendar
    ) -> None:
        """Take the limits, the directory of names and the calendar."""
        self._book = book
        self._directory = directory
        self._calendar = calendar

    async def resource(self, command: LimitsInForce) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: LimitsInForce, act: Act) -> AccountStandings:
        """Give how the account stands."""
        (ref,) = await self._directory.resolve([command.account])
        found = None if ref is None else await self._book.limited(ref, act.now)
        if ref is None or found is None or found.account.internal:
            raise AccountNotFound
        self._calendar.bring_to(found.head, act.now)
        at = found.head.last_recorded_at
        terms = in_force(found.of_product, found.of_account, at)
        return AccountStandings(
            account=ref,
            currency=found.account.currency,
            at=at,
            standings=standings(found.account, terms, found.head.booking_date),
        )


@use_case(action="limit.list", kind=UseCaseKind.QUERY)
class ListLimits:
    """Open to staff and to integrating systems.

    Refuses, in this order: an unknown account; an unknown product, or a currency that the bank does
    not deal in.
    """

    def __init__(self, book: LimitBook, directory: AccountDirectory, products: Products) -> None:
        """Take the limits, the directory of names and the products."""
        self._book = book
        self._directory = directory
        self._products = products

    async def __call__(self, command: LimitHistory, act: Act) -> AgreedInPlace:
        """Give the rules."""
        place = await self._place(command, act.now)
        rules = await self._book.history(place, before=command.before, limit=command.limit)
        return AgreedInPlace(place, rules)

    async def _place(self, command: LimitHistory, now: datetime) -> LimitPlace:
        if command.product is not None and command.currency is not None:
            product = self._products.on_offer(command.product, command.currency)
            return LimitPlace(command.currency.code, product=product.code)
        (ref,) = await self._directory.resolve([command.account or ""])
        found = None if ref is None else await self._book.limited(ref, now)
        if found is None or found.account.internal:
            raise AccountNotFound
        return LimitPlace(found.account.currency, account=found.account.row)
