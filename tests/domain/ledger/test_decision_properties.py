"""Whatever is asked of the ledger in whatever order, its books stay books."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.ledger.scene import (
    DAY,
    EVENT,
    NOW,
    account,
    capture,
    leg,
    let_go,
    request,
    reversal,
)

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import (
    BEFORE_ALL,
    AccountKind,
    AccountStatus,
    Block,
    LedgerAccount,
)
from bank.domain.ledger.days import ClosedDay, LedgerHead
from bank.domain.ledger.decision import decide
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.domain.ledger.limits import Limits, Turnover
from bank.domain.ledger.requests import DayClosing, HoldRequest, LedgerRequest
from bank.domain.ledger.state import LedgerState
from bank.domain.refusals import Refusal

TILL, YEN_TILL, FIRST, LAST = 1, 2, 3, 6
ROWS = range(TILL, LAST + 2)
"""The rows of the accounts, and one that is nobody's."""
Step = Callable[["Ledger"], None]


class Ledger:
    """A ledger that is asked things, and what an onlooker wrote down of its answers."""

    def __init__(self, accounts: list[LedgerAccount]) -> None:
        tip = LedgerHead(0, NOW - 30 * DAY, BEFORE_ALL)
        self.state = LedgerState(tip, {each.row: each for each in accounts}, UTC)
        self.now: datetime = NOW
        self.entries: list[JournalEntry] = []
        self.holds: dict[RowId, Hold] = {}
        self.days: list[ClosedDay] = tip.advance(NOW, UTC)
        self.booked: dict[RowId, list[tuple[date, int]]] = defaultdict(list)
        self.captured: Counter[RowId] = Counter()

    def ask(self, wanted: LedgerRequest) -> None:
        """Ask for something; a refusal must leave everything as it was."""
        before = self.state.aside(self.state.accounts)
        try:
            decided = decide(wanted, self.state, EVENT)
        except Refusal:
            assert self.state == before
            return
        if isinstance(decided, JournalEntry):
            self._entered(decided, before)
        elif isinstance(decided, Hold):
            self.holds[decided.row] = decided
            if decided.status is HoldStatus.ACTIVE:
                assert (self.state.accounts[decided.account].available_minor or 0) >= 0
        else:
            self.days.append(decided)

    def _entered(self, entry: JournalEntry, before: LedgerState) -> None:
        self.entries.append(entry)
        for posting in entry.postings:
            self.booked[posting.account].append((entry.booking_date, posting.amount_minor))
            was = before.accounts[posting.account].available_minor
            if was is not None and entry.kind.by_customer:
                now = posting.available_minor
                assert now is not None
                assert now >= 0 or now > was, "a customer's doing overdraws no account"
        for row, hold in self.state.holds.items():
            was_captured = before.holds[row].captured_minor
            self.captured[row] += hold.captured_minor - was_captured
            self.holds[row] = hold

    def wait(self, hours: int) -> None:
        """Let time pass: days end, and holds expire."""
        self.now += timedelta(hours=hours)
        self.days += self.state.head.advance(self.now, UTC)
        at = self.state.head.last_recorded_at
        for each in self.state.accounts.values():
            if each.holds_expire_at is not None and each.holds_expire_at <= at:
                active = [
                    hold
                    for hold in self.holds.values()
                    if hold.account == each.row and hold.status is HoldStatus.ACTIVE
                ]
                for hold in self.state.expire(each, active, at):
                    self.holds[hold.row] = hold

    def hold(self, number: int) -> Hold | None:
        return list(self.holds.values())[number % len(self.holds)] if self.holds else None

    def entry(self, number: int) -> JournalEntry | None:
        return self.entries[number % len(self.entries)] if self.entries else None


@st.composite
def _accounts(draw: st.DrawFn) -> list[LedgerAccount]:
    """Give a till in each currency, and customers' accounts, most of them open and in euros."""
    limit = st.none() | st.integers(60, 400)
    customers = [
        account(
            row,
            overdraft_minor=draw(st.integers(0, 50)),
            currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "JPY"])),
            status=draw(st.sampled_from([AccountStatus.OPEN] * 9 + list(AccountStatus))),
            blocked=draw(st.sampled_from([Block.NONE] * 9 + list(Block))),
            limits=Limits(
                per_transfer_minor=draw(limit),
                daily_out_minor=draw(limit),
                monthly_in_minor=draw(st.none() | st.integers(300, 900)),
            ),
        )
        for row in range(FIRST, LAST + 1)
    ]
    tills = [
        account(row, kind=AccountKind.ASSET, overdraft_minor=None, currency=currency)
        for row, currency in ((TILL, "EUR"), (YEN_TILL, "JPY"))
    ]
    return [*tills, *customers]


