"""What is decided over: everything that is locked for a batch."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bank.domain.identifiers import RowId, milliseconds
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.holds import Hold, HoldNotFound
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.ledger.requests import HoldRef


@dataclass(slots=True)
class LedgerState:
    """The locked part of the books.

    ``accounts`` and ``holds`` by row, the rows of entries that are ``reversed`` already, and the
    zone by which a day's end is told.
    """

    head: LedgerHead
    accounts: dict[RowId, LedgerAccount]
    zone: tzinfo
    holds: dict[RowId, Hold] = field(default_factory=dict)
    reversed: set[RowId] = field(default_factory=set)

    def account(self, row: RowId, opened_ms: int) -> LedgerAccount:
        """Give the account that is meant; refuses one that is not there."""
        account = self.accounts.get(row)
        if account is None or account.opened_ms != opened_ms:
            raise AccountNotFound(row=row)
        return account

    def hold(self, ref: HoldRef) -> Hold:
        """Give the hold that is meant; refuses one that is not there, or on another account."""
        hold = self.holds.get(ref.row)
        if hold is None or milliseconds(hold.created_at) != ref.created_ms:
            raise HoldNotFound
        if hold.account != ref.account:
            raise HoldNotFound
        return hold

    def change(self, hold: Hold) -> None:
        """Put a hold in the place of what it was, and what it sets aside on its account."""
        before = self.holds.get(hold.row)
        account = self.accounts[hold.account]
        account.held_minor += hold.held_minor - (before.held_minor if before else 0)
        self.holds[hold.row] = hold

    def expire(self, account: LedgerAccount, active: Sequence[Hold], at: datetime) -> list[Hold]:
        """End the holds whose time is over, of all that are ``active`` on an account."""
        over = [hold.expired(at) for hold in active if hold.expires_at <= at]
        for hold in active:
            self.holds[hold.row] = hold
        for hold in over:
            self.change(hold)
        left = [hold.expires_at for hold in active if hold.expires_at > at]
        account.holds_expire_at = min(left, default=None)
        return over

    def aside(self, rows: Iterable[RowId]) -> "LedgerState":
        """Give a copy to try things on, with the accounts of these rows."""
        accounts = {row: copy(self.accounts[row]) for row in rows if row in self.accounts}
        return LedgerState(
            copy(self.head), accounts, self.zone, dict(self.holds), set(self.reversed)
        )

    def take(self, tried: "LedgerState") -> None:
        """Let what was tried on a copy be so."""
        self.head = tried.head
        self.accounts |= tried.accounts
        self.holds = tried.holds
        self.reversed = tried.reversed
