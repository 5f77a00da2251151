"""What every journal keeps over days and months: counters, closed days, holds, links, messages."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, TODAY, Backend, Unit, named
from tests.contracts.postings import request

from bank.application.ports.account_directory import AccountRef
from bank.application.ports.closed_days import DayTotal
from bank.application.ports.entries import EntryView
from bank.application.ports.ledger import (
    DayClosed,
    Held,
    LedgerOutcome,
    Posted,
    PostingAct,
    PostingJob,
)
from bank.application.posting.batch import BatchRunner
from bank.application.posting.journal import Loaded, Wanted
from bank.application.posting.leaving import Traces
from bank.application.posting.screening import NoScreening
from bank.domain.audit import Actor
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId, milliseconds
from bank.domain.ledger.accounts import AccountKind, LedgerAccount
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.domain.ledger.requests import (
    Captured,
    DayClosing,
    HoldRef,
    HoldRequest,
    LedgerRequest,
    Leg,
    PostingRequest,
    ReleaseRequest,
    Reversed,
)
from bank.domain.refusals import Refusal
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.in_memory.time_and_ids import CountedIds, SettableClock

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WORKER = Actor(kind="worker", subject="tests", pseudonym="a" * 32, roles=("worker",))
LARGE = 600
"""More entries than are written one by one."""


class _Batches:
    """Batches over a backend, at moments that the test says."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._ids = CountedIds(SettableClock(NOW))
        traces = Traces(HkdfKeyedDigests(b"a secret of the tests' own......"), self._ids)
        self._runner = BatchRunner(traces, NoScreening(), UTC)

    async def run(self, *requests: LedgerRequest, at: datetime = NOW) -> list[LedgerOutcome]:
        """Decide and record requests in one batch, each a job of its own."""
        async with self._backend.journal.begin() as unit:
            answers = await self._runner.run(unit, [self._job(each) for each in requests], at)
        return [outcome for each in answers for outcome in _outcomes(each)]

    def _job(self, wanted: LedgerRequest) -> PostingJob:
        act = PostingAct(
            audit_event=self._ids.new(),
            actor=WORKER,
            action="tests.act",
            request_id=None,
            trace_id=None,
        )
        return PostingJob(requests=(wanted,), act=act)


def _outcomes(answer: list[LedgerOutcome] | Refusal) -> list[LedgerOutcome]:
    assert not isinstance(answer, Refusal)
    return answer


async def _load(
    backend: Backend, *rows: RowId, at: datetime = NOW, reversed_: Sequence[RowId] = ()
) -> Loaded:
    async with backend.journal.begin() as unit:
        return await unit.load(Wanted([], sorted(rows), (), reversed_), at)


async def _account(backend: Backend, row: RowId) -> LedgerAccount:
    return (await _load(backend, row)).accounts[row]


async def _view(unit: Unit, outcome: LedgerOutcome) -> EntryView:
    assert isinstance(outcome, Posted)
    found = await unit.entries.find(outcome.id)
    assert found is not None
    return found


def _sets_aside(
    key: str, account: CustomerAccount, amount_minor: int, *, hours: int = 24, at: datetime = NOW
) -> HoldRequest:
    leg = Leg(*ref(account), amount_minor, "EUR")
    return HoldRequest(named(key), named(f"digest of {key}").bytes, leg, at + hours * HOUR, key)


def _ref(hold: Hold) -> HoldRef:
    return HoldRef(hold.row, milliseconds(hold.created_at), hold.account)


def _captures(
    key: str, hold: Hold, credit: AccountRef, amount_minor: int, *, final: bool = False
) -> PostingRequest:
    debit = AccountRef(hold.account, hold.opened_ms)
    captured = request(key, debit, credit, amount_minor=amount_minor, kind=EntryKind.CAPTURE)
    return captured._replace(captures=Captured(_ref(hold), final, may_pay_bank=True))


def _lets_go(key: str, hold: Hold) -> ReleaseRequest:
    return ReleaseRequest(named(key), bytes(16), _ref(hold))


