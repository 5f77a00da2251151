"""Holds, from placing to their end, over a bank in memory."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from tests.application.scene import (
    MANAGER,
    OPENED_AT,
    TELLER,
    WORKER,
    Desk,
    a_bank,
    actor,
    cash,
    holder_of,
    transfer,
)

from bank.application.holds.end_hold import CaptureHold, CaptureOrder, HoldRelease, ReleaseHold
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.holds.read_holds import GetHold, HoldById, HoldsOfAccount, ListHolds
from bank.application.holds.stored_holds import HoldView
from bank.application.holds.tidy_holds import OverdueHolds, TidyHolds
from bank.application.pipeline.jobs import HoldReceipt
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_cash import PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.audit import Outcome
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.holds import (
    CaptureExceedsHold,
    HoldAlreadyCaptured,
    HoldAlreadyReleased,
    HoldExpired,
    HoldExpiryInPast,
    HoldExpiryTooFar,
    HoldNotFound,
    HoldStatus,
)
from bank.domain.ledger.refusals import (
    AccountNotFound,
    AmountNotPositive,
    CurrencyMismatch,
    IdempotencyKeyReused,
    InsufficientFunds,
    InternalAccount,
)

HOUR = timedelta(hours=1)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with a_bank().open() as bank:
        yield Desk(bank)


def order(account: CustomerAccount, amount_minor: int, hours: int = 24) -> HoldOrder:
    return HoldOrder(
        account=str(account.id),
        amount_minor=amount_minor,
        currency="EUR",
        expires_at=OPENED_AT + hours * HOUR,
        reference="hotel",
    )


async def _hold(
    desk: Desk, account: CustomerAccount, amount_minor: int, hours: int = 24
) -> HoldReceipt:
    receipt: HoldReceipt = (await desk.ask(PlaceHold, order(account, amount_minor, hours))).result
    return receipt


async def _read(desk: Desk, receipt: HoldReceipt) -> HoldView:
    view: HoldView = (await desk.ask(GetHold, HoldById(receipt.id))).result
    return view


def _capture(
    receipt: HoldReceipt,
    payee: CustomerAccount,
    amount_minor: int | None = None,
    *,
    final: bool | None = None,
) -> CaptureOrder:
    return CaptureOrder(
        hold=receipt.id, credit=str(payee.id), amount_minor=amount_minor, final=final
    )


async def test_what_is_held_can_be_neither_sent_nor_withdrawn(desk: Desk) -> None:
    account, payee = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70)
    assert (receipt.balance_minor, receipt.available_minor) == (100, 30)
    for use_case, wanted in (
        (PostTransfer, transfer(account, payee, 31)),
        (PostWithdrawal, cash(account, 31)),
        (PlaceHold, order(account, 31)),
    ):
        with pytest.raises(InsufficientFunds):
            await desk.ask(use_case, wanted)
    await desk.ask(PostTransfer, transfer(account, payee, 30))


async def test_a_hold_is_captured_in_parts_until_nothing_is_left(desk: Desk) -> None:
    account, payee = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70)
    for amount_minor in (20, 30):
        await desk.ask(CaptureHold, _capture(receipt, payee, amount_minor))
    view = await _read(desk, receipt)
    assert (view.hold.captured_minor, view.hold.held_minor) == (50, 20)
    with pytest.raises(CaptureExceedsHold):
        await desk.ask(CaptureHold, _capture(receipt, payee, 21))
    last = (await desk.ask(CaptureHold, _capture(receipt, payee))).result
    assert last.entry.postings[0].available_minor == 30
    view = await _read(desk, receipt)
    assert (view.hold.status, view.reference, len(view.captures)) == (
        HoldStatus.CAPTURED,
        "hotel",
        3,
    )
    assert (desk.balance_minor(account), desk.balance_minor(payee)) == (30, 70)
    with pytest.raises(HoldAlreadyCaptured):
        await desk.ask(CaptureHold, _capture(receipt, payee, 1))


async def test_a_final_capture_lets_go_what_is_left(desk: Desk) -> None:
    account, payee = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70)
    done = await desk.ask(CaptureHold, _capture(receipt, payee, 20, final=True))
    assert done.result.entry.postings[0].available_minor == 80
    assert (await _read(desk, receipt)).hold.status is HoldStatus.CAPTURED


async def test_a_hold_that_was_released_is_over(desk: Desk) -> None:
    account, payee = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70)
    released = (await desk.ask(ReleaseHold, HoldRelease(receipt.id))).result
    assert released.available_minor == 100
    with pytest.raises(HoldAlreadyReleased):
        await desk.ask(CaptureHold, _capture(receipt, payee, 1))
    with pytest.raises(HoldAlreadyReleased):
        await desk.ask(ReleaseHold, HoldRelease(receipt.id))


async def test_a_hold_stops_counting_at_the_first_decision_after_its_time(desk: Desk) -> None:
    account, payee = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70, hours=2)
    desk.bank.clock.move(2 * HOUR)
    assert (await _read(desk, receipt)).hold.status is HoldStatus.EXPIRED
    await desk.ask(PostTransfer, transfer(account, payee, 100))
    with pytest.raises(HoldExpired):
        await desk.ask(CaptureHold, _capture(receipt, payee, 1))
    (event,) = desk.events("hold.expire")
    assert (event.actor_kind, event.object_id) == ("worker", str(receipt.id))


async def test_the_sweeper_ends_what_is_overdue_and_nothing_else(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    await _hold(desk, account, 10, hours=1)
    await _hold(desk, account, 20, hours=5)
    desk.bank.clock.move(2 * HOUR)
    rows = desk.bank.store.committed.ledger_accounts
    assert rows[account.row].held_minor == 30
    for swept in (1, 0):
        assert (await desk.ask(TidyHolds, OverdueHolds(), WORKER)).result.holds == swept
        assert rows[account.row].held_minor == 20


async def test_a_replay_answers_as_it_was_answered(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    first = await desk.ask(PlaceHold, order(account, 70), key="once")
    await desk.ask(ReleaseHold, HoldRelease(first.result.id), key="let go")
    again = await desk.ask(PlaceHold, order(account, 70), key="once")
    assert again.replayed
    assert (again.result.hold, again.result.available_minor) == (first.result.hold, 30)
    assert (await desk.ask(ReleaseHold, HoldRelease(first.result.id), key="let go")).replayed
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(PlaceHold, order(account, 71), key="once")
    assert len(desk.bank.store.committed.holds) == 1


async def test_holds_tell_the_outbox_and_the_audit_trail(desk: Desk) -> None:
    account, payee = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70)
    await desk.ask(CaptureHold, _capture(receipt, payee, 10))
    await desk.ask(ReleaseHold, HoldRelease(receipt.id))
    told = [
        event.type
        for event in desk.bank.store.committed.outbox.values()
        if event.subject == receipt.id
    ]
    assert told == [f"bank.hold.{what}.v1" for what in ("placed", "captured", "released")]
    (placed,) = desk.events("hold.place")
    assert (placed.object_kind, placed.object_id, placed.outcome) == (
        "hold",
        str(receipt.id),
        Outcome.DONE,
    )


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"amount_minor": 0}, AmountNotPositive),
        ({"currency": "JPY"}, CurrencyMismatch),
        ({"expires_at": OPENED_AT}, HoldExpiryInPast),
        ({"amount_minor": 101}, InsufficientFunds),
    ],
)
async def test_what_cannot_be_held_is_refused(
    desk: Desk, given: dict[str, object], refusal: type[Exception]
) -> None:
    account = await desk.account(balance_minor=100)
    wanted = {"account": str(account.id), "amount_minor": 10, "currency": "EUR"}
    wanted |= {"expires_at": OPENED_AT + HOUR} | given
    with pytest.raises(refusal):
        await desk.ask(PlaceHold, HoldOrder(**wanted))  # type: ignore[arg-type]
    assert desk.bank.store.committed.ledger_accounts[account.row].held_minor == 0


async def test_a_dry_run_tells_and_leaves_nothing(desk: Desk) -> None:
    account, payee = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70)
    before = {name: dict(table) for name, table in _tables(desk)}
    tried = await desk.ask(PlaceHold, order(account, 30), dry_run=True)
    assert (tried.result.available_minor, tried.result.dry_run) == (0, True)
    await desk.ask(ReleaseHold, HoldRelease(receipt.id), dry_run=True)
    await desk.ask(CaptureHold, _capture(receipt, payee), dry_run=True)
    with pytest.raises(InsufficientFunds):
        await desk.ask(PlaceHold, order(account, 31), dry_run=True)
    assert {name: dict(table) for name, table in _tables(desk)} == before


async def test_a_customer_sees_their_own_holds_and_places_none(desk: Desk) -> None:
    account, other = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70)
    own, stranger = holder_of(account), holder_of(other)
    assert (await desk.ask(GetHold, HoldById(receipt.id), own)).result.hold.id == receipt.id
    listed = await desk.ask(ListHolds, HoldsOfAccount(account=str(account.id)), own)
    assert [view.hold.id for view in listed.result] == [receipt.id]
    with pytest.raises(HoldNotFound):
        await desk.ask(GetHold, HoldById(receipt.id), stranger)
    for who in (own, actor("auditor")):
        with pytest.raises(ActionForbidden):
            await desk.ask(PlaceHold, order(account, 1), who)


async def test_holds_are_listed_by_how_they_stand(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    soon = await _hold(desk, account, 10, hours=1)
    late = await _hold(desk, account, 20, hours=5)
    desk.bank.clock.move(2 * HOUR)

    async def listed(status: HoldStatus | None) -> list[object]:
        wanted = HoldsOfAccount(account=str(account.id), status=status)
        return [view.hold.id for view in (await desk.ask(ListHolds, wanted)).result]

    assert await listed(None) == [late.id, soon.id]
    assert await listed(HoldStatus.ACTIVE) == [late.id]
    assert await listed(HoldStatus.EXPIRED) == [soon.id]


async def test_a_capture_to_nobody_is_refused_and_leaves_the_hold(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    receipt = await _hold(desk, account, 70)
    with pytest.raises(AccountNotFound):
        await desk.ask(CaptureHold, CaptureOrder(hold=receipt.id, credit="nobody"), TELLER)
    with pytest.raises(HoldNotFound):
        await desk.ask(CaptureHold, CaptureOrder(hold=account.id, credit=str(account.id)))
    assert (await _read(desk, receipt)).hold.held_minor == 70


def _tables(desk: Desk) -> list[tuple[str, Mapping[Any, Any]]]:
    tables = desk.bank.store.committed
    return [(each.name, getattr(tables, each.name)) for each in fields(tables)]


async def test_what_is_left_is_told_by_the_decision_and_not_before(desk: Desk) -> None:
    """Scenario: all that is left is captured at once with a part of it, in one batch.

    Outcome: both are posted, whichever comes first takes its share before the other.
    """
    account, payee = await desk.account(balance_minor=100), await desk.account()
    receipt = await _hold(desk, account, 70)
    part, rest = await asyncio.gather(
        desk.ask(CaptureHold, _capture(receipt, payee, 30)),
        desk.ask(CaptureHold, _capture(receipt, payee)),
    )
    amounts = [done.result.entry.postings[0].amount_minor for done in (part, rest)]
    assert amounts == [30, 40]
    assert (desk.balance_minor(payee), (await _read(desk, receipt)).hold.held_minor) == (70, 0)


async def test_only_who_may_post_by_hand_captures_to_the_bank_itself(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    receipt = await _hold(desk, account, 70)
    equity = next(each for each in desk.internal_accounts("EUR") if each.position == "equity")
    wanted = CaptureOrder(hold=receipt.id, credit=str(public_id_at(equity.opened_ms, equity.row)))
    with pytest.raises(InternalAccount):
        await desk.ask(CaptureHold, wanted, TELLER)
    await desk.ask(CaptureHold, wanted, MANAGER)
    assert desk.balance_minor(account) == 30


async def test_a_hold_lasts_ten_years_at_most(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    with pytest.raises(HoldExpiryTooFar):
        await desk.ask(PlaceHold, order(account, 10, hours=24 * 366 * 10))
