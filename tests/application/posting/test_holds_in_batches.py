"""Holds on their way through a batch, and batches that find them expired."""

from datetime import timedelta

import pytest
from tests.application.posting.batches import (
    DAY,
    Batches,
    captures,
    digest,
    lets_go,
    pays,
    said,
    sets_aside,
)
from tests.application.scene import Desk

from bank.application.ports.ledger import Held, Posted
from bank.domain.audit import Outcome
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.holds import HoldStatus
from bank.domain.ledger.requests import LedgerRequest

REUSED = "idempotency_key_reused"


@pytest.fixture
def batches(desk: Desk) -> Batches:
    return Batches(desk)


@pytest.fixture
async def payer(desk: Desk) -> CustomerAccount:
    return await desk.account(balance_minor=100)


@pytest.fixture
async def payee(desk: Desk) -> CustomerAccount:
    return await desk.account()


async def test_a_hold_is_placed_captured_in_part_and_to_its_end(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    placed = await batches.ask(sets_aside("h", payer, 60, batches.desk, reference="Room 12"))
    assert isinstance(placed, Held)
    assert (placed.balance_minor, placed.available_minor) == (100, 40)
    assert placed.hold.audit_event == batches.last_act
    row = batches.desk.bank.store.committed.holds[placed.hold.row]
    assert (row.hold, row.reference) == (placed.hold, "Room 12")

    part = await batches.ask(captures("1", placed.hold, payee, 20))
    assert isinstance(part, Posted)
    assert (part.entry.postings[0].available_minor, batches.row(payer).held_minor) == (40, 40)
    last = await batches.ask(captures("2", placed.hold, payee, 10, final=True))
    assert isinstance(last, Posted)
    assert last.entry.postings[0].available_minor == 70
    ended = batches.hold(placed.hold)
    assert (ended.status, ended.captured_minor) == (HoldStatus.CAPTURED, 30)
    tables = batches.desk.bank.store.committed
    assert tables.captures == {part.entry.row: ended.row, last.entry.row: ended.row}
    assert tables.holds[ended.row].reference == "Room 12"
    assert batches.messages("bank.hold") == [
        "bank.hold.placed.v1",
        "bank.hold.captured.v1",
        "bank.hold.captured.v1",
    ]


async def test_a_hold_is_let_go(batches: Batches, payer: CustomerAccount) -> None:
    hold = await batches.placed("h", payer, 60)
    released = await batches.ask(lets_go("r", hold), action="hold.release")
    assert isinstance(released, Held)
    assert (released.balance_minor, released.available_minor) == (100, 100)
    assert batches.hold(hold) == released.hold
    event = batches.event("hold.release")
    assert (event.object_kind, event.object_id) == ("hold", str(hold.id))


async def test_within_one_batch_each_sees_what_those_before_it_did(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    hold = await batches.placed("h", payer, 60)
    answers = await batches.run(
        batches.job(pays("1", payer, payee, 41)),
        batches.job(captures("2", hold, payee, 60)),
        batches.job(captures("3", hold, payee, 1)),
        batches.job(lets_go("4", hold)),
        batches.job(sets_aside("5", payer, 40, batches.desk)),
        batches.job(pays("6", payer, payee, 1)),
    )
    assert [said(each)[0] for each in answers] == [
        "insufficient_funds",
        "posted",
        "hold_already_captured",
        "hold_already_captured",
        "active",
        "insufficient_funds",
    ]
    assert batches.row(payer).held_minor == 40


async def test_a_hold_placed_and_a_release_of_as_much_in_one_batch_are_both_kept(
    batches: Batches, payer: CustomerAccount
) -> None:
    hold = await batches.placed("h", payer, 60)
    later = sets_aside("5", payer, 40, batches.desk)
    await batches.run(batches.job(later), batches.job(lets_go("r", hold)))
    assert batches.row(payer).held_minor == 40
    assert batches.hold(hold).status is HoldStatus.RELEASED


@pytest.mark.parametrize("days", [0, 3])
async def test_a_key_answers_as_it_answered_though_the_hold_has_gone_on(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount, days: int
) -> None:
    placing = sets_aside("h", payer, 60, batches.desk)
    placed = await batches.ask(placing)
    assert isinstance(placed, Held)
    capturing = captures("c", placed.hold, payee, 20)
    captured = await batches.ask(capturing)
    releasing = lets_go("r", placed.hold)
    released = await batches.ask(releasing)
    assert isinstance(captured, Posted)
    assert isinstance(released, Held)
    batches.desk.bank.clock.move(timedelta(days=days))
    await batches.ask(pays("later", payer, payee, 1))
    before = batches.everything()
    for request, outcome in ((placing, placed), (capturing, captured), (releasing, released)):
        assert await batches.ask(request) == outcome._replace(replayed=True)
    assert batches.everything() == before


async def test_a_refused_hold_stays_refused(batches: Batches, payer: CustomerAccount) -> None:
    placing = sets_aside("h", payer, 101, batches.desk)
    assert said([await batches.ask(placing)]) == ["insufficient_funds"]
    overdrawn = batches.row(payer)
    assert overdrawn.held_minor == 0
    assert said([await batches.ask(placing)]) == ["insufficient_funds*"]


async def test_a_key_with_another_request_is_refused_and_leaves_nothing(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    hold = await batches.placed("h", payer, 60)
    await batches.ask(captures("c", hold, payee, 20))
    before = batches.everything()
    others: list[LedgerRequest] = [
        sets_aside("h", payer, 61, batches.desk, digest=digest("another")),
        captures("c", hold, payee, 21, digest=digest("another")),
        captures("h", hold, payee, 1, digest=digest("of a capture")),
        lets_go("c", hold, digest=digest("of a release")),
    ]
    for request in others:
        assert said([await batches.ask(request)]) == [REUSED]
    assert batches.everything() == before


async def test_the_same_request_twice_in_a_batch_places_one_hold(
    batches: Batches, payer: CustomerAccount
) -> None:
    placing = sets_aside("h", payer, 60, batches.desk)
    answers = await batches.run(batches.job(placing), batches.job(placing))
    assert [said(each) for each in answers] == [["active"], ["active*"]]
    assert (batches.row(payer).held_minor, len(batches.desk.bank.store.committed.holds)) == (60, 1)


async def test_dry_runs_of_everything_about_holds_leave_nothing(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    hold = await batches.placed("h", payer, 60)
    before = batches.everything()
    for request, answer in (
        (sets_aside("2", payer, 40, batches.desk), "active"),
        (sets_aside("3", payer, 41, batches.desk), "insufficient_funds"),
        (captures("4", hold, payee, 60), "posted"),
        (captures("5", hold, payee, 61), "capture_exceeds_hold"),
        (lets_go("6", hold), "released"),
        (captures("h", hold, payee, 5, digest=digest("dry runs have no key")), "posted"),
    ):
        assert said([await batches.ask(request, dry_run=True)]) == [answer]
        assert batches.everything() == before
    assert said([await batches.ask(captures("4", hold, payee, 60))]) == ["posted"]


async def test_a_hold_expires_with_the_first_batch_that_locks_its_account(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    hold = await batches.placed("h", payer, 60)
    batches.desk.bank.clock.move(DAY)
    now = batches.desk.bank.clock.now()
    assert said([await batches.ask(pays("1", payer, payee, 100))]) == ["posted"]
    ended = batches.hold(hold)
    assert (ended.status, ended.ended_at, ended.captured_minor) == (HoldStatus.EXPIRED, now, 0)
    assert (batches.row(payer).held_minor, batches.row(payer).holds_expire_at) == (0, None)
    event = batches.event("hold.expire")
    assert (event.actor_kind, event.outcome, event.at) == ("worker", Outcome.DONE, now)
    assert (event.object_kind, event.object_id) == ("hold", str(hold.id))
    outbox = batches.desk.bank.store.committed.outbox
    message = next(each for each in outbox.values() if each.type == "bank.hold.expired.v1")
    assert (message.subject, message.at) == (hold.id, now)


async def test_a_batch_about_others_leaves_an_expired_hold_as_it_is(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    hold = await batches.placed("h", payer, 60)
    other = await batches.desk.account(balance_minor=5)
    batches.desk.bank.clock.move(DAY)
    await batches.ask(pays("1", other, payee, 5))
    assert batches.hold(hold).status is HoldStatus.ACTIVE


async def test_whoever_touches_an_account_has_its_expired_holds_ended_though_they_ask_nothing(
    batches: Batches, payer: CustomerAccount
) -> None:
    hold = await batches.placed("h", payer, 60)
    later = await batches.ask(
        sets_aside("l", payer, 10, batches.desk, expires_at=hold.expires_at + DAY)
    )
    assert isinstance(later, Held)
    batches.desk.bank.clock.move(DAY)
    before = len(batches.desk.events("tests.sweep"))
    outcomes = await batches.outcomes(
        batches.job(action="tests.sweep", touches=(payer.row,), bulk=batches.last_act)
    )
    assert (outcomes, before) == ([], 0)
    assert batches.hold(hold).status is HoldStatus.EXPIRED
    assert batches.row(payer).held_minor == 10
    assert batches.row(payer).holds_expire_at == later.hold.expires_at


async def test_an_expired_hold_is_neither_captured_nor_released(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    hold = await batches.placed("h", payer, 60)
    batches.desk.bank.clock.move(DAY)
    answers = await batches.run(
        batches.job(captures("1", hold, payee, 1)), batches.job(lets_go("2", hold))
    )
    assert [said(each) for each in answers] == [["hold_expired"], ["hold_expired"]]
    assert len(batches.desk.events("hold.expire")) == 1


async def test_a_dry_run_counts_expired_holds_no_longer_and_ends_none(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    await batches.placed("h", payer, 60)
    batches.desk.bank.clock.move(DAY)
    before = batches.everything()
    tried = await batches.ask(pays("1", payer, payee, 100), dry_run=True)
    assert said([tried]) == ["posted"]
    assert batches.everything() == before
