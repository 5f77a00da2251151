"""Bulks that are posted all or none."""

from datetime import timedelta

import pytest
from tests.application.posting.batches import (
    Batches,
    captures,
    digest,
    key,
    lets_go,
    pays,
    reverses,
    said,
    sets_aside,
)
from tests.application.scene import Desk

from bank.application.ports.idempotency import RequestKey
from bank.application.ports.ledger import Posted, Refused
from bank.domain.audit import Outcome
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.holds import HoldStatus
from bank.domain.ledger.refusals import (
    EntryAlreadyReversed,
    IdempotencyKeyReused,
    InsufficientFunds,
    LinkedRequestRefused,
)

LINKED, FUNDS = LinkedRequestRefused.code, InsufficientFunds.code
REUSED = IdempotencyKeyReused.code


@pytest.fixture
def batches(desk: Desk) -> Batches:
    return Batches(desk)


@pytest.fixture
async def payer(desk: Desk) -> CustomerAccount:
    return await desk.account(balance_minor=100)


@pytest.fixture
async def payee(desk: Desk) -> CustomerAccount:
    return await desk.account()


async def test_all_are_posted_where_none_is_refused(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    job = batches.atomic("b", pays("1", payer, payee, 60), pays("2", payer, payee, 40))
    outcomes = await batches.outcomes(job)
    assert said(outcomes) == ["posted", "posted"]
    assert batches.desk.balance_minor(payee) == 100
    assert [o.entry.postings[1].sequence for o in outcomes if isinstance(o, Posted)] == [1, 2]
    assert batches.event("tests.job").object_kind == "bulk"


@pytest.mark.parametrize(
    ("amounts", "answers"),
    [
        ((60, 50, 1), [LINKED, FUNDS, LINKED]),
        ((101, 50, 50), [FUNDS, LINKED, LINKED]),
        ((50, 50, 1), [LINKED, LINKED, FUNDS]),
        ((101, 102, 1), [FUNDS, FUNDS, LINKED]),
    ],
)
async def test_none_is_posted_where_one_is_refused_and_it_is_said_which(
    batches: Batches,
    payer: CustomerAccount,
    payee: CustomerAccount,
    amounts: tuple[int, ...],
    answers: list[str],
) -> None:
    before = batches.everything()
    orders = [pays(str(n), payer, payee, amount) for n, amount in enumerate(amounts)]
    outcomes = await batches.outcomes(batches.atomic("b", *orders))
    assert said(outcomes) == answers
    after = batches.everything()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"records", "audit_events"}, "refusals and the act, and nothing else"
    assert batches.event("tests.job").outcome is Outcome.DONE


