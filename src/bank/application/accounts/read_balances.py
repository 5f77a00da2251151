"""What is on an account, or was; and what went in and out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bank.application.accounts.known_account import by_name
from bank.application.accounts.restatements import Restatements
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.closed_days import ClosedDays
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.positions import Positions
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.accounts import AccountKind
from bank.domain.ledger.periods import PeriodKind, PeriodTurnover, periods, turnovers
from bank.domain.ledger.positions import Axis, Tip

SIGN = AccountKind.LIABILITY.normal_sign
"""Turns a balance to the side on which customers' accounts are shown: they are liabilities."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceQuestion:
    """Which account's balance: now, or at a moment or a day.

    A moment (UTC) on the recorded axis, the end of a day on the other two.
    """

    account: str
    at: datetime | date | None = None
    axis: Axis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceAnswer:
    """A balance in minor units on its normal side.

    ``version`` counts what the bank has said of the end of a closed day by value date: 1 as it was
    at the close, one more for each later posting that was backdated to that day or before it.
    A day that was none of the bank's was never closed, and has none.
    """

    account: CustomerAccount
    question: BalanceQuestion
    balance_minor: int
    version: int | None = None


@use_case(action="account.read_balance", kind=UseCaseKind.QUERY)
class GetBalance:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses, in this order: an unknown account; a day, or a moment, to come.
    """

    def __init__(
        self,
        accounts: CustomerAccounts,
        days: ClosedDays,
        positions: Positions,
        restatements: Restatements,
        directory: AccountDirectory,
        zone: tzinfo,
    ) -> None:
        """Take the stores, the directory of names and the bank's time zone."""
        self._accounts = accounts
        self._days = days
        self._positions = positions
        self._restatements = restatements
        self._directory = directory
        self._zone = zone

    async def resource(self, command: BalanceQuestion) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: BalanceQuestion, act: Act) -> BalanceAnswer:
        """Give the balance."""
        account = await by_name(self._directory, self._accounts, command.account)
        balance_minor, version = account.balance_minor, None
        if isinstance(command.at, datetime):
            balance_minor = await self._recorded(account, command.at, act.now)
        elif command.at is not None:
            tip = await self._positions.tip()
            tip.refuse_later_day(command.at, act.now, self._zone)
            balance_minor, version = await self._at_end_of(account, command.at, tip, command.axis)
        return BalanceAnswer(
            account=account, question=command, balance_minor=balance_minor, version=version
        )

    async def _recorded(self, account: CustomerAccount, at: datetime, now: datetime) -> int:
        tip = await self._positions.tip()
        tip.refuse_later_moment(at, now)
        entry = await self._positions.recorded_by(at)
        (position,) = await self._positions.of_account(account.row, [entry])
        return SIGN * position.balance_minor

    async def _at_end_of(
        self, account: CustomerAccount, day: date, tip: Tip, axis: Axis | None
    ) -> tuple[int, int | None]:
        ends = await self._positions.ends_of([day])
        (position,) = await self._positions.of_account(account.row, ends)
        if axis is not Axis.VALUE or day >= tip.open_day:
            return SIGN * position.balance_minor, None
        moved = await self._restatements.since(account.row, day, position.sequence)
        closed = await self._days.find(day) is not None
        version = 1 + moved.postings if closed else None
        return SIGN * (position.balance_minor + moved.amount_minor), version


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoverQuestion:
    """Which account, by day or month, over which booking dates; without any, this month's."""

    account: str
    by: PeriodKind = PeriodKind.DAY
    booked_from: date | None = None
    booked_to: date | None = None


@dataclass(frozen=True, slots=True)
class AccountTurnover:
    """What went in and out of an account in each period."""

    account: CustomerAccount
    periods: Sequence[PeriodTurnover]


@use_case(action="account.read_turnover", kind=UseCaseKind.QUERY)
class GetTurnover:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses, in this order: an unknown account; a day to come; a time that ends before it begins;
    more periods than one answer has.
    """

    def __init__(
        self,
        accounts: CustomerAccounts,
        positions: Positions,
        directory: AccountDirectory,
        zone: tzinfo,
    ) -> None:
        """Take the store, the finder of places, the directory and the bank's time zone."""
        self._accounts = accounts
        self._positions = positions
        self._directory = directory
        self._zone = zone

    async def resource(self, command: TurnoverQuestion) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: TurnoverQuestion, act: Act) -> AccountTurnover:
        """Give the periods."""
        account = await by_name(self._directory, self._accounts, command.account)
        tip = await self._positions.tip()
        last = command.booked_to or tip.latest_day(act.now, self._zone)
        tip.refuse_later_day(last, act.now, self._zone)
        divided = periods(command.booked_from or last.replace(day=1), last, command.by)
        begun = divided[0].first
        before = [] if begun == date.min else await self._positions.ends_of([begun - _DAY])
        ends = await self._positions.ends_of([period.last for period in divided])
        stood = await self._positions.of_account(account.row, [*(before or [0]), *ends])
        return AccountTurnover(account, turnovers(divided, stood, SIGN))
