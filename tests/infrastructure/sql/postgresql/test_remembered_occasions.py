"""What few batches have, over what is remembered: holds, limits, bulks, dry runs, ends of days."""

from datetime import timedelta

import pytest
from tests.application.posting.batches import said
from tests.contracts.backend import NOW, TODAY, named
from tests.contracts.remembering import Scene, pays, sets_aside

from bank.application.ports.idempotency import RequestKey
from bank.application.ports.ledger import Held, Posted
from bank.domain.customer_accounts import BlockReason
from bank.domain.identifiers import milliseconds
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.limit_changes import LimitPlace
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.requests import (
    Captured,
    DayClosing,
    HoldRef,
    Reversed,
)
from bank.infrastructure.sql.postgresql import remembered
from bank.infrastructure.sql.postgresql.journal import PostgresqlJournal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FRAUD = BlockReason.SUSPECTED_FRAUD
LARGE = 600


async def test_holds_are_placed_captured_and_expire_beside_it(scene: Scene) -> None:
    """Scenario: over remembered accounts a hold is placed; another is captured; both run out.

    Outcome: what is held is not spent, and can be once the hold's hour is over.
    """
    one, other = await scene.known()
    (placed,) = await scene.bank.ask(sets_aside("hold", one, 80))
    assert isinstance(placed, Held)
    assert await scene.after_reading(pays("1", one, other, 21)) == ["insufficient_funds"]
    hold = HoldRef(placed.hold.row, milliseconds(placed.hold.created_at), one.row)
    part = pays("part", one, other, 30, kind=EntryKind.CAPTURE)
    part = part._replace(captures=Captured(hold, final=False))
    assert said(await scene.bank.ask(part)) == ["posted"]
    assert await scene.after_reading(pays("2", one, other, 20)) == ["posted"]
    assert await scene.after_reading(pays("3", one, other)) == ["insufficient_funds"]
    scene.backend.clock.move(HOUR)
    assert await scene.after_reading(pays("4", one, other, 10)) == ["posted"]
    assert await scene.after_reading(pays("5", one, other, 41)) == ["insufficient_funds"]
    assert await scene.at_once(pays("6", one, other, 40)) == ["posted"]
    late = part._replace(key=named("late"), captures=Captured(hold, final=True))
    assert await scene.after_reading(late) == ["hold_expired"]
    assert await scene.balances(one, other) == [0, 100]


async def test_an_entry_is_reversed_once(scene: Scene) -> None:
    one, other = await scene.known()
    (posted,) = await scene.bank.ask(pays("1", one, other, 10))
    assert isinstance(posted, Posted)
    about = Reversed(posted.entry.row, may_force=False)
    back = pays("back", other, one, 10, kind=EntryKind.REVERSAL)._replace(reverses=about)
    assert await scene.after_reading(back) == ["posted"]
    assert await scene.at_once(pays("2", one, other, 50)) == ["posted"]
    again = back._replace(key=named("again"))
    assert await scene.after_reading(again) == ["entry_already_reversed"]
    assert await scene.balances(one, other) == [50, 50]


async def test_a_hold_that_a_command_places_is_honoured(scene: Scene) -> None:
    one, other = await scene.known()
    async with scene.backend.unit() as unit:
        job = scene.bank.job(sets_aside("hold", one, 80))
        await scene.bank.runner.run(unit.posting, [job], NOW)
        await unit.work.commit()
    assert await scene.at_last(pays("1", one, other, 21)) == ["insufficient_funds"]
    assert await scene.after_reading(pays("2", one, other, 20)) == ["posted"]
    assert await scene.balances(one) == [80]


