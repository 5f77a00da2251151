"""Accounts, a head and requests for tests of the ledger's decision."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest

from bank.domain.identifiers import RowId, milliseconds
from bank.domain.ledger.accounts import AccountKind, AccountStatus, Block, LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.domain.ledger.limits import Limits
from bank.domain.ledger.requests import (
    Captured,
    HoldRef,
    HoldRequest,
    Leg,
    PostingRequest,
    ReleaseRequest,
    Reversed,
)
from bank.domain.ledger.state import LedgerState
from bank.domain.refusals import Refusal

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
OPENED_MS = 1_000
EVENT = UUID(int=99)
Scene = TypeVar("Scene")
Precedence = Sequence[tuple[type[Refusal], Callable[[Scene], None]]]
"""Each refusal that something of many defects meets, in order, and what mends its defect."""


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
    blocked: Block = Block.NONE,
    limits: Limits | None = None,
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
        blocked=blocked,
        limits=limits,
    )


def hold(
    row: int,
    on: int = 1,
    amount_minor: int = 100,
    *,
    captured_minor: int = 0,
    status: HoldStatus = HoldStatus.ACTIVE,
    expires_at: datetime = NOW + DAY,
) -> Hold:
    return Hold(
        row=RowId(row),
        created_at=NOW - DAY,
        account=RowId(on),
        opened_ms=OPENED_MS,
        currency="EUR",
        amount_minor=amount_minor,
        captured_minor=captured_minor,
        expires_at=expires_at,
        status=status,
        ended_at=None if status is HoldStatus.ACTIVE else NOW,
        audit_event=EVENT,
    )


def books(*accounts: LedgerAccount) -> dict[RowId, LedgerAccount]:
    return {each.row: each for each in accounts}


def state(
    *accounts: LedgerAccount, tip: LedgerHead | None = None, holds: Sequence[Hold] = ()
) -> LedgerState:
    return LedgerState(tip or head(), books(*accounts), UTC, {each.row: each for each in holds})


def head() -> LedgerHead:
    return LedgerHead(last_entry=10, last_recorded_at=NOW, booking_date=TODAY)


def leg(row: int, amount_minor: int, *, currency: str = "EUR", opened_ms: int = OPENED_MS) -> Leg:
    return Leg(RowId(row), opened_ms, amount_minor, currency)


def request(*legs: Leg, kind: EntryKind = EntryKind.TRANSFER, **given: Any) -> PostingRequest:
    """Make a request; ``given`` are further fields of it."""
    return PostingRequest(
        key=UUID(int=1), key_is_id=False, digest=bytes(16), kind=kind, legs=legs, **given
    )


def set_aside(amount_minor: int, *, on: int = 1, expires_at: datetime = NOW + DAY) -> HoldRequest:
    return HoldRequest(UUID(int=1), bytes(16), leg(on, amount_minor), expires_at)


def ref(of: Hold) -> HoldRef:
    return HoldRef(of.row, milliseconds(of.created_at), of.account)


def capture(
    of: Hold, amount_minor: int, *, credit: int = 2, final: bool = False, **given: Any
) -> PostingRequest:
    legs = leg(of.account, amount_minor), leg(credit, -amount_minor)
    return request(*legs, kind=EntryKind.CAPTURE, captures=Captured(ref(of), final), **given)


def let_go(of: Hold) -> ReleaseRequest:
    return ReleaseRequest(UUID(int=1), bytes(16), ref(of))


def reversal(entry: int, *legs: Leg, may_force: bool = False, **given: Any) -> PostingRequest:
    about = Reversed(RowId(entry), may_force)
    return request(*legs, kind=EntryKind.REVERSAL, reverses=about, **given)


def meets_in_order(
    precedence: Precedence[Scene], scene: Scene, attempt: Callable[[Scene], object]
) -> None:
    """Prove that a scene meets each refusal in turn, as one defect after the other is mended."""
    for refusal, mend in precedence:
        with pytest.raises(refusal) as caught:
            attempt(scene)
        assert type(caught.value) is refusal
        mend(scene)


def said_in_order(of: Callable[..., object], words: Sequence[str]) -> None:
    """Prove that a docstring names the refusals in an order."""
    said = " ".join((of.__doc__ or "").split())
    places = [said.index(each) for each in words]
    assert places == sorted(places)


def refuses_and_moves_nothing(
    refusal: type[Refusal], found: LedgerState, attempt: Callable[[LedgerState], object]
) -> Refusal:
    """Prove that an attempt is refused and leaves the state as it was; give the refusal."""
    before = found.aside(found.accounts)
    with pytest.raises(refusal) as caught:
        attempt(found)
    assert type(caught.value) is refusal
    assert found == before
    return caught.value