def _held(outcome: LedgerOutcome) -> Hold:
    assert isinstance(outcome, Held)
    return outcome.hold


# Days from today, and what is deposited (or, below zero, withdrawn) on them in one batch each.
_HISTORY: Sequence[tuple[int, Sequence[int]]] = (
    (0, (100,)),
    (0, (50, -30)),
    (1, (-20,)),
    (6, (7, 8)),
    (7, (1,)),
    (7, (-5, 2)),
    (8, (3,)),
    (37, (-9,)),
    (400, (4,)),
    (400, (-1,)),
)


def _sums(booked: Sequence[tuple[date, int]], own: int) -> dict[str, int | date]:
    """Sum signed amounts, as they are on the account, apart from the ledger."""
    last = booked[-1][0]
    day = [own * amount for of, amount in booked if of < last]
    month = [own * amount for of, amount in booked if of < last.replace(day=1)]
    every = [own * amount for _, amount in booked]
    return {
        "balance_minor": sum(every),
        "sequence": len(every),
        "debits_minor": sum(amount for amount in every if amount > 0),
        "counted_on": last,
        "day_debits_minor": sum(amount for amount in day if amount > 0),
        "day_balance_minor": sum(day),
        "month_debits_minor": sum(amount for amount in month if amount > 0),
        "month_balance_minor": sum(month),
    }


def _counters(account: LedgerAccount) -> dict[str, int | date]:
    names = _sums([(TODAY, 0)], 1)
    return {name: getattr(account, name) for name in names}


@pytest.mark.parametrize(("days_max", "times"), [(400, 1), (1, LARGE)])
async def test_counters_are_the_sums_of_postings_over_days_and_months(
    backend: Backend, days_max: int, times: int
) -> None:
    opened, cash = await committed_account(backend, overdraft_minor=10**9), await till(backend)
    batches = _Batches(backend)
    booked: list[tuple[date, int]] = []
    history = [each for each in _HISTORY if each[0] <= days_max]
    for number, (days, amounts) in enumerate(history):
        wanted = [
            request(
                f"{number} {place} {time}",
                *((cash, ref(opened)) if amount > 0 else (ref(opened), cash)),
                amount_minor=abs(amount),
                kind=EntryKind.DEPOSIT if amount > 0 else EntryKind.WITHDRAWAL,
            )
            for place, amount in enumerate(amounts)
            for time in range(times)
        ]
        await batches.run(*wanted, at=NOW + days * DAY + number * timedelta(minutes=1))
        booked += [(TODAY + days * DAY, amount) for amount in amounts for _ in range(times)]
        theirs, ours = await _account(backend, opened.row), await _account(backend, cash.row)
        assert _counters(theirs) == _sums(booked, -1)
        assert _counters(ours) == _sums(booked, 1)
        assert (theirs.active_on, ours.active_on) == (booked[-1][0], None)


