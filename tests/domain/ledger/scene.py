"""Accounts, a head and requests for tests of the ledger's decision."""

from datetime import UTC, date, datetime
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountKind, AccountStatus, LedgerAccount
from bank.domain.ledger.decision import LedgerHead
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Leg, PostingRequest

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
OPENED_MS = 1_000


def account(
    row: int,
    *,
    kind: AccountKind = AccountKind.LIABILITY,
    status: AccountStatus = AccountStatus.OPEN,
    currency: str = "EUR",
    overdraft_minor: int | None = 0,
    balance_minor: int = 0,
    held_minor: int = 0,
    sequence: int = 0,
) -> LedgerAccount:
    return LedgerAccount(
        row=RowId(row),
        opened_ms=OPENED_MS,
        sign=kind.normal_sign,
        status=status,
        currency=currency,
        overdraft_minor=overdraft_minor,
        balance_minor=balance_minor,
        held_minor=held_minor,
        sequence=sequence,
    )


def books(*accounts: LedgerAccount) -> dict[RowId, LedgerAccount]:
    return {each.row: each for each in accounts}


def head() -> LedgerHead:
    return LedgerHead(last_entry=10, last_recorded_at=NOW, booking_date=TODAY)


def leg(row: int, amount_minor: int, *, currency: str = "EUR", opened_ms: int = OPENED_MS) -> Leg:
    return Leg(RowId(row), opened_ms, amount_minor, currency)


def request(
    *legs: Leg,
    kind: EntryKind = EntryKind.TRANSFER,
    value_date: date | None = None,
    may_backdate: bool = False,
) -> PostingRequest:
    return PostingRequest(
        key=UUID(int=1),
        key_is_id=False,
        digest=bytes(16),
        kind=kind,
        legs=legs,
        value_date=value_date,
        may_backdate=may_backdate,
    )
