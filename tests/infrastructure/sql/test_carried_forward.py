"""A bank filled under the first schema goes on under the second as if it had begun there."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import as_file, files
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, Row, text
from tests import postgresql

from bank.infrastructure.sql.legs import packed
from bank.infrastructure.sql.migrating import configuration, migrate

FIRST = date(2026, 9, 29)
OPEN_DAY = date(2026, 11, 3)
LIABILITY, ASSET = 2, 1
TILL, YEN_TILL, ADA, BEN, IDLE = 101, 102, 103, 104, 105
TRANSFER, DEPOSIT, WITHDRAWAL = 1, 2, 3
ACCOUNTS = {
    TILL: (ASSET, "1010", "EUR", None),
    YEN_TILL: (ASSET, "1010", "JPY", None),
    ADA: (LIABILITY, "2100", "EUR", 0),
    BEN: (LIABILITY, "2100", "EUR", 500),
    IDLE: (LIABILITY, "2100", "JPY", 0),
}
CUSTOMERS = (ADA, BEN, IDLE)
OPENED_AT = datetime(2026, 9, 28, 23, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Booked:
    """One entry: so many days after the first, counting from so many days before that."""

    days: int
    kind: int
    debit: int
    credit: int
    amount_minor: int
    backdated: int = 0

    @property
    def day(self) -> date:
        return FIRST + timedelta(days=self.days)


HISTORY = (
    Booked(0, DEPOSIT, TILL, ADA, 1000),
    Booked(0, TRANSFER, ADA, BEN, 300),
    Booked(1, WITHDRAWAL, BEN, TILL, 50),
    Booked(2, DEPOSIT, TILL, BEN, 70, backdated=2),
    Booked(2, TRANSFER, BEN, ADA, 20),
    Booked(6, DEPOSIT, TILL, ADA, 5, backdated=7),
    Booked(6, DEPOSIT, TILL, BEN, 11, backdated=6),
    Booked(31, TRANSFER, ADA, BEN, 400),
    Booked(34, DEPOSIT, TILL, BEN, 1),
    Booked(35, TRANSFER, BEN, ADA, 600, backdated=3),
    Booked(35, TRANSFER, BEN, ADA, 2),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Fill a bank under the first schema, and bring it to the newest."""
    with postgresql.database(_unseeded) as database:
        engine = database.migration_engine()
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        with engine.connect() as connection:
            with as_file(files("bank.infrastructure.sql.migrations")) as folder:
                command.upgrade(configuration(connection, folder), "0001")
            connection.commit()
        with engine.begin() as connection:
            _fill(connection)
        migrate(engine, application_role=None)
        yield engine
        engine.dispose()


def _unseeded(_engine: Engine) -> None:
    """Leave the database as the migrations made it."""


def _fill(connection: Connection) -> None:
    balances: Counter[int] = Counter()
    sequences: Counter[int] = Counter()
    for number, booked in enumerate(HISTORY, start=1):
        legs = [(booked.debit, booked.amount_minor), (booked.credit, -booked.amount_minor)]
        for account, amount_minor in legs:
            balances[account] += amount_minor
            sequences[account] += 1
            _insert(
                connection,
                "posting",
                book=1,
                account=account,
                sequence=sequences[account],
                entry=number,
                amount_minor=amount_minor,
                balance_minor=balances[account],
                available_minor=None,
            )
        _insert(
            connection,
            "journal_entry",
            book=1,
            id=number,
            recorded_at=_recorded_at(number),
            booking_date=booked.day,
            value_date=booked.day - timedelta(days=booked.backdated),
            kind=booked.kind,
            key_is_id=False,
            key=UUID(int=number),
            audit_event=UUID(int=1000 + number),
            digest=bytes(16),
            legs=packed([(account, sequences[account]) for account, _ in legs]),
        )
    for row, (kind, gl_code, currency, overdraft_minor) in ACCOUNTS.items():
        _insert(
            connection,
            "ledger_account",
            book=1,
            id=row,
            opened_ms=1,
            balance_minor=balances[row],
            held_minor=0,
            sequence=sequences[row],
            overdraft_minor=overdraft_minor,
            kind=kind,
            status=1,
            currency=currency,
            gl_code=gl_code,
            branch="main",
            position=f"cash/{row}" if overdraft_minor is None else None,
        )
    _people(connection)
    _insert(
        connection,
        "ledger_head",
        book=1,
        last_entry=len(HISTORY),
        last_recorded_at=_recorded_at(len(HISTORY)),
        booking_date=OPEN_DAY,
    )


def _people(connection: Connection) -> None:
    sealed = dict.fromkeys(("sealed_full_name", "sealed_email"), b"sealed")
    indexed = dict.fromkeys(("index_full_name", "index_email"), b"index")
    at = {"created_at": OPENED_AT, "kind": "person", "branch": "main", "version": 1}
    _insert(connection, "branch", book=1, code="main", name="Main")
    _insert(connection, "customer", book=1, id=7, **at, **sealed, **indexed)
    for row in CUSTOMERS:
        _insert(
            connection,
            "customer_account",
            book=1,
            id=row,
            opened_at=OPENED_AT,
            customer=7,
            product="current",
            product_version=1,
            version=1,
            sealed_number=b"sealed",
            index_number=str(row).encode(),
        )


def _insert(connection: Connection, table: str, **values: Any) -> None:
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)  # noqa: S608


