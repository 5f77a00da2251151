"""The decision: the one place where a posting is accepted or refused.

Pure, over accounts already locked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.entries import JournalEntry, Posting
from bank.domain.ledger.refusals import (
    AccountNotFound,
    BackdatingNotPermitted,
    InternalAccount,
    SameAccount,
    ValueDateInFuture,
)
from bank.domain.ledger.requests import Leg, PostingRequest


@dataclass(slots=True)
class LedgerHead:
    """The book's tip, locked while a batch is decided.

    The last entry's number and time, and the open day.

    Whoever holds it hands out the next numbers, so that entries are numbered in the order of their
    commits and ``recorded_at`` never falls, whatever the clock does.
    """

    last_entry: int
    last_recorded_at: datetime
    booking_date: date

    def advance(self, now: datetime, zone: tzinfo) -> None:
        """Move the tip to ``now`` (UTC), never backwards.

        The open day follows the calendar of the bank's zone.
        """
        self.last_recorded_at = max(self.last_recorded_at, now)
        self.booking_date = max(self.booking_date, self.last_recorded_at.astimezone(zone).date())


def decide(
    request: PostingRequest, accounts: Mapping[RowId, LedgerAccount], head: LedgerHead
) -> JournalEntry:
    """Turn a request into its journal entry, moving accounts and head, or refuse and move nothing.

    Refuses, in this order, each over the legs as given (debit first): the same account twice; an
    account that is not there; an internal account where a customer's belongs; a closed account;
    another currency; a value date in the future; a value date in the past without permission; what
    the available balance does not cover; a balance out of range.
    """
    legs = request.legs
    if len({leg.account for leg in legs}) != len(legs):
        raise SameAccount
    pairs = [(_account(leg, accounts), leg) for leg in legs]
    if sum([account.internal for account, _ in pairs]) != request.kind.internal_accounts:
        raise InternalAccount
    for account, _ in pairs:
        account.refuse_unless_open()
    for account, leg in pairs:
        account.refuse_unless_in(leg.currency)
    value_date = _value_date(request, head.booking_date)
    for account, leg in pairs:
        account.refuse_unless_covered(leg.amount_minor)
    for account, leg in pairs:
        account.refuse_unless_in_range(leg.amount_minor)

    # The point of no return: nothing below refuses.
    head.last_entry += 1
    return JournalEntry(
        RowId(head.last_entry),
        request.kind,
        head.last_recorded_at,
        head.booking_date,
        value_date,
        tuple([_post(account, leg) for account, leg in pairs]),
    )


def _account(leg: Leg, accounts: Mapping[RowId, LedgerAccount]) -> LedgerAccount:
    account = accounts.get(leg.account)
    if account is None or account.opened_ms != leg.opened_ms:
        raise AccountNotFound
    return account


def _value_date(request: PostingRequest, booking_date: date) -> date:
    value_date = request.value_date
    if value_date is None or value_date == booking_date:
        return booking_date
    if value_date > booking_date:
        raise ValueDateInFuture
    if not request.may_backdate:
        raise BackdatingNotPermitted
    return value_date


def _post(account: LedgerAccount, leg: Leg) -> Posting:
    account.sequence += 1
    account.balance_minor += leg.amount_minor
    return Posting(
        account.row,
        account.opened_ms,
        account.sequence,
        leg.amount_minor,
        account.currency,
        account.balance_minor,
        account.available_minor,
    )
