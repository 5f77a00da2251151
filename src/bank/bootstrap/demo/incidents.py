"""What happens to money in the demo's year besides payments, so that there is one of everything."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureHold, CaptureOrder, HoldRelease, ReleaseHold
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct, SetLimits
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.ledger.limits import LimitKind
from bank.domain.money import Money, currency

EURO, DOLLAR, YEN = currency("EUR"), currency("USD"), currency("JPY")
_WEEK = timedelta(days=7)
Ask = Callable[[type[Any], Any, str], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Whom it happens to.

    ``ask`` runs a use case under a key that is always the same, and gives its result. ``accounts``
    and ``owners`` are ids by the handle of the account; ``fees`` is the account that fees go to.
    """

    ask: Ask
    accounts: Mapping[str, str]
    owners: Mapping[str, UUID]
    fees: str
    first_day: date


class Incidents:
    """Tells what happens to money on a day of the story, after its payments."""

    def __init__(self, stage: Stage) -> None:
        """Take whom it happens to."""
        self._ask, self._accounts, self._owners = stage.ask, stage.accounts, stage.owners
        self._fees, self._first_day = stage.fees, stage.first_day
        self._told = {
            14: self._limits,
            20: self._hotel,
            23: self._hotel_is_paid,
            40: self._deposit_that_lapses,
            75: self._billed_twice,
            80: self._rent_in_two_parts,
            90: self._card_is_replaced,
            120: self._travel_money,
            200: self._late_salary,
            365: self._ends_lived_in,
        }

    async def of_day(self, number: int, now: datetime) -> int:
        """Tell what happens on a day of the story; gives how many entries were made."""
        tell = self._told.get(number)
        return 0 if tell is None else await tell(now)

    async def _limits(self, _now: datetime) -> int:
        savings = LimitsOfProduct(
            product="savings", currency=EURO, amounts={LimitKind.MONTHLY_OUT: 500_000}
        )
        await self._ask(SetLimits, savings, "limits-savings")
        amounts = {LimitKind.PER_TRANSFER: 250_000, LimitKind.DAILY_OUT: 400_000}
        ada = LimitsOfAccount(account=self._accounts["ada"], amounts=amounts)
        await self._ask(SetLimits, ada, "limits-ada")
        cafe = LimitsOfAccount(
            account=self._accounts["cafe"],
            amounts={LimitKind.DAILY_IN: 2_000_000, LimitKind.OVERDRAFT: 750_000},
        )
        await self._ask(SetLimits, cafe, "limits-cafe")
        return 0

    async def _hotel(self, now: datetime) -> int:
        await self._hold("greta", 18_000, now + _WEEK, "Hotel Seeblick, deposit")
        return 0

    async def _hotel_is_paid(self, now: datetime) -> int:
        hold = await self._hold("greta", 18_000, now + _WEEK, "Hotel Seeblick, deposit")
        for name, amount_minor, final in (("night", 8_000, False), ("second-night", 8_250, True)):
            capture = CaptureOrder(
                hold=hold,
                credit=self._accounts["cafe"],
                amount_minor=amount_minor,
                currency=EURO.code,
                final=final,
                reference="Hotel Seeblick, a night",
            )
            await self._ask(CaptureHold, capture, f"capture-{name}")
        return 2

    async def _deposit_that_lapses(self, now: datetime) -> int:
        await self._hold("esra", 5_000, now + timedelta(hours=12), "Car park deposit")
        hold = await self._hold("femi", 7_500, now + _WEEK, "Car hire deposit")
        await self._ask(ReleaseHold, HoldRelease(hold), "release-femi")
        return 0

    async def _billed_twice(self, _now: datetime) -> int:
        order = TransferOrder(
            debit=self._accounts["ben"],
            credit=self._accounts["power"],
            amount_minor=8_890,
            currency=EURO.code,
            reference="Electricity, billed twice",
        )
        posted = await self._ask(PostTransfer, order, "billed-twice")
        reversal = ReversalOrder(entry=posted.id, reference="Electricity was billed twice")
        await self._ask(ReverseEntry, reversal, "reversal-ben")
        return 2

    async def _rent_in_two_parts(self, _now: datetime) -> int:
        orders = [
            TransferOrder(
                debit=self._accounts[payer],
                credit=self._accounts["homes"],
                amount_minor=30_000,
                currency=EURO.code,
                reference="Garden house, shared",
                id=uuid5(NAMESPACE_URL, f"urn:bank:demo:garden-house:{payer}:{self._first_day}"),
            )
            for payer in ("chloe", "greta")
        ]
        await self._ask(PostBulk, BulkOrder(orders, atomic=True), "garden-house")
        return 2

    async def _card_is_replaced(self, _now: datetime) -> int:
        postings = [
            ManualPosting(self._accounts["hiro"], True, 250, EURO.code),  # noqa: FBT003
            ManualPosting(self._fees, False, 250, EURO.code),  # noqa: FBT003
        ]
        entry = ManualEntry(postings=postings, reference="Replacement card")
        await self._ask(PostEntry, entry, "card-hiro")
        return 1

    async def _travel_money(self, _now: datetime) -> int:
        for handle, of, amount in (
            ("ada", DOLLAR, Money(50_000, EURO)),
            ("hiro", YEN, Money(40_000, YEN)),
        ):
            new = NewAccount(
                customer_id=self._owners[handle],
                product="current",
                currency=of,
                name="Travel money",
                external_reference=f"demo-{handle}-travel",
            )
            opened = await self._ask(OpenAccount, new, f"account-{handle}-travel")
            order = QuoteOrder(debit=self._accounts[handle], credit=str(opened.id), amount=amount)
            quote = await self._ask(QuoteExchange, order, f"quote-{handle}")
            exchange = ExchangeOrder(quote=quote.id, reference="For the journey")
            await self._ask(PostExchange, exchange, f"exchange-{handle}")
        return 2

    async def _late_salary(self, now: datetime) -> int:
        order = TransferOrder(
            debit=self._accounts["works"],
            credit=self._accounts["dmitri"],
            amount_minor=12_000,
            currency=EURO.code,
            reference="Overtime, should have come last week",
            value_date=_days_before(now, 7),
        )
        await self._ask(PostTransfer, order, "late-dmitri")
        return 1

    async def _ends_lived_in(self, now: datetime) -> int:
        await self._hold("chloe", 24_000, now + 4 * _WEEK, "Holiday flat, deposit")
        return 0

    async def _hold(
        self, handle: str, amount_minor: int, expires_at: datetime, reference: str
    ) -> UUID:
        order = HoldOrder(
            account=self._accounts[handle],
            amount_minor=amount_minor,
            currency=EURO.code,
            expires_at=expires_at,
            reference=reference,
        )
        placed = await self._ask(PlaceHold, order, f"hold-{handle}")
        hold: UUID = placed.id
        return hold


def _days_before(now: datetime, days: int) -> date:
    return now.date() - timedelta(days=days)