def _recorded_at(number: int) -> datetime:
    day = HISTORY[number - 1].day
    return datetime(day.year, day.month, day.day, 8, number, tzinfo=UTC)


def _rows(engine: Engine, statement: str, **values: Any) -> list[Row[Any]]:
    with engine.connect() as connection:
        return list(connection.execute(text(statement), values).all())


def _of(account: int) -> list[tuple[Booked, int]]:
    """Give what was booked on an account, with its signed amount."""
    sides = [(b, b.debit, b.amount_minor) for b in HISTORY]
    sides += [(b, b.credit, -b.amount_minor) for b in HISTORY]
    own = [(booked, amount) for booked, of, amount in sides if of == account]
    return sorted(own, key=lambda each: HISTORY.index(each[0]))


def _debited(amounts: list[int]) -> int:
    return sum(amount for amount in amounts if amount > 0)


def test_every_posting_says_what_was_debited_up_to_it(engine: Engine) -> None:
    for account in ACCOUNTS:
        wanted = "SELECT debits_minor FROM posting WHERE account = :account ORDER BY sequence"
        found = _rows(engine, wanted, account=account)
        amounts = [amount for _, amount in _of(account)]
        sums = [_debited(amounts[: n + 1]) for n in range(len(amounts))]
        assert [row.debits_minor for row in found] == sums


@pytest.mark.parametrize("account", ACCOUNTS)
def test_counters_are_what_the_ledger_would_have_counted(engine: Engine, account: int) -> None:
    (found,) = _rows(engine, "SELECT * FROM ledger_account WHERE id = :id", id=account)
    own = _of(account)
    last = max((booked.day for booked, _ in own), default=date(1970, 1, 1))
    day = [amount for booked, amount in own if booked.day < last]
    month = [amount for booked, amount in own if booked.day < last.replace(day=1)]
    assert found.balance_minor == sum(amount for _, amount in own)
    assert found.debits_minor == _debited([amount for _, amount in own])
    assert found.counted_on == last
    assert (found.day_debits_minor, found.day_balance_minor) == (_debited(day), sum(day))
    assert (found.month_debits_minor, found.month_balance_minor) == (_debited(month), sum(month))
    assert (found.blocked, found.limited, found.holds_expire_at) == (0, False, None)


def test_customers_accounts_have_their_product_and_the_day_of_their_last_own_doing(
    engine: Engine,
) -> None:
    found = _rows(engine, "SELECT id, product, active_on FROM ledger_account ORDER BY id")
    assert [tuple(row) for row in found] == [
        (TILL, None, None),
        (YEN_TILL, None, None),
        (ADA, "current", FIRST + timedelta(days=31)),
        (BEN, "current", FIRST + timedelta(days=35)),
        (IDLE, "current", OPENED_AT.date()),
    ]


def test_every_day_before_the_open_one_is_closed_also_those_without_entries(
    engine: Engine,
) -> None:
    found = _rows(engine, "SELECT * FROM business_day ORDER BY day")
    assert [row.day for row in found] == [FIRST + timedelta(days=n) for n in range(35)]
    for row in found:
        last = max(n for n, booked in enumerate(HISTORY, start=1) if booked.day <= row.day)
        assert (row.last_entry, row.closed_at) == (last, _recorded_at(last))
        assert row.audit_event == UUID(int=1000 + last)


def test_totals_of_closed_days_are_the_sums_of_what_was_booked_by_then(engine: Engine) -> None:
    found = _rows(engine, "SELECT * FROM business_day_total")
    totals = {(row.day, row.gl_code, row.currency): row.balance_minor for row in found}
    sums: defaultdict[tuple[date, str, str], int] = defaultdict(int)
    for account, (_, gl_code, currency, _) in ACCOUNTS.items():
        for booked, amount in _of(account):
            day = booked.day
            while day < OPEN_DAY:
                sums[day, gl_code, currency] += amount
                day += timedelta(days=1)
    assert totals == sums
    assert {(row.gl_code, row.kind) for row in found} == {("1010", ASSET), ("2100", LIABILITY)}


def test_backdated_postings_are_noted_with_their_running_sums(engine: Engine) -> None:
    found = _rows(engine, "SELECT * FROM backdated_posting ORDER BY account, sequence")
    noted = [
        (
            row.account,
            row.sequence,
            row.entry,
            row.booking_date,
            row.value_date,
            row.amount_minor,
            row.running_minor,
            row.running_postings,
        )
        for row in found
    ]
    wanted = []
    for account in ACCOUNTS:
        running, count = 0, 0
        for sequence, (booked, amount) in enumerate(_of(account), start=1):
            if booked.backdated:
                running, count = running + amount, count + 1
                value_date = booked.day - timedelta(days=booked.backdated)
                entry = HISTORY.index(booked) + 1
                wanted.append(
                    (account, sequence, entry, booked.day, value_date, amount, running, count)
                )
    assert noted == wanted


def test_days_that_were_restated_have_the_sums_of_what_counts_from_them(engine: Engine) -> None:
    found = _rows(engine, "SELECT * FROM backdated_day")
    noted = {(row.account, row.value_date): (row.amount_minor, row.postings) for row in found}
    wanted: dict[tuple[int, date], tuple[int, int]] = {}
    for account in ACCOUNTS:
        for booked, amount in _of(account):
            if booked.backdated:
                place = (account, booked.day - timedelta(days=booked.backdated))
                before = wanted.get(place, (0, 0))
                wanted[place] = (before[0] + amount, before[1] + 1)
    assert noted == wanted
