"""Business days that end by the calendar or because somebody closes them."""

from datetime import timedelta

import pytest
from tests.application.posting.batches import DAY, Batches, closes, digest, pays, said
from tests.application.scene import TODAY, Desk

from bank.application.ports.ledger import DayClosed, Posted
from bank.domain.audit import Outcome
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId

CLOSED = "bank.business-day.closed.v1"


@pytest.fixture
def batches(desk: Desk) -> Batches:
    return Batches(desk)


@pytest.fixture
async def payer(desk: Desk) -> CustomerAccount:
    return await desk.account(balance_minor=100)


@pytest.fixture
async def payee(desk: Desk) -> CustomerAccount:
    return await desk.account()


def _totals(batches: Batches) -> dict[tuple[str, str], int]:
    tables = batches.desk.bank.store.committed
    return {(str(day), gl_code): minor for (day, gl_code, _), minor in tables.day_totals.items()}


async def test_days_end_by_the_calendar_before_anything_of_the_batch(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    batches.desk.bank.clock.move(2 * DAY)
    now = batches.desk.bank.clock.now()
    posted = await batches.ask(pays("1", payer, payee, 30))
    assert isinstance(posted, Posted)
    assert posted.entry.booking_date == TODAY + 2 * DAY
    days = batches.desk.bank.store.committed.closed_days
    assert [(c.day.day, c.day.last_entry, c.day.closed_at) for c in days.values()] == [
        (TODAY, 1, now),
        (TODAY + DAY, 1, now),
    ]
    events = batches.desk.events("business_day.close")
    assert [e.id for e in events] == [c.audit_event for c in days.values()]
    assert [(e.object_kind, e.object_id) for e in events] == [
        ("business_day", "2026-11-24"),
        ("business_day", "2026-11-25"),
    ]
    assert {(e.actor_kind, e.outcome) for e in events} == {("worker", Outcome.DONE)}
    assert batches.messages("bank.business-day") == [CLOSED, CLOSED]


async def test_totals_of_a_closed_day_are_frozen_as_they_were_at_its_end(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    row = batches.row(payer)
    batches.desk.bank.clock.move(DAY)
    await batches.ask(pays("1", payer, payee, 30))
    frozen = _totals(batches)
    assert frozen["2026-11-24", row.gl_code] == -100
    assert sum(frozen.values()) == 0
    await batches.ask(pays("2", payer, payee, 30))
    assert _totals(batches) == frozen


async def test_days_do_not_end_by_the_calendar_where_the_bank_closes_them_itself(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    batches.closes_by_calendar = False
    batches.desk.bank.clock.move(DAY)
    posted = await batches.ask(pays("1", payer, payee, 30))
    assert isinstance(posted, Posted)
    assert posted.entry.booking_date == TODAY
    assert posted.entry.recorded_at.date() == TODAY + DAY
    assert batches.desk.events("business_day.close") == []


async def test_a_close_comes_before_all_else_of_its_batch_whenever_it_came(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    answers = await batches.run(
        batches.job(pays("1", payer, payee, 30)),
        batches.job(closes("c", day=TODAY), action="business_day.close"),
        batches.job(pays("2", payer, payee, 30)),
    )
    assert [said(each) for each in answers] == [["posted"], ["closed"], ["posted"]]
    tables = batches.desk.bank.store.committed
    assert tables.closed_days[TODAY].day.last_entry == 1
    later = [tables.entries[RowId(row)].entry.booking_date for row in (2, 3)]
    assert later == [TODAY + DAY, TODAY + DAY]
    assert tables.head[None].booking_date == TODAY + DAY


async def test_a_close_is_audited_recorded_and_told(batches: Batches) -> None:
    await batches.desk.account(balance_minor=7)
    outcome = await batches.ask(closes("c"), action="business_day.close")
    assert isinstance(outcome, DayClosed)
    assert outcome.day.day == TODAY
    event = batches.event("business_day.close")
    assert (event.id, event.actor_kind) == (outcome.id, "token")
    assert (event.object_kind, event.object_id) == ("business_day", "2026-11-24")
    closing = batches.desk.bank.store.committed.closed_days[TODAY]
    assert (closing.day, closing.audit_event) == (outcome.day, event.id)
    outbox = batches.desk.bank.store.committed.outbox
    message = outbox[max(outbox)]
    assert (message.type, message.subject, message.traceparent) == (CLOSED, event.id, "00-trace")


async def test_a_close_that_is_sent_again_closes_no_second_day(batches: Batches) -> None:
    first = await batches.ask(closes("c"))
    assert isinstance(first, DayClosed)
    batches.desk.bank.clock.move(timedelta(hours=1))
    before = batches.everything()
    again = await batches.ask(closes("c"))
    assert again == first._replace(replayed=True)
    other = await batches.ask(closes("c", day=TODAY, digest=digest("another")))
    assert said([other]) == ["idempotency_key_reused"]
    assert batches.everything() == before


@pytest.mark.parametrize(
    ("days", "answer"), [(-1, "business_day_not_open"), (1, "business_day_not_open")]
)
async def test_a_close_of_another_day_is_refused_recorded_and_closes_nothing(
    batches: Batches, days: int, answer: str
) -> None:
    batches.closes_by_calendar = False
    await batches.desk.account(balance_minor=7)
    wanted = closes("c", day=TODAY + days * DAY)
    assert said([await batches.ask(wanted, action="business_day.close")]) == [answer]
    assert batches.desk.bank.store.committed.closed_days == {}
    assert batches.event("business_day.close").code == answer
    assert said([await batches.ask(wanted)]) == [answer + "*"]


async def test_two_closes_in_one_batch_close_no_day_that_has_not_begun(batches: Batches) -> None:
    await batches.desk.account(balance_minor=7)
    answers = await batches.run(batches.job(closes("1")), batches.job(closes("2")))
    assert [said(each) for each in answers] == [["closed"], ["business_day_not_begun"]]


async def test_a_day_that_was_closed_early_is_not_closed_again_by_the_calendar(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    await batches.ask(closes("c"))
    posted = await batches.ask(pays("1", payer, payee, 30))
    assert isinstance(posted, Posted)
    assert posted.entry.booking_date == TODAY + DAY
    batches.desk.bank.clock.move(DAY)
    await batches.ask(pays("2", payer, payee, 30))
    assert set(batches.desk.bank.store.committed.closed_days) == {TODAY}
    batches.desk.bank.clock.move(DAY)
    await batches.ask(pays("3", payer, payee, 30))
    assert set(batches.desk.bank.store.committed.closed_days) == {TODAY, TODAY + DAY}


async def test_a_dry_close_closes_nothing_and_books_nothing_on_the_next_day(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    before = batches.everything()
    tried = await batches.ask(closes("c"), dry_run=True)
    assert said([tried]) == ["closed"]
    assert batches.everything() == before
    batches.desk.bank.clock.move(DAY)
    dry = await batches.ask(pays("1", payer, payee, 30), dry_run=True)
    assert isinstance(dry, Posted)
    assert dry.entry.booking_date == TODAY + DAY
    assert batches.everything() == before, "the calendar's close waits for something in earnest"


async def test_a_refused_request_is_enough_for_the_calendar_to_close_the_day(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    batches.desk.bank.clock.move(DAY)
    refused = await batches.ask(pays("1", payer, payee, 101))
    assert said([refused]) == ["insufficient_funds"]
    assert set(batches.desk.bank.store.committed.closed_days) == {TODAY}
