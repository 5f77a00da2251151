"""Every backend's long histories, told on all axes, against plain Python over what was recorded."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.application.scene import AUTHORIZER, SERVICE
from tests.contracts.accounts import ref
from tests.contracts.backend import NOW, TODAY, Backend, Unit, named
from tests.contracts.histories import DAY, History, lived_through

from bank.application.accounts.read_balances import (
    BalanceQuestion,
    GetBalance,
    GetTurnover,
    TurnoverQuestion,
)
from bank.application.accounts.read_end_of_day import GetEndOfDay, Version, VersionsOfDay
from bank.application.pipeline.act import Act
from bank.application.ports.account_directory import AccountRef
from bank.application.ports.entries import Direction, EntryFilter, Numbered, Numbers
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.accounts import BEFORE_ALL
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.periods import PeriodKind
from bank.domain.ledger.positions import (
    Axis,
    BusinessDayNotClosed,
    BusinessDayNotFound,
    DayNotBegun,
    MomentInFuture,
)

SEEDS = (1, 2)


def _act(now: datetime) -> Act:
    return Act(
        action="account.read_balance",
        actor=SERVICE,
        now=now,
        audit_event=named("an act"),
        request_id=None,
        trace_id=None,
        traceparent=None,
        key=None,
        dry_run=False,
        authorizer=AUTHORIZER,
    )


class Reader:
    """Asks the use cases of one unit, at the end of a history."""

    def __init__(self, backend: Backend, unit: Unit, history: History) -> None:
        self._act = _act(history.recorded[-1].entry.recorded_at)
        directory = backend.directory
        stores = (unit.accounts, unit.closed_days, unit.positions, unit.restatements, directory)
        self._balance = GetBalance(*stores, UTC)
        self._turnover = GetTurnover(unit.accounts, unit.positions, directory, UTC)
        self._end_of_day = GetEndOfDay(*stores)

    async def balance(
        self, account: CustomerAccount, at: datetime | date, axis: Axis
    ) -> tuple[int, int | None]:
        question = BalanceQuestion(account=str(account.id), at=at, axis=axis)
        answer = await self._balance(question, self._act)
        return answer.balance_minor, answer.version

    async def turnover(
        self, account: CustomerAccount, by: PeriodKind, first: date | None, last: date | None
    ) -> Sequence[tuple[object, ...]]:
        question = TurnoverQuestion(
            account=str(account.id), by=by, booked_from=first, booked_to=last
        )
        return [tuple(each) for each in (await self._turnover(question, self._act)).periods]

    async def versions(self, account: CustomerAccount, day: date, limit: int) -> list[Version]:
        seen: list[Version] = []
        after = None
        while True:
            order = VersionsOfDay(account=str(account.id), day=day, after=after, limit=limit)
            found = await self._end_of_day(order, self._act)
            seen += found.versions
            if found.following is None:
                return seen
            after = found.following


@pytest.mark.parametrize("seed", SEEDS)
async def test_balances_are_told_by_all_three_times(backend: Backend, seed: int) -> None:
    history = await lived_through(backend, seed)
    open_day = history.days[-1]
    moments = [each.entry.recorded_at for each in history.recorded]
    async with backend.unit(read_only=True) as unit:
        reader = Reader(backend, unit, history)
        for account in history.accounts:
            for moment in [NOW - DAY, *moments, moments[3] + timedelta(seconds=30)]:
                told, _ = await reader.balance(account, moment, Axis.RECORDED)
                assert told == history.recorded_balance(account.row, moment)
            for day in history.days:
                told, version = await reader.balance(account, day, Axis.BOOKING)
                assert (told, version) == (history.booked_balance(account.row, day), None)
                told, version = await reader.balance(account, day, Axis.VALUE)
                assert told == history.value_balance(account.row, day)
                if TODAY <= day < open_day:
                    assert version == 1 + len(history.restated(account.row, day))
                else:
                    assert version is None


async def test_nothing_is_told_of_the_future(backend: Backend) -> None:
    history = await lived_through(backend, 1, batches=3)
    last = history.recorded[-1].entry.recorded_at
    async with backend.unit(read_only=True) as unit:
        reader, account = Reader(backend, unit, history), history.accounts[0]
        with pytest.raises(MomentInFuture):
            await reader.balance(account, last + timedelta(microseconds=1), Axis.RECORDED)
        for axis in (Axis.BOOKING, Axis.VALUE):
            with pytest.raises(DayNotBegun):
                await reader.balance(account, last.date() + DAY, axis)
        with pytest.raises(DayNotBegun):
            await reader.turnover(account, PeriodKind.DAY, None, last.date() + DAY)


@pytest.mark.parametrize("seed", SEEDS)
async def test_turnover_is_told_by_day_and_by_month(backend: Backend, seed: int) -> None:
    history = await lived_through(backend, seed)
    days = history.days
    async with backend.unit(read_only=True) as unit:
        reader = Reader(backend, unit, history)
        for account in history.accounts:
            for by, first, last in (
                (PeriodKind.DAY, days[0], days[-1]),
                (PeriodKind.MONTH, days[3], days[-2]),
                (PeriodKind.DAY, None, None),
            ):
                told = await reader.turnover(account, by, first, last)
                assert told == _turnover(history, account, by, first, last)


def _turnover(
    history: History,
    account: CustomerAccount,
    by: PeriodKind,
    first: date | None,
    last: date | None,
) -> list[tuple[object, ...]]:
    end = last or history.days[-1]
    begin = first or end.replace(day=1)
    periods: dict[object, list[date]] = {}
    for number in range((end - begin).days + 1):
        day = begin + number * DAY
        periods.setdefault(day if by is PeriodKind.DAY else (day.year, day.month), []).append(day)
    told: list[tuple[object, ...]] = []
    for days in periods.values():
        moved = [
            n for each, n in history.moved(account.row) if each.entry.booking_date in set(days)
        ]
        told.append(
            (
                (days[0], days[-1]),
                history.booked_balance(account.row, days[0] - DAY),
                sum(n for n in moved if n > 0),
                -sum(n for n in moved if n < 0),
                history.booked_balance(account.row, days[-1]),
                len(moved),
            )
        )
    return told


@pytest.mark.parametrize("limit", [1, 3, 50])
async def test_a_closed_day_is_restated_by_version(backend: Backend, limit: int) -> None:
    history = await lived_through(backend, 3)
    async with backend.unit(read_only=True) as unit:
        reader = Reader(backend, unit, history)
        for account in history.accounts:
            for day in history.days[2:-1]:
                versions = await reader.versions(account, day, limit)
                first, later = versions[0], versions[1:]
                balance = history.booked_balance(account.row, day)
                assert (first.number, first.balance_minor) == (1, balance)
                assert first.closed_at is not None
                for number, (version, (recorded, n)) in enumerate(
                    zip(later, history.restated(account.row, day), strict=True), start=2
                ):
                    balance += n
                    assert (version.number, version.balance_minor) == (number, balance)
                    by, entry = version.restatement, recorded.entry
                    assert by is not None
                    chosen = recorded.request.key_is_id
                    assert by.entry == (recorded.request.key if chosen else entry.id)
                    assert (by.kind, by.recorded_at) == (entry.kind, entry.recorded_at)
                    assert (by.booking_date, by.value_date) == (
                        entry.booking_date,
                        entry.value_date,
                    )
                assert balance == history.value_balance(account.row, day)


async def test_only_closed_days_have_versions(backend: Backend) -> None:
    history = await lived_through(backend, 1, batches=5)
    async with backend.unit(read_only=True) as unit:
        reader, account = Reader(backend, unit, history), history.accounts[0]
        for day in (history.days[-1], history.days[-1] + DAY):
            with pytest.raises(BusinessDayNotClosed):
                await reader.versions(account, day, 50)
        with pytest.raises(BusinessDayNotFound):
            await reader.versions(account, TODAY - DAY, 50)


async def test_closed_days_are_listed_with_what_was_frozen(backend: Backend) -> None:
    history = await lived_through(backend, 2)
    async with backend.unit(read_only=True) as unit:
        seen: list[date] = []
        while page := await unit.closed_days.listed(before=seen[-1] if seen else None, limit=4):
            seen += [each.day for each in page]
        assert seen == history.days[2:-1][::-1]
        for day in seen:
            closed = await unit.closed_days.find(day)
            last = max(
                (each.entry.row for each in history.recorded if each.entry.booking_date <= day),
                default=0,
            )
            assert closed is not None
            assert closed.last_entry == last
            totals = {each.gl_code: each for each in await unit.closed_days.totals(day)}
            owed = sum(history.booked_balance(each.row, day) for each in history.accounts)
            assert totals["2100"].balance_minor == -owed
            assert sum(each.balance_minor for each in totals.values()) == 0
        assert await unit.closed_days.find(history.days[-1]) is None


async def test_a_new_book_has_no_past(backend: Backend) -> None:
    async with backend.unit(read_only=True) as unit:
        assert (await unit.positions.tip()).open_day == BEFORE_ALL
        assert list(await unit.positions.ends_of([TODAY, TODAY - DAY])) == [0, 0]
        assert await unit.positions.recorded_by(NOW) == 0
        assert (await unit.entries.of_book(None, Numbers(), limit=5)).entries == []


WANTED = {
    "all": EntryFilter(),
    "transfers": EntryFilter(kind=EntryKind.TRANSFER),
    "exchanges": EntryFilter(kind=EntryKind.EXCHANGE),
    "in": EntryFilter(direction=Direction.IN),
    "out": EntryFilter(direction=Direction.OUT),
    "from": EntryFilter(amount_from_minor=2000),
    "to": EntryFilter(amount_to_minor=2000),
    "some": EntryFilter(
        amount_from_minor=500,
        amount_to_minor=4000,
        direction=Direction.IN,
        kind=EntryKind.DEPOSIT,
    ),
}


@pytest.mark.parametrize("limit", [2, 200])
@pytest.mark.parametrize("name", WANTED)
async def test_entries_are_found_page_by_page(backend: Backend, name: str, limit: int) -> None:
    history = await lived_through(backend, 4, batches=25)
    wanted = WANTED[name]
    account = history.accounts[0]
    expected = [
        sequence
        for sequence, (each, n) in enumerate(history.moved(account.row), start=1)
        if wanted.kind in {None, each.entry.kind}
        and (wanted.amount_from_minor or 0) <= abs(n) <= (wanted.amount_to_minor or 10**9)
        and wanted.direction in {None, Direction.IN if n > 0 else Direction.OUT}
    ]
    async with backend.unit(read_only=True) as unit:
        assert await _sequences(unit, ref(account), wanted, limit) == expected[::-1]


async def test_entries_are_found_by_whom_they_were_with(backend: Backend) -> None:
    history = await lived_through(backend, 4, batches=25)
    one, other = ref(history.accounts[0]), ref(history.accounts[1])
    for counterparty in (other, history.cash):
        expected = [
            sequence
            for sequence, (each, _) in enumerate(history.moved(one.row), start=1)
            if counterparty.row in {leg.account for leg in each.entry.postings}
        ]
        assert expected
        async with backend.unit(read_only=True) as unit:
            wanted = EntryFilter(counterparty=counterparty)
            assert await _sequences(unit, one, wanted, 3) == expected[::-1]
    async with backend.unit(read_only=True) as unit:
        for nobody in (one, AccountRef(other.row, other.opened_ms + 1)):
            wanted = EntryFilter(counterparty=nobody)
            assert await _sequences(unit, one, wanted, 3) == []


async def _sequences(unit: Unit, account: AccountRef, wanted: EntryFilter, limit: int) -> list[int]:
    seen: list[Numbered] = []
    within = Numbers()
    while True:
        page = await unit.entries.of_account(account, wanted, within, limit=limit)
        assert len(page.entries) <= limit
        seen += page.entries
        if page.next_before is None:
            break
        within = Numbers().before(page.next_before)
    assert all(
        any((each.account, each.sequence) == (account.row, sequence) for each in view.postings)
        for sequence, view in seen
    )
    return [sequence for sequence, _ in seen]


async def test_entries_are_found_within_a_range_and_onward(backend: Backend) -> None:
    history = await lived_through(backend, 5, batches=20)
    account = ref(history.accounts[1])
    last = len(history.moved(account.row))
    within = Numbers(2, last - 1)
    async with backend.unit(read_only=True) as unit:
        back = await unit.entries.of_account(account, EntryFilter(), within, limit=200)
        onward = await unit.entries.of_account_onward(account, within, limit=200)
        first = await unit.entries.of_account_onward(account, within, limit=2)
    assert back.next_before is None
    assert [number for number, _ in onward] == list(range(3, last))
    assert list(back.entries) == list(onward)[::-1]
    assert list(first) == list(onward)[:2]


async def test_the_books_entries_are_read_both_ways(backend: Backend) -> None:
    history = await lived_through(backend, 6, batches=20)
    rows = [each.entry.row for each in history.recorded]
    of_kind = [e.entry.row for e in history.recorded if e.entry.kind is EntryKind.DEPOSIT]
    async with backend.unit(read_only=True) as unit:
        for kind, expected in ((None, rows), (EntryKind.DEPOSIT, of_kind)):
            seen: list[int] = []
            within = Numbers()
            while True:
                page = await unit.entries.of_book(kind, within, limit=4)
                seen += [number for number, _ in page.entries]
                if page.next_before is None:
                    break
                within = Numbers().before(page.next_before)
            assert seen == expected[::-1]
        onward = await unit.entries.of_book_onward(Numbers(3, 9), limit=100)
    assert [number for number, _ in onward] == rows[3:9]
    assert [view.postings for _, view in onward] == [
        each.entry.postings for each in history.recorded[3:9]
    ]


async def test_an_account_that_is_not_there_has_no_entries(backend: Backend) -> None:
    row, opened_ms = ref((await lived_through(backend, 1, batches=2)).accounts[0])
    guess = AccountRef(row, opened_ms + 1)
    async with backend.unit(read_only=True) as unit:
        assert await unit.entries.of_account(guess, EntryFilter(), Numbers(), limit=2) == ([], None)
        assert await unit.entries.of_account_onward(guess, Numbers(), limit=2) == []