async def test_every_posting_says_what_was_debited_up_to_it(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    wanted = [
        request("1", cash, ref(opened), amount_minor=70),
        request("2", ref(opened), cash, amount_minor=30, kind=EntryKind.WITHDRAWAL),
        request("3", cash, ref(opened), amount_minor=5),
    ]
    posted = await _Batches(backend).run(*wanted)
    async with backend.journal.begin() as unit:
        known = (await unit.load(Wanted([each.key for each in wanted], []), NOW)).known
    found = [known[each.key].outcome for each in wanted]
    assert found == posted
    postings = [p for o in found if isinstance(o, Posted) for p in o.entry.postings]
    assert [p.debits_minor for p in postings if p.account == opened.row] == [0, 30, 30]
    assert [p.debits_minor for p in postings if p.account == cash.row] == [70, 70, 75]


@pytest.mark.parametrize("count", [1, LARGE])
async def test_closed_days_are_kept_with_totals_as_they_were_before_the_batch(
    backend: Backend, count: int
) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    batches = _Batches(backend)
    await batches.run(request("first", cash, ref(opened), amount_minor=70))
    later = NOW + 2 * DAY
    wanted = [request(str(number), cash, ref(opened)) for number in range(count)]
    await batches.run(*wanted, at=later)
    async with backend.unit(read_only=True) as unit:
        listed = await unit.closed_days.listed(before=None, limit=9)
        totals = [await unit.closed_days.totals(TODAY + n * DAY) for n in (0, 1, 2)]
    assert [(each.day, each.last_entry, each.closed_at) for each in listed] == [
        (TODAY + DAY, 1, later),
        (TODAY, 1, later),
    ]
    frozen = [
        DayTotal(gl_code="1010", kind=AccountKind.ASSET, currency="EUR", balance_minor=70),
        DayTotal(gl_code="2100", kind=AccountKind.LIABILITY, currency="EUR", balance_minor=-70),
    ]
    assert totals == [frozen, frozen, []]
    assert (await _load(backend)).head.booking_date == TODAY + 2 * DAY


async def test_a_day_closed_by_request_has_its_last_entry_and_its_key(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    batches = _Batches(backend)
    await batches.run(request("before", cash, ref(opened)))
    closing = DayClosing(named("close"), bytes(16))
    posted, closed = await batches.run(request("after", cash, ref(opened)), closing)
    assert isinstance(posted, Posted)
    assert isinstance(closed, DayClosed)
    assert posted.entry.booking_date == TODAY + DAY
    async with backend.unit(read_only=True) as unit:
        assert await unit.closed_days.find(TODAY) == closed.day
    (again,) = await batches.run(closing, at=NOW + HOUR)
    assert again == closed._replace(replayed=True)


async def test_a_reversal_is_linked_both_ways_and_found_by_the_next_batch(
    backend: Backend,
) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    batches = _Batches(backend)
    one, other = await batches.run(
        request("1", cash, ref(opened), key_is_id=True), request("2", cash, ref(opened))
    )
    assert isinstance(one, Posted)
    assert isinstance(other, Posted)
    rows = [one.entry.row, other.entry.row]
    assert (await _load(backend, reversed_=rows)).reversed == set()
    back = request("back", ref(opened), cash, kind=EntryKind.REVERSAL)
    back = back._replace(reverses=Reversed(one.entry.row, may_force=False))
    (reversal,) = await batches.run(back)
    assert isinstance(reversal, Posted)
    assert (await _load(backend, reversed_=rows)).reversed == {one.entry.row}
    async with backend.unit(read_only=True) as unit:
        entry, its_reversal = await _view(unit, one), await _view(unit, reversal)
    assert (entry.reverses, entry.reversed_by) == (None, reversal.id)
    assert (its_reversal.reverses, its_reversal.reversed_by) == (one.id, None)


async def test_a_hold_that_is_placed_and_captured_in_one_batch_is_kept_as_it_ended(
    backend: Backend,
) -> None:
    opened, cash = await committed_account(backend, overdraft_minor=100), await till(backend)
    batches = _Batches(backend)
    first = _held((await batches.run(_sets_aside("first", opened, 10)))[0])
    _, part, rest = await batches.run(
        _sets_aside("second", opened, 20),
        _captures("part", first, cash, 4),
        _captures("rest", first, cash, 5, final=True),
    )
    loaded = await _load(backend, opened.row)
    account = loaded.accounts[opened.row]
    assert (account.held_minor, account.balance_minor, account.sequence) == (20, 9, 2)
    assert loaded.head.last_hold == 2
    async with backend.unit(read_only=True) as unit:
        listed = await unit.holds.of_account(ref(opened), NOW, status=None, before=None, limit=9)
        views = [await _view(unit, each) for each in (part, rest)]
    assert [(v.hold.status, v.hold.captured_minor, v.reference) for v in listed] == [
        (HoldStatus.ACTIVE, 0, "second"),
        (HoldStatus.CAPTURED, 9, "first"),
    ]
    assert [view.hold for view in views] == [first.id, first.id]


async def test_the_keys_of_holds_stand_for_them_as_they_were_answered(backend: Backend) -> None:
    opened, cash = await committed_account(backend, overdraft_minor=100), await till(backend)
    batches = _Batches(backend)
    placing = _sets_aside("place", opened, 60)
    (placed,) = await batches.run(placing)
    hold = _held(placed)
    capturing, releasing = _captures("capture", hold, cash, 20), _lets_go("let go", hold)
    answers = [placed, *await batches.run(capturing, releasing)]
    refused = _sets_aside("refuse", opened, 81)
    assert (await batches.run(refused))[0].replayed is False
    again = await batches.run(placing, capturing, releasing, refused, at=NOW + 3 * DAY)
    assert again[:3] == [answer._replace(replayed=True) for answer in answers]
    assert again[3].replayed


async def test_what_is_held_and_when_it_expires_is_kept_though_the_sums_are_the_same(
    backend: Backend,
) -> None:
    opened = await committed_account(backend, overdraft_minor=100)
    batches = _Batches(backend)
    first = _held((await batches.run(_sets_aside("first", opened, 10, hours=100)))[0])
    later = NOW + DAY
    await batches.run(
        _sets_aside("second", opened, 10, hours=200, at=later),
        _lets_go("let go", first),
        at=later,
    )
    account = await _account(backend, opened.row)
    assert (account.held_minor, account.active_on) == (10, TODAY + DAY)
    assert account.holds_expire_at == NOW + 100 * HOUR, "no later than the first expiry"


async def test_an_expired_hold_is_ended_with_the_rest_of_its_batch(backend: Backend) -> None:
    opened, cash = await committed_account(backend, overdraft_minor=100), await till(backend)
    batches = _Batches(backend)
    short, long = [
        _held(each)
        for each in await batches.run(
            _sets_aside("short", opened, 60), _sets_aside("long", opened, 10, hours=48)
        )
    ]
    at = NOW + 25 * HOUR
    paid = request("pay", ref(opened), cash, amount_minor=90, kind=EntryKind.WITHDRAWAL)
    (outcome,) = await batches.run(paid, at=at)
    assert isinstance(outcome, Posted)
    assert outcome.entry.postings[0].available_minor == 0
    account = await _account(backend, opened.row)
    assert (account.held_minor, account.holds_expire_at) == (10, long.expires_at)
    async with backend.journal.begin() as unit:
        holds = (await unit.load(Wanted([], [], [short.row, long.row]), at)).holds
    assert (holds[short.row].status, holds[short.row].ended_at) == (HoldStatus.EXPIRED, at)
    assert holds[long.row] == long


async def test_messages_are_in_the_feed_in_their_order(backend: Backend) -> None:
    opened, cash = await committed_account(backend, overdraft_minor=100), await till(backend)
    batches = _Batches(backend)
    first = _held((await batches.run(_sets_aside("first", opened, 10)))[0])
    at = NOW + DAY - HOUR
    await batches.run(
        _sets_aside("second", opened, 10),
        _captures("part", first, cash, 4),
        _lets_go("let go", first),
        at=at,
    )
    async with backend.unit(read_only=True) as unit:
        feed = await unit.outbox.after(0, 50)
    assert [event.type for _, event in feed] == [
        "bank.hold.placed.v1",
        "bank.business-day.closed.v1",
        "bank.hold.placed.v1",
        "bank.hold.captured.v1",
        "bank.hold.released.v1",
    ]
    places = [place for place, _ in feed]
    assert places == list(range(places[0], places[0] + len(places)))
    assert [event.subject for _, event in feed[-2:]] == [first.id, first.id]


async def test_a_backdated_posting_is_booked_today_and_counts_from_its_own_day(
    backend: Backend,
) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    batches = _Batches(backend)
    for number, days in enumerate((0, -3, -1, -3)):
        wanted = request(str(number), cash, ref(opened), amount_minor=10 + number)
        (outcome,) = await batches.run(wanted._replace(value_date=TODAY + days * DAY))
        assert isinstance(outcome, Posted)
        assert (outcome.entry.booking_date, outcome.entry.backdated) == (TODAY, days < 0)
    account = await _account(backend, opened.row)
    assert account.turnover(TODAY).day_in_minor == 10 + 11 + 12 + 13
