"""What happens in the demo's year besides payments: so that a new bank has one of everything."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bank.application.accounts.block_account import (
    AccountBlocking,
    AccountUnblocking,
    BlockAccount,
    UnblockAccount,
)
from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.hold_account import AddHolder, NewHolder
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureHold, CaptureOrder, HoldRelease, ReleaseHold
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct, SetLimits
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import BlockReason
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.limits import LimitKind
from bank.domain.money import Money, currency
from bank.domain.parties import HolderRole

EURO, DOLLAR = currency("EUR"), currency("USD")
_WEEK = timedelta(days=7)
Ask = Callable[[type[Any], Any, str], Awaitable[Any]]
"""Runs a use case under a key that is always the same, and gives its result."""


class Incidents:
    """Tells what happens on a day of the story, after its payments.

    ``owners`` are customers' ids by the handle of their account.
    """

    def __init__(
        self, ask: Ask, accounts: Mapping[str, str], owners: Mapping[str, UUID], fees: str
    ) -> None:
        """Take who asks, whom it happens to, and where fees go."""
        self._ask = ask
        self._accounts = accounts
        self._owners = owners
        self._fees = fees
        self._told = {
            3: self._joint_account,
            14: self._limits,
            20: self._hotel,
            23: self._hotel_is_paid,
            40: self._deposit_that_lapses,
            75: self._billed_twice,
            90: self._card_is_replaced,
            120: self._travel_money,
            150: self._card_is_lost_and_found,
            200: self._late_salary,
            240: self._trial_savings,
            365: self._ends_lived_in,
        }

    async def of_day(self, number: int, now: datetime) -> int:
        """Tell what happens on a day of the story; gives how many entries were made."""
        tell = self._told.get(number)
        return 0 if tell is None else await tell(now)

    async def _joint_account(self, _now: datetime) -> int:
        for account, partner, role in (
            ("chloe", "dmitri", HolderRole.JOINT),
            ("greta", "hiro", HolderRole.MANDATE),
        ):
            holder = NewHolder(
                account=self._accounts[account], customer_id=self._owners[partner], role=role
            )
            await self._ask(AddHolder, holder, f"holder-{account}")
        return 0

    async def _limits(self, _now: datetime) -> int:
        savings = LimitsOfProduct(
            product="savings", currency=EURO, amounts={LimitKind.MONTHLY_OUT: 500_000}
        )
        await self._ask(SetLimits, savings, "limits-savings")
        amounts = {LimitKind.PER_TRANSFER: 250_000, LimitKind.DAILY_OUT: 400_000}
        ada = LimitsOfAccount(account=self._accounts["ada"], amounts=amounts)
        await self._ask(SetLimits, ada, "limits-ada")
        return 0

    async def _hotel(self, now: datetime) -> int:
        await self._hold("greta", 18_000, now + _WEEK, "Hotel Seeblick, deposit")
        return 0

    async def _hotel_is_paid(self, now: datetime) -> int:
        hold = await self._hold("greta", 18_000, now + _WEEK, "Hotel Seeblick, deposit")
        capture = CaptureOrder(
            hold=hold,
            credit=self._accounts["cafe"],
            amount_minor=16_250,
            currency=EURO.code,
            final=True,
            reference="Hotel Seeblick, two nights",
        )
        await self._ask(CaptureHold, capture, "capture-greta")
        return 1

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

    async def _card_is_replaced(self, _now: datetime) -> int:
        postings = [
            ManualPosting(self._accounts["hiro"], True, 250, EURO.code),  # noqa: FBT003
            ManualPosting(self._fees, False, 250, EURO.code),  # noqa: FBT003
        ]
        entry = ManualEntry(postings=postings, reference="Replacement card")
        await self._ask(PostEntry, entry, "card-hiro")
        return 1

    async def _travel_money(self, _now: datetime) -> int:
        new = NewAccount(
            customer_id=self._owners["ada"],
            product="current",
            currency=DOLLAR,
            name="Travel money",
            external_reference="demo-ada-dollars",
        )
        dollars = await self._ask(OpenAccount, new, "account-ada-dollars")
        order = QuoteOrder(
            debit=self._accounts["ada"], credit=str(dollars.id), amount=Money(50_000, EURO)
        )
        quote = await self._ask(QuoteExchange, order, "quote-ada")
        exchange = ExchangeOrder(quote=quote.id, reference="For the journey")
        await self._ask(PostExchange, exchange, "exchange-ada")
        return 1

    async def _card_is_lost_and_found(self, _now: datetime) -> int:
        account = self._accounts["femi"]
        lost = AccountBlocking(account=account, side=Block.DEBIT, reason=BlockReason.LOST_CARD)
        await self._ask(BlockAccount, lost, "block-femi")
        found = AccountUnblocking(account=account, side=Block.DEBIT)
        await self._ask(UnblockAccount, found, "unblock-femi")
        return 0

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

    async def _trial_savings(self, _now: datetime) -> int:
        new = NewAccount(
            customer_id=self._owners["ben"],
            product="savings",
            currency=EURO,
            name="Tried and left",
            external_reference="demo-ben-trial",
        )
        opened = await self._ask(OpenAccount, new, "account-ben-trial")
        await self._ask(CloseAccount, AccountClosing(str(opened.id)), "close-ben-trial")
        return 0

    async def _ends_lived_in(self, now: datetime) -> int:
        await self._hold("chloe", 24_000, now + 4 * _WEEK, "Holiday flat, deposit")
        court = AccountBlocking(
            account=self._accounts["esra-savings"],
            side=Block.DEBIT,
            reason=BlockReason.COURT_ORDER,
        )
        await self._ask(BlockAccount, court, "block-esra-savings")
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