@pytest.mark.parametrize("of_product", [True, False])
async def test_limits_that_are_agreed_beside_it_are_honoured(
    scene: Scene, *, of_product: bool
) -> None:
    """Scenario: a limit for the day is agreed, changed and lifted between batches.

    Outcome: it counts what went out before as well, and a new day begins anew.
    """
    one, other = await scene.known()
    of_account = LimitPlace("EUR", account=one.row)
    place = LimitPlace("EUR", product="current") if of_product else of_account
    spent = 2
    await scene.agree(place, LimitKind.DAILY_OUT, spent + 10)
    assert await scene.at_last(pays("1", one, other, 11)) == ["limit_exceeded"]
    assert said(await scene.bank.ask(pays("2", one, other, 10))) == ["posted"]
    assert said(await scene.bank.ask(pays("3", one, other))) == ["limit_exceeded"]
    await scene.agree(place, LimitKind.DAILY_OUT, spent + 15)
    assert said(await scene.bank.ask(pays("4", one, other, 6))) == ["limit_exceeded"]
    assert said(await scene.bank.ask(pays("5", one, other, 5))) == ["posted"]
    scene.backend.clock.move(DAY)
    assert said(await scene.bank.ask(pays("6", one, other, spent + 16))) == ["limit_exceeded"]
    assert said(await scene.bank.ask(pays("7", one, other, spent + 15))) == ["posted"]
    await scene.agree(place, LimitKind.DAILY_OUT, None)
    assert said(await scene.bank.ask(pays("8", one, other, 69))) == ["insufficient_funds"]
    assert said(await scene.bank.ask(pays("9", one, other, 68))) == ["posted"]
    assert await scene.balances(one, other) == [0, 100]


async def test_an_overdraft_that_is_agreed_and_lifted_leaves_the_accounts_own(scene: Scene) -> None:
    one, other = await scene.known()
    place = LimitPlace("EUR", account=one.row)
    await scene.agree(place, LimitKind.OVERDRAFT, 50)
    assert said(await scene.bank.ask(pays("1", one, other, 151))) == ["insufficient_funds"]
    assert said(await scene.bank.ask(pays("2", one, other, 120))) == ["posted"]
    assert said(await scene.bank.ask(pays("3", one, other, 10))) == ["posted"]
    await scene.agree(place, LimitKind.OVERDRAFT, None, after=HOUR)
    for number in range(2):
        assert said(await scene.bank.ask(pays(f"{number} and 3", one, other))) == ["posted"]
    scene.backend.clock.move(2 * HOUR)
    assert said(await scene.bank.ask(pays("4", one, other, 1))) == ["insufficient_funds"]
    assert said(await scene.bank.ask(pays("5", other, one, 33))) == ["posted"]
    assert said(await scene.bank.ask(pays("6", one, other, 1))) == ["posted"]
    assert await scene.balances(one, other) == [0, 100]


async def test_an_atomic_bulk_moves_what_is_remembered_whole_or_not(scene: Scene) -> None:
    """Scenario: a bulk of all or none is refused for its last request; another is posted.

    Outcome: what was only tried is not remembered; the keys of both stand for what was answered.
    """
    one, other = await scene.known()

    async def bulk(name: str, *minor: int) -> list[str]:
        wanted = [pays(f"{name} {n}", one, other, each) for n, each in enumerate(minor)]
        key = RequestKey(named(name), named(f"digest of {name}").bytes)
        job = scene.bank.job(*wanted, key=key, bulk=named(name), atomic=True)
        (outcomes,) = await scene.bank.post(job)
        return said(outcomes)

    linked = "linked_request_refused"
    assert await bulk("refused", 60, 30, 11) == [linked, linked, "insufficient_funds"]
    assert await scene.at_once(pays("1", other, one)) == ["insufficient_funds"]
    assert await bulk("posted", 60, 30, 10) == ["posted"] * 3
    assert await scene.at_once(pays("2", one, other)) == ["insufficient_funds"]
    assert await bulk("posted", 60, 30, 10) == ["posted*"] * 3
    assert await bulk("refused", 60, 30, 11) == [
        f"{linked}*",
        f"{linked}*",
        "insufficient_funds*",
    ]
    assert await scene.balances(one, other) == [0, 100]