def _move(
    ledger: Ledger, kind: EntryKind, rows: tuple[int, int], amount_minor: int, days: int
) -> None:
    """Move money from one account to another, in the currency that the first has."""
    debit, credit = rows
    of = ledger.state.accounts.get(RowId(debit))
    currency = "EUR" if of is None else of.currency
    legs = (
        leg(debit, amount_minor, currency=currency),
        leg(credit, -amount_minor, currency=currency),
    )
    value_date = ledger.state.head.booking_date + days * DAY
    ledger.ask(request(*legs, kind=kind, value_date=value_date, may_backdate=days % 2 == 0))


def _exchange(ledger: Ledger, rows: tuple[int, int], amount_minor: int) -> None:
    debit, credit = rows
    legs = (
        leg(debit, amount_minor),
        leg(TILL, -amount_minor),
        leg(YEN_TILL, 2 * amount_minor, currency="JPY"),
        leg(credit, -2 * amount_minor, currency="JPY"),
    )
    ledger.ask(request(*legs, kind=EntryKind.EXCHANGE))


def _place(ledger: Ledger, row: int, amount_minor: int, hours: int) -> None:
    expires_at = ledger.state.head.last_recorded_at + timedelta(hours=hours)
    ledger.ask(HoldRequest(UUID(int=1), bytes(16), leg(row, amount_minor), expires_at))


def _capture(ledger: Ledger, number: int, credit: int, amount_minor: int, *, final: bool) -> None:
    hold = ledger.hold(number)
    if hold is not None:
        ledger.ask(capture(hold, amount_minor, credit=credit, final=final))


def _release(ledger: Ledger, number: int) -> None:
    hold = ledger.hold(number)
    if hold is not None:
        ledger.ask(let_go(hold))


def _reverse(ledger: Ledger, number: int, *, may_force: bool) -> None:
    entry = ledger.entry(number)
    if entry is not None:
        back = [
            leg(each.account, -each.amount_minor, currency=each.currency) for each in entry.postings
        ]
        ledger.ask(reversal(entry.row, *back, may_force=may_force))


def _fund(ledger: Ledger) -> None:
    """Give every customer something to begin with."""
    for each in list(ledger.state.accounts.values())[FIRST - 1 :]:
        till = TILL if each.currency == "EUR" else YEN_TILL
        _move(ledger, EntryKind.MANUAL, (till, each.row), 200, 0)


def _close(ledger: Ledger) -> None:
    ledger.ask(DayClosing(UUID(int=1), bytes(16)))


_AMOUNTS = st.integers(1, 100)
_NUMBERS = st.integers(0, 20)
_CUSTOMERS = range(FIRST, LAST + 1)
_MOSTLY = st.sampled_from([*_CUSTOMERS, *_CUSTOMERS, *_CUSTOMERS, *ROWS])
_PAIRS = st.tuples(_MOSTLY, _MOSTLY)
_TO_TILL = st.sampled_from([(TILL, row) for row in _CUSTOMERS])
_KINDS = st.sampled_from([EntryKind.TRANSFER] * 4 + [EntryKind.WITHDRAWAL, EntryKind.MANUAL])
_MOVES = st.builds(
    lambda kind, rows, amount, days: partial(
        _move, kind=kind, rows=rows, amount_minor=amount, days=days
    ),
    _KINDS,
    _PAIRS,
    _AMOUNTS,
    st.sampled_from([0, 0, 0, 0, -1, -2, 1]),
)
_HOLDS = st.builds(
    lambda row, amount, hours: partial(_place, row=row, amount_minor=amount, hours=hours),
    _MOSTLY,
    _AMOUNTS,
    st.integers(0, 60),
)
_CAPTURES = st.builds(
    lambda number, credit, amount, final: partial(
        _capture, number=number, credit=credit, amount_minor=amount, final=final
    ),
    _NUMBERS,
    _MOSTLY,
    _AMOUNTS,
    st.booleans(),
)
_DEPOSITS = st.builds(
    lambda rows, amount: partial(
        _move, kind=EntryKind.DEPOSIT, rows=rows, amount_minor=3 * amount, days=0
    ),
    _TO_TILL,
    _AMOUNTS,
)
_EXCHANGES = st.builds(
    lambda rows, amount: partial(_exchange, rows=rows, amount_minor=amount), _PAIRS, _AMOUNTS
)
_RELEASES = st.builds(lambda number: partial(_release, number=number), _NUMBERS)
_REVERSALS = st.builds(
    lambda number, may: partial(_reverse, number=number, may_force=may), _NUMBERS, st.booleans()
)
_WAITS = st.builds(lambda hours: partial(Ledger.wait, hours=hours), st.integers(-5, 36))
_OFTEN: list[st.SearchStrategy[Step]] = [
    *[_MOVES] * 6,
    *[_HOLDS] * 4,
    *[_CAPTURES] * 5,
    *[_DEPOSITS] * 3,
    *[_EXCHANGES] * 3,
    *[_WAITS] * 2,
    _RELEASES,
    _REVERSALS,
    st.just(_close),
]
STEPS: st.SearchStrategy[Step] = st.integers(0, len(_OFTEN) - 1).flatmap(_OFTEN.__getitem__)


