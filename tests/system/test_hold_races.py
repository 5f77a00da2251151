"""Races about holds and business days: real connections, several banks being several processes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, clocked, seeded

from bank.application.business_days.close_day import CloseBusinessDay, DayReceipt, DayToClose
from bank.application.holds.end_hold import CaptureHold, CaptureOrder, HoldRelease, ReleaseHold
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.holds.tidy_holds import OverdueHolds, TidyHolds
from bank.application.pipeline.jobs import HoldReceipt
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.holds import HoldAlreadyCaptured, HoldAlreadyReleased, HoldExpired
from bank.domain.ledger.refusals import InsufficientFunds
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

HOUR = timedelta(hours=1)


def _order(bank: OpenBank, account: CustomerAccount, amount_minor: int) -> HoldOrder:
    return HoldOrder(
        account=str(account.id),
        amount_minor=amount_minor,
        currency="EUR",
        expires_at=SystemClock().now() + HOUR,
    )


async def _hold(bank: OpenBank, account: CustomerAccount, amount_minor: int) -> HoldReceipt:
    done = await bank.run(PlaceHold, _order(bank, account, amount_minor))
    receipt: HoldReceipt = done.result
    return receipt


def _names(results: Sequence[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


async def test_a_hold_and_a_transfer_cannot_both_have_the_last_money(tmp_path: Path) -> None:
    """Scenario: one process holds 60 of 100 while another transfers 60, ten times over.

    Outcome: each time one of the two is refused, and no account is overdrawn.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payee = await one.account()
            for _ in range(10):
                account = await one.account(funds_minor=100)
                results = await asyncio.gather(
                    one.run(PlaceHold, _order(one, account, 60)),
                    other.transfer(account, payee, 60),
                    return_exceptions=True,
                )
                assert _names(results) == ["Done", InsufficientFunds.__name__]
            assert not await one.findings()


async def test_a_capture_and_a_release_do_not_both_succeed(tmp_path: Path) -> None:
    """Scenario: a hold is captured at one process while it is released at another.

    Outcome: one of the two, ten times over; what is held afterwards is nothing.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            account, payee = await one.account(funds_minor=1000), await one.account()
            for _ in range(10):
                receipt = await _hold(one, account, 60)
                capture = CaptureOrder(hold=receipt.id, credit=str(payee.id), amount_minor=60)
                results = await asyncio.gather(
                    one.run(CaptureHold, capture),
                    other.run(ReleaseHold, HoldRelease(receipt.id)),
                    return_exceptions=True,
                )
                refused = [each for each in results if isinstance(each, Exception)]
                assert len(refused) == 1
                assert isinstance(refused[0], HoldAlreadyCaptured | HoldAlreadyReleased)
            balance = await one.balance(account)
            assert await one.balance(payee) == 1000 - balance
            await one.transfer(account, payee, balance)
            assert not await one.findings()


async def test_two_captures_never_take_more_than_was_held(tmp_path: Path) -> None:
    """Scenario: two processes capture 40 each of a hold of 60, from an account that has more.

    Outcome: one of them is refused; the other's 40 are what left.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            account, payee = await one.account(funds_minor=1000), await one.account()
            receipt = await _hold(one, account, 60)
            capture = CaptureOrder(hold=receipt.id, credit=str(payee.id), amount_minor=40)
            results = await asyncio.gather(
                one.run(CaptureHold, capture),
                other.run(CaptureHold, capture),
                return_exceptions=True,
            )
            assert _names(results) == ["CaptureExceedsHold", "Done"]
            assert await one.balance(payee) == 40
            assert not await one.findings()


async def test_a_capture_and_the_expiry_do_not_both_have_the_money(tmp_path: Path) -> None:
    """Scenario: the hold's time ends between two processes whose clocks differ, sweeper included.

    Outcome: whichever batch comes first decides: captured for ever, or expired for ever.
    """
    early = SettableClock(SystemClock().now())
    late = SettableClock(early.now() + 2 * HOUR)
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, tmp_path, providers=[clocked(early)]) as one,
            bank_over(database, tmp_path, providers=[clocked(late)]) as other,
        ):
            account, payee = await one.account(funds_minor=100), await one.account()
            receipt = await _hold(one, account, 60)
            capture = CaptureOrder(hold=receipt.id, credit=str(payee.id), amount_minor=60)
            results: Sequence[Any] = await asyncio.gather(
                one.run(CaptureHold, capture),
                other.run(TidyHolds, OverdueHolds(), roles=("worker",)),
                other.transfer(account, payee, 100),
                return_exceptions=True,
            )
            captured, swept, paid = results
            assert not isinstance(swept, Exception)
            if isinstance(captured, Exception):
                assert isinstance(captured, HoldExpired)
                assert not isinstance(paid, Exception)
            else:
                assert isinstance(paid, InsufficientFunds)
            assert await one.balance(payee) == (100 if isinstance(captured, Exception) else 60)
            assert not await one.findings()


async def test_nothing_books_into_a_day_that_another_process_has_closed(tmp_path: Path) -> None:
    """Scenario: one process posts while another closes the day.

    Outcome: every entry is on the closed day or on the next, none on the closed one after its
    close, and what was frozen is what the postings of the day sum to.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            account, payee = await one.account(funds_minor=1000), await one.account()
            posting = [one.transfer(account, payee, 1) for _ in range(60)]
            closing = other.run(CloseBusinessDay, DayToClose())
            *posted, closed = await asyncio.gather(*posting, closing)
            day: DayReceipt = closed.result
            for done in posted:
                entry = done.result.entry
                before = entry.row <= day.closed.last_entry
                assert entry.booking_date == (day.closed.day if before else day.opened)
            assert not await one.findings()


async def test_the_day_is_closed_once_however_many_ask(tmp_path: Path) -> None:
    """Scenario: two processes are asked at once to close the day that is open.

    Outcome: one closes it, the other is told that it is not open any more.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            await one.account(funds_minor=1)
            today = SystemClock().now().date()
            results = await asyncio.gather(
                one.run(CloseBusinessDay, DayToClose(today)),
                other.run(CloseBusinessDay, DayToClose(today)),
                return_exceptions=True,
            )
            assert _names(results) == ["BusinessDayNotOpen", "Done"]