async def test_the_others_of_a_batch_see_nothing_of_what_was_undone(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    undone = batches.atomic("b", pays("1", payer, payee, 100), pays("2", payer, payee, 1))
    after = batches.job(pays("3", payer, payee, 100))
    _, (outcome,) = await batches.run(undone, after)  # type: ignore[misc]
    assert isinstance(outcome, Posted)
    assert (outcome.entry.postings[0].balance_minor, outcome.entry.postings[0].sequence) == (0, 2)
    assert batches.desk.bank.store.committed.head[None].last_entry == outcome.entry.row


async def test_the_ids_of_the_innocent_stay_refused_with_it(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    orders = pays("1", payer, payee, 60), pays("2", payer, payee, 50)
    await batches.outcomes(batches.atomic("b", *orders))
    alone = await batches.ask(orders[0])
    assert said([alone]) == [LINKED + "*"]
    assert said(await batches.outcomes(batches.atomic("c", *orders))) == [LINKED + "*", FUNDS + "*"]
    renamed = pays("3", payer, payee, 60)
    assert said([await batches.ask(renamed)]) == ["posted"]


async def test_a_replay_answers_as_it_was_answered_and_writes_nothing(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    for name, amounts in (("good", (60, 40)), ("bad", (60, 40))):
        orders = [pays(f"{name} {n}", payer, payee, amount) for n, amount in enumerate(amounts)]
        first = said(await batches.outcomes(batches.atomic(name, *orders)))
        before = batches.everything()
        again = said(await batches.outcomes(batches.atomic(name, *orders)))
        assert again == [each + "*" for each in first]
        assert batches.everything() == before
    assert batches.desk.balance_minor(payee) == 100


async def test_the_key_of_the_bulk_stands_for_its_body(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    await batches.outcomes(batches.atomic("b", pays("1", payer, payee, 60)))
    other = batches.job(
        pays("2", payer, payee, 5),
        key=RequestKey(key("b"), digest("another body")),
        bulk=key("b"),
        atomic=True,
    )
    (answer,) = await batches.run(other)
    assert isinstance(answer, IdempotencyKeyReused)
    assert batches.desk.balance_minor(payee) == 60


async def test_an_id_that_is_named_twice_is_posted_once(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    order = pays("1", payer, payee, 60)
    outcomes = await batches.outcomes(batches.atomic("b", order, order))
    assert said(outcomes) == ["posted", "posted*"]
    assert batches.desk.balance_minor(payee) == 60


async def test_an_id_that_is_named_twice_was_not_posted_where_another_was_refused(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    order = pays("1", payer, payee, 60)
    job = batches.atomic("b", order, order, pays("2", payer, payee, 50))
    assert said(await batches.outcomes(job)) == [LINKED, LINKED + "*", FUNDS]
    assert batches.desk.balance_minor(payee) == 0


async def test_an_id_that_is_named_twice_for_two_things_refuses_all(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    order = pays("1", payer, payee, 60)
    other = order._replace(digest=digest("another"))
    outcomes = await batches.outcomes(batches.atomic("b", order, other))
    assert said(outcomes)[0] == LINKED
    assert isinstance(outcomes[1], Refused)
    assert isinstance(outcomes[1].refusal, IdempotencyKeyReused)
    assert batches.desk.balance_minor(payee) == 0


async def test_what_was_posted_before_counts_as_posted_and_stays(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    order = pays("1", payer, payee, 60)
    await batches.ask(order)
    good = batches.atomic("b", order, pays("2", payer, payee, 1))
    assert said(await batches.outcomes(good)) == ["posted*", "posted"]
    bad = batches.atomic("c", order, pays("3", payer, payee, 1), pays("4", payer, payee, 99))
    assert said(await batches.outcomes(bad)) == ["posted*", LINKED, FUNDS]
    assert batches.desk.balance_minor(payee) == 61


async def test_what_another_job_of_the_same_batch_posted_stays_posted(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    order = pays("1", payer, payee, 60)
    alone = batches.job(order)
    bulk = batches.atomic("b", order, pays("2", payer, payee, 99))
    answers = await batches.run(alone, bulk)
    assert [said(each) for each in answers] == [["posted"], ["posted*", FUNDS]]
    assert batches.desk.balance_minor(payee) == 60


@pytest.mark.parametrize("amounts", [(60, 40), (60, 50)])
async def test_a_dry_run_tells_what_would_happen_and_leaves_nothing(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount, amounts: tuple[int, int]
) -> None:
    orders = [pays(str(n), payer, payee, amount) for n, amount in enumerate(amounts)]
    before = batches.everything()
    tried = await batches.outcomes(batches.atomic("b", *orders, dry_run=True))
    assert batches.everything() == before
    real = await batches.outcomes(batches.atomic("b", *orders))
    assert said(tried) == said(real)
    assert [o.entry for o in tried if isinstance(o, Posted)] == [
        o.entry for o in real if isinstance(o, Posted)
    ]


async def test_a_dry_bulk_between_others_moves_nothing_for_them(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount
) -> None:
    order = pays("1", payer, payee, 100)
    dry = batches.atomic("b", order, dry_run=True)
    answers = await batches.run(dry, batches.job(order), batches.atomic("c", order, dry_run=True))
    assert [said(each) for each in answers] == [["posted"], ["posted"], ["posted*"]]


@pytest.mark.parametrize("fails", [True, False])
async def test_holds_captures_releases_and_reversals_stand_and_fall_together(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount, *, fails: bool
) -> None:
    paid = await batches.ask(pays("paid", payer, payee, 30))
    assert isinstance(paid, Posted)
    one = await batches.placed("one", payer, 20)
    other = await batches.placed("other", payer, 20)
    before = batches.everything()
    job = batches.atomic(
        "b",
        sets_aside("third", payer, 30, batches.desk),
        captures("captured", one, payee, 15),
        lets_go("let go", other),
        reverses("back", paid, payee, payer),
        pays("last", payer, payee, 1000 if fails else 1),
    )
    outcomes = said(await batches.outcomes(job))
    if not fails:
        assert outcomes == ["active", "posted", "released", "posted", "posted"]
        assert (batches.hold(one).captured_minor, batches.row(payer).held_minor) == (15, 35)
        assert batches.hold(other).status is HoldStatus.RELEASED
        assert batches.messages("bank.hold")[-3:] == [
            "bank.hold.placed.v1",
            "bank.hold.captured.v1",
            "bank.hold.released.v1",
        ]
        return
    assert outcomes == [LINKED, LINKED, LINKED, LINKED, FUNDS]
    after = batches.everything()
    assert {name for name in after if after[name] != before[name]} == {"records", "audit_events"}
    batches.desk.bank.clock.move(timedelta(minutes=1))
    assert said([await batches.ask(lets_go("anew", other))]) == ["released"]


@pytest.mark.parametrize("linked", [True, False])
async def test_an_entry_is_reversed_once_within_a_bulk_and_after_it(
    batches: Batches, payer: CustomerAccount, payee: CustomerAccount, *, linked: bool
) -> None:
    paid = await batches.ask(pays("paid", payer, payee, 30))
    assert isinstance(paid, Posted)
    first, second = [reverses(name, paid, payee, payer) for name in ("first", "second")]
    already = EntryAlreadyReversed.code
    if linked:
        both = batches.atomic("b", first, second)
        assert said(await batches.outcomes(both)) == [LINKED, already]
        return
    answers = await batches.run(batches.atomic("b", first), batches.job(second))
    assert [said(each) for each in answers] == [["posted"], [already]]