@given(accounts=_accounts(), steps=st.lists(STEPS, min_size=20, max_size=60))
def test_the_books_stay_books(accounts: list[LedgerAccount], steps: list[Step]) -> None:
    ledger = Ledger(accounts)
    _fund(ledger)
    for step in steps:
        step(ledger)
    _money_is_conserved(ledger)
    _numbers_have_no_gaps(ledger)
    _holds_are_what_is_held(ledger)
    _turnover_is_the_sum_of_postings(ledger)
    _each_day_is_closed_once(ledger)


def _money_is_conserved(ledger: Ledger) -> None:
    totals: Counter[str] = Counter()
    for each in ledger.state.accounts.values():
        totals[each.currency] += each.balance_minor
        running, debits, sequence = 0, 0, 0
        own = [p for entry in ledger.entries for p in entry.postings if p.account == each.row]
        for posting in own:
            running += posting.amount_minor
            debits += max(posting.amount_minor, 0)
            sequence += 1
            assert (posting.balance_minor, posting.debits_minor) == (running, debits)
            assert (posting.sequence, posting.currency) == (sequence, each.currency)
        assert (each.balance_minor, each.debits_minor, each.sequence) == (
            running,
            debits,
            sequence,
        )
    assert not any(totals.values())


def _numbers_have_no_gaps(ledger: Ledger) -> None:
    head = ledger.state.head
    assert [entry.row for entry in ledger.entries] == list(range(1, head.last_entry + 1))
    assert sorted(ledger.holds) == list(range(1, head.last_hold + 1))
    moments = [entry.recorded_at for entry in ledger.entries]
    days = [entry.booking_date for entry in ledger.entries]
    assert moments == sorted(moments)
    assert days == sorted(days)


def _holds_are_what_is_held(ledger: Ledger) -> None:
    held: Counter[RowId] = Counter()
    for hold in ledger.holds.values():
        held[hold.account] += hold.held_minor
        assert 0 <= hold.captured_minor == ledger.captured[hold.row] <= hold.amount_minor
        assert (hold.ended_at is None) == (hold.status is HoldStatus.ACTIVE)
        expiry = ledger.state.accounts[hold.account].holds_expire_at
        if hold.status is HoldStatus.ACTIVE:
            assert expiry is not None
            assert ledger.state.head.last_recorded_at < hold.expires_at
            assert expiry <= hold.expires_at
    for each in ledger.state.accounts.values():
        assert each.held_minor == held[each.row]


def _turnover_is_the_sum_of_postings(ledger: Ledger) -> None:
    today = ledger.state.head.booking_date
    for each in ledger.state.accounts.values():
        sums = [0, 0, 0, 0]
        for day, amount_minor in ledger.booked[each.row]:
            way = 0 if each.goes_out(amount_minor) else 1
            if day == today:
                sums[way] += abs(amount_minor)
            if (day.year, day.month) == (today.year, today.month):
                sums[2 + way] += abs(amount_minor)
        assert each.turnover(today) == Turnover(*sums)


def _each_day_is_closed_once(ledger: Ledger) -> None:
    first, count = NOW.date(), len(ledger.days)
    assert [each.day for each in ledger.days] == [first + n * DAY for n in range(count)]
    assert ledger.state.head.booking_date == first + count * DAY
    for closed in ledger.days:
        booked = [entry.row for entry in ledger.entries if entry.booking_date <= closed.day]
        assert closed.last_entry == max(booked, default=0)
