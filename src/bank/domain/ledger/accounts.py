"""Ledger accounts: what a posting locks, asks and changes."""

from dataclasses import dataclass
from enum import IntEnum

from bank.domain.identifiers import RowId
from bank.domain.ledger.refusals import (
    AccountClosed,
    BalanceOutOfRange,
    CurrencyMismatch,
    InsufficientFunds,
)

BALANCE_MINOR_MAX = 9 * 10**18


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
    CLOSED = 9


@dataclass(slots=True, kw_only=True)
class LedgerAccount:
    """A locked ledger account while a batch is decided.

    ``balance_minor`` is signed, debit positive; ``sign`` turns it to the normal side.
    ``overdraft_minor`` is how far the shown balance may fall below zero; ``None`` sets no limit and
    marks an internal account of the bank. ``opened_ms`` is the millisecond in the account's public
    id. Amounts are minor units of ``currency``.
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

    def refuse_unless_open(self) -> None:
        """Refuse whatever would move a closed account."""
        if self.status != AccountStatus.OPEN:
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
                raise InsufficientFunds(row=self.row)

    def refuse_unless_in_range(self, amount_minor: int) -> None:
        """Refuse a signed amount after which the balance would not fit the books."""
        if not -BALANCE_MINOR_MAX <= self.balance_minor + amount_minor <= BALANCE_MINOR_MAX:
            raise BalanceOutOfRange(row=self.row)