async def test_what_is_only_tried_is_not_remembered(scene: Scene) -> None:
    """Scenario: dry runs, alone and beside what is meant, over accounts that are remembered."""
    one, other = await scene.known()
    tried = scene.bank.job(pays("tried", one, other, 100), dry_run=True)
    meant = scene.bank.job(pays("meant", one, other, 60))
    assert [said(each) for each in await scene.bank.post(tried)] == [["posted"]]
    assert await scene.at_once(pays("1", one, other, 10)) == ["posted"]
    answers = await scene.bank.post(tried, meant, tried)
    words = [word for each in answers for word in said(each)]
    assert words == ["insufficient_funds", "posted", "insufficient_funds"]
    assert await scene.at_once(pays("2", one, other, 31)) == ["insufficient_funds"]
    assert await scene.at_once(pays("3", one, other, 30)) == ["posted"]
    assert await scene.balances(one, other) == [0, 100]


async def test_a_large_batch_over_what_is_remembered(scene: Scene) -> None:
    """Scenario: hundreds of transfers at once; then again after a command has blocked the payer.

    Outcome: the next small batch goes on from there; the command is honoured.
    """
    one, other = await scene.known(minor=LARGE + 10)
    wanted = [pays(f"1/{number}", one, other) for number in range(LARGE)]
    assert await scene.after_reading(*wanted) == ["posted"] * LARGE
    assert await scene.at_once(pays("2", one, other, 11)) == ["insufficient_funds"]
    assert await scene.at_once(pays("3", other, one, LARGE)) == ["posted"]
    await scene.command(one, lambda account: account.barred(Block.DEBIT, FRAUD))
    wanted = [pays(f"4/{number}", one, other) for number in range(LARGE)]
    assert said(await scene.bank.ask(*wanted)) == ["account_blocked"] * LARGE
    assert await scene.balances(one, other) == [LARGE + 10, 0]


async def test_days_end_over_what_is_remembered(scene: Scene) -> None:
    """Scenario: days end by the calendar and by request, between and in batches that read nothing.

    Outcome: each is frozen at the sums that it had.
    """
    one, other = await scene.known()
    scene.backend.clock.move(2 * DAY)
    assert await scene.at_once(pays("1", one, other, 10)) == ["posted"]
    closing = DayClosing(named("close"), bytes(16), TODAY + 2 * DAY)
    assert said(await scene.bank.ask(pays("2", one, other, 10), closing)) == ["posted", "closed"]
    await scene.balances(one, other)
    async with scene.backend.unit(read_only=True) as unit:
        days = await unit.closed_days.listed(before=None, limit=9)
    assert [(each.day, each.last_entry) for each in days] == [
        (TODAY + 2 * DAY, 6),
        (TODAY + DAY, 5),
        (TODAY, 5),
    ]


async def test_a_day_ends_with_the_last_entry_that_is_kept(scene: Scene) -> None:
    """Scenario: a unit that has posted is left by an exception; then the day is closed.

    Outcome: over the head as it is remembered, but without what was lost.
    """
    one, other = await scene.known()
    kept = pays("kept", one, other)
    assert await scene.at_once(kept) == ["posted"]
    await scene.break_off(pays("lost", one, other))
    assert await scene.after_reading(kept) == ["posted*"]
    closing = DayClosing(named("close"), bytes(16))
    assert await scene.at_once(closing) == ["closed"]
    async with scene.backend.unit(read_only=True) as unit:
        (day,) = await unit.closed_days.listed(before=None, limit=9)
    assert day.last_entry == await scene.entries() == 6


async def test_what_moved_last_is_what_is_remembered(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scenario: a process may remember two accounts, and four are moved, two by two."""
    pairs = [await scene.known(), await scene.known()]
    journal = scene.bank.journal
    assert isinstance(journal, PostgresqlJournal)
    monkeypatch.setattr(remembered, "ACCOUNTS_MAX", 2)
    for number, (one, other) in enumerate([*pairs, *pairs]):
        await scene.bank.ask(pays(f"{number}", one, other))
        assert await scene.at_once(pays(f"{number} back", other, one)) == ["posted"]
        assert len(journal._memory._accounts) == 2
    ((one, _), (_, other)) = pairs
    assert await scene.after_reading(pays("across", one, other)) == ["posted"]
    assert await scene.at_once(pays("across and back", other, one)) == ["posted"]
    assert await scene.balances(one, other) == [100, 0]
