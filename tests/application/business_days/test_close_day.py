"""Business days are closed, by hand and by the calendar."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.application.scene import AUDITOR, OPENED_AT, OPERATOR, TODAY, Desk, a_bank, transfer

from bank.application.business_days.close_day import CloseBusinessDay, DayToClose
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.ledger.days import BusinessDayNotBegun, BusinessDayNotOpen

DAY = timedelta(days=1)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with a_bank().open() as bank:
        yield Desk(bank)


async def test_what_is_posted_after_the_close_is_booked_on_the_next_day(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    done = (await desk.ask(CloseBusinessDay, DayToClose(TODAY), OPERATOR)).result
    assert (done.closed.day, done.closed.closed_at, done.opened) == (TODAY, OPENED_AT, TODAY + DAY)
    posted = (await desk.ask(PostTransfer, transfer(payer, payee, 1))).result
    assert posted.entry.booking_date == TODAY + DAY


async def test_only_the_open_day_is_closed_and_none_before_it_began(desk: Desk) -> None:
    for day in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(BusinessDayNotOpen):
            await desk.ask(CloseBusinessDay, DayToClose(day), OPERATOR)
    await desk.ask(CloseBusinessDay, DayToClose(), OPERATOR)
    with pytest.raises(BusinessDayNotBegun):
        await desk.ask(CloseBusinessDay, DayToClose(), OPERATOR)


async def test_a_close_that_is_sent_again_closes_no_second_day(desk: Desk) -> None:
    first = await desk.ask(CloseBusinessDay, DayToClose(), OPERATOR, key="once")
    desk.bank.clock.move(DAY)
    again = await desk.ask(CloseBusinessDay, DayToClose(), OPERATOR, key="once")
    assert (again.replayed, again.result.closed) == (True, first.result.closed)
    assert list(desk.bank.store.committed.closed_days) == [TODAY]


async def test_a_close_is_audited_and_told(desk: Desk) -> None:
    done = await desk.ask(CloseBusinessDay, DayToClose(), OPERATOR)
    (event,) = desk.events("business_day.close")
    assert (event.object_kind, event.object_id) == ("business_day", TODAY.isoformat())
    assert event.actor == OPERATOR.pseudonym
    (told,) = desk.bank.store.committed.outbox.values()
    assert (told.type, told.subject) == ("bank.business-day.closed.v1", done.result.id)


async def test_a_dry_run_closes_nothing(desk: Desk) -> None:
    tried = await desk.ask(CloseBusinessDay, DayToClose(), OPERATOR, dry_run=True)
    assert tried.result.opened == TODAY + DAY
    assert not desk.bank.store.committed.closed_days
    assert not desk.bank.store.committed.audit_events


async def test_days_close_by_the_calendar_with_the_first_batch_after_them(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    desk.bank.clock.move(3 * DAY)
    await desk.ask(PostTransfer, transfer(payer, payee, 1))
    closed = desk.bank.store.committed.closed_days
    assert list(closed) == [TODAY, TODAY + DAY, TODAY + 2 * DAY]
    assert [each.actor_kind for each in desk.events("business_day.close")] == ["worker"] * 3


async def test_auditors_close_nothing(desk: Desk) -> None:
    with pytest.raises(ActionForbidden):
        await desk.ask(CloseBusinessDay, DayToClose(), AUDITOR)
