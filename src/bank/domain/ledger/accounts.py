"""Ledger accounts: what a posting locks, asks and changes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, IntFlag

from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import Posting
from bank.domain.ledger.limits import LimitExceeded, Limits, Turnover
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    AccountDormant,
    BalanceOutOfRange,
    CurrencyMismatch,
    InsufficientFunds,
)
from bank.domain.money import CURRENCIES, to_text

BALANCE_MINOR_MAX = 9 * 10**18
BEFORE_ALL = date(1970, 1, 1)
"""The day of what has not happened yet."""


class AccountKind(IntEnum):
    """The five kinds of account; the number is what the books store."""

    ASSET = 1
    LIABILITY = 2
    EQUITY = 3
    INCOME = 4
    EXPENSE = 5

    @property
    def normal_sign(self) -> int:
        """+1 where debits increase the balance that people are shown, else -1."""
        return 1 if self in {AccountKind.ASSET, AccountKind.EXPENSE} else -1


class AccountStatus(IntEnum):
    """Where an account stands in its life; the number is what the books store."""

    OPEN = 1
    DORMANT = 5
    CLOSED = 9


class Block(IntFlag):
    """Which sides of an account are barred; the number is what the books store."""

    NONE = 0
    DEBIT = 1
    CREDIT = 2
    BOTH = 3


@dataclass(slots=True)
class LedgerAccount:
    """A locked ledger account while a batch is decided.

    ``balance_minor`` is signed, debit positive; ``sign`` turns it to the normal side.
    ``overdraft_minor`` is how far the shown balance may fall below zero; ``None`` sets no limit and
    marks an internal account of the bank. ``opened_ms`` is the millisecond in the account's public
    id. Amounts are minor units of ``currency``.

    ``debits_minor`` is all that was ever debited; ``day_*`` and ``month_*`` are what debits and
    balance were before the first posting of the day ``counted_on`` and of its month, so that
    turnover is a difference. ``holds_expire_at`` is no later than the first expiry of an active
    hold; ``active_on`` is the day of the customer's last own doing.
    """

    row: RowId
    opened_ms: int
    sign: int
    status: int
    currency: str
    overdraft_minor: int | None
    balance_minor: int
    held_minor: int
    sequence: int
    debits_minor: int = 0
    counted_on: date = BEFORE_ALL
    day_debits_minor: int = 0
    day_balance_minor: int = 0
    month_debits_minor: int = 0
    month_balance_minor: int = 0
    blocked: int = 0
    product: str | None = None
    active_on: date | None = None
    holds_expire_at: datetime | None = None
    limits: Limits | None = None

    @property
    def internal(self) -> bool:
        """Whether the account is the bank's own."""
        return self.overdraft_minor is None

    @property
    def shown_minor(self) -> int:
        """The balance on the account's normal side."""
        return self.sign * self.balance_minor

    @property
    def available_minor(self) -> int | None:
        """What may still go out: balance, plus overdraft, less holds.

        ``None`` where no limit is set.
        """
        if self.overdraft_minor is None:
            return None
        return self.sign * self.balance_minor + self.overdraft_minor - self.held_minor

    def turnover(self, day: date) -> Turnover:
        """Give what went out and came in since an open day and its month began."""
        day_out, day_in = 0, 0
        month_out, month_in = 0, 0
        if self.counted_on == day:
            day_out, day_in = self._since(self.day_debits_minor, self.day_balance_minor)
        if _same_month(self.counted_on, day):
            month_out, month_in = self._since(self.month_debits_minor, self.month_balance_minor)
        return Turnover(day_out, day_in, month_out, month_in)

    def refuse_unless_free(self, amount_minor: int, *, by_customer: bool) -> None:
        """Refuse whatever would move a closed account, then a dormant one, then a barred side.

        ``amount_minor`` is signed, debit positive. A dormant account takes money; what goes out of
        it is refused where it is the customer's doing.
        """
        self.refuse_unless_there()
        if self.status == AccountStatus.DORMANT and by_customer and self.goes_out(amount_minor):
            raise AccountDormant(row=self.row)
        if self.blocked & (Block.DEBIT if amount_minor > 0 else Block.CREDIT):
            raise AccountBlocked(row=self.row)

    def refuse_unless_there(self) -> None:
        """Refuse whatever would move a closed account."""
        if self.status == AccountStatus.CLOSED:
            raise AccountClosed(row=self.row)

    def refuse_unless_in(self, currency: str) -> None:
        """Refuse an amount in another currency."""
        if self.currency != currency:
            raise CurrencyMismatch(f"The account holds {self.currency}.", row=self.row)

    def refuse_unless_covered(self, amount_minor: int) -> None:
        """Refuse a signed amount that the available balance does not bear."""
        if self.overdraft_minor is not None and self.sign * amount_minor < 0:
            available = self.sign * self.balance_minor + self.overdraft_minor - self.held_minor
            if available + self.sign * amount_minor < 0:
                left = f"{to_text(available, CURRENCIES[self.currency].exponent)} {self.currency}"
                raise InsufficientFunds(
                    f"The available balance, {left}, does not cover the amount.",
                    row=self.row,
                    left_minor=available,
                    currency=self.currency,
                )

    def refuse_beyond_limits(self, amount_minor: int, day: date) -> None:
        """Refuse a signed amount that passes one of the account's limits on the open day."""
        if self.limits is None:
            return
        turnover, amount = self.turnover(day), abs(amount_minor)
        try:
            if self.goes_out(amount_minor):
                self.limits.refuse_out(amount, turnover, self.held_minor, self.currency, day)
            else:
                self.limits.refuse_in(amount, turnover, self.currency, day)
        except LimitExceeded as refusal:
            refusal.context["row"] = self.row
            raise

    def refuse_unless_in_range(self, amount_minor: int) -> None:
        """Refuse a signed amount after which the balance would not fit the books."""
        if not -BALANCE_MINOR_MAX <= self.balance_minor + amount_minor <= BALANCE_MINOR_MAX:
            raise BalanceOutOfRange(row=self.row)
        if self.debits_minor + amount_minor > BALANCE_MINOR_MAX:
            raise BalanceOutOfRange(row=self.row)

    def goes_out(self, amount_minor: int) -> bool:
        """Whether a signed amount lessens what is on the account."""
        return self.sign * amount_minor < 0

    def post(self, amount_minor: int, day: date) -> Posting:
        """Move the balance on the open day, and give the posting that this is; refuses nothing."""
        if day != self.counted_on:
            self._count_from(day)
        self.sequence = sequence = self.sequence + 1
        self.balance_minor = balance_minor = self.balance_minor + amount_minor
        if amount_minor > 0:
            self.debits_minor += amount_minor
        overdraft_minor = self.overdraft_minor
        # Made as a tuple, in half of the time: this runs twice a transfer.
        return tuple.__new__(
            Posting,
            (
                self.row,
                self.opened_ms,
                sequence,
                amount_minor,
                self.currency,
                balance_minor,
                None
                if overdraft_minor is None
                else self.sign * balance_minor + overdraft_minor - self.held_minor,
                self.debits_minor,
            ),
        )

    def _count_from(self, day: date) -> None:
        if not _same_month(self.counted_on, day):
            self.month_debits_minor, self.month_balance_minor = (
                self.debits_minor,
                self.balance_minor,
            )
        self.day_debits_minor, self.day_balance_minor = self.debits_minor, self.balance_minor
        self.counted_on = day

    def _since(self, debits_minor: int, balance_minor: int) -> tuple[int, int]:
        debited = self.debits_minor - debits_minor
        credited = debited - (self.balance_minor - balance_minor)
        return (debited, credited) if self.sign < 0 else (credited, debited)


def _same_month(one: date, other: date) -> bool:
    return one.month == other.month and one.year == other.year
