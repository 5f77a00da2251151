"""Holds as they are asked for and shown."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from bank.application.holds.end_hold import CaptureOrder
from bank.application.holds.place_hold import HoldOrder
from bank.application.holds.stored_holds import HoldView
from bank.application.pipeline.jobs import HoldReceipt
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.holds import Hold
from bank.interfaces.http.v1.moments import in_utc
from bank.interfaces.http.v1.money import Money, minor_of, money_of
from bank.interfaces.http.v1.receipts import AccountBalance
from bank.interfaces.http.v1.texts import NamedAccount, Reference


class HoldState(StrEnum):
    """Where a hold stands, or would stand."""

    ACTIVE = "active"
    CAPTURED = "captured"
    RELEASED = "released"
    EXPIRED = "expired"
    WOULD_HOLD = "would_hold"
    WOULD_RELEASE = "would_release"


class HoldToPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """Money to set aside on a customer's account until `expires_at`."""

    account_id: NamedAccount
    amount: Money
    expires_at: Annotated[datetime, Meta(tz=True)]
    reference: Reference | None = None


class HoldToCapture(Struct, frozen=True, forbid_unknown_fields=True):
    """What to turn into a posting, to the credit of an account.

    Without an `amount` it is all that is left. What is left after a `final` capture is let go; a
    capture without an amount is final unless you say otherwise.
    """

    credit_account_id: NamedAccount
    amount: Money | None = None
    final: bool | None = None
    reference: Reference | None = None


class HoldShown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Money set aside on an account.

    `remaining` is what it still sets aside; `captures` are the entries that captured it. `balance`
    is the account's after it was placed or released; only the answer to that has it.
    """

    id: UUID | None = None
    account_id: UUID
    status: HoldState
    amount: Money
    captured: Money
    remaining: Money
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    reference: str | None = None
    captures: list[UUID] | None = None
    balance: AccountBalance | None = None


def hold_order(data: HoldToPlace) -> HoldOrder:
    """Read what is to be set aside."""
    amount_minor, currency = minor_of(data.amount, "/amount")
    return HoldOrder(
        account=data.account_id,
        amount_minor=amount_minor,
        currency=currency.code,
        expires_at=in_utc(data.expires_at, "/expires_at", location="body"),
        reference=data.reference,
    )


def capture_order(hold: UUID, data: HoldToCapture) -> CaptureOrder:
    """Read what is to be captured."""
    amount_minor, currency = (
        (None, None) if data.amount is None else minor_of(data.amount, "/amount")
    )
    return CaptureOrder(
        hold=hold,
        credit=data.credit_account_id,
        amount_minor=amount_minor,
        currency=None if currency is None else currency.code,
        final=data.final,
        reference=data.reference,
    )


def hold_of_receipt(
    receipt: HoldReceipt, status: HoldState, reference: str | None = None
) -> HoldShown:
    """Show a hold as it was placed or released, with its account's balance."""
    hold = receipt.hold
    balance = AccountBalance(
        _account(hold),
        money_of(receipt.balance_minor, hold.currency),
        money_of(receipt.available_minor, hold.currency),
    )
    placed_in_trial = status is HoldState.WOULD_HOLD
    return _shown(hold, status, reference, balance, hold_id=None if placed_in_trial else hold.id)


def hold_of_view(view: HoldView) -> HoldShown:
    """Show a hold as it is read."""
    hold = view.hold
    captures = list(view.captures)
    return _shown(hold, state_of(hold), view.reference, hold_id=hold.id, captures=captures)


def _shown(
    hold: Hold,
    status: HoldState,
    reference: str | None,
    balance: AccountBalance | None = None,
    *,
    hold_id: UUID | None,
    captures: list[UUID] | None = None,
) -> HoldShown:
    return HoldShown(
        id=hold_id,
        account_id=_account(hold),
        status=status,
        amount=money_of(hold.amount_minor, hold.currency),
        captured=money_of(hold.captured_minor, hold.currency),
        remaining=money_of(hold.held_minor, hold.currency),
        created_at=hold.created_at,
        expires_at=hold.expires_at,
        ended_at=hold.ended_at,
        reference=reference,
        captures=captures,
        balance=balance,
    )


def _account(hold: Hold) -> UUID:
    return public_id_at(hold.opened_ms, hold.account)


def state_of(hold: Hold) -> HoldState:
    """Give where a hold stands."""
    return HoldState[hold.status.name]
