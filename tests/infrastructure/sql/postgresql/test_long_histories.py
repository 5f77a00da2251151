"""A long history is read by key: no plan scans an account's postings, nor all entries."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from tests import postgresql
from tests.contracts.backend import CHART

from bank.application.ports.account_directory import AccountRef
from bank.application.ports.data_key_ring import OpenDataKeys
from bank.application.ports.entries import Direction, EntryFilter, Numbers
from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind
from bank.infrastructure.field_encryption.aes_gcm_field_cipher import AesGcmFieldCipher
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.infrastructure.sql.entry_search import STRETCH, STRETCHES_MAX
from bank.infrastructure.sql.postgresql.entries import PostgresqlEntries
from bank.infrastructure.sql.postgresql.positions import PostgresqlPositions
from bank.infrastructure.sql.restatements import SqlRestatements
from bank.infrastructure.sql.sealing import Vault
from bank.infrastructure.sql.seeding import seed
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork, unit_of_work

BEGUN = datetime(2024, 1, 1, tzinfo=UTC)
FIRST_DAY = BEGUN.date()
POSTINGS = 50_000
A_DAY = 100
"""How many entries are booked on each day."""

DAYS = POSTINGS // A_DAY
ACCOUNT, OTHER = AccountRef(RowId(1001), 1), AccountRef(RowId(1002), 1)
RARE = 12_345
"""The one entry that is a withdrawal."""

_HISTORY = f"""
INSERT INTO ledger_account (book, id, opened_ms, balance_minor, held_minor, sequence, debits_minor,
    day_debits_minor, day_balance_minor, month_debits_minor, month_balance_minor, counted_on, kind,
    status, blocked, limited, currency, gl_code, branch, overdraft_minor)
SELECT 1, id, 1, sign * {POSTINGS}, 0, {POSTINGS}, 0, 0, 0, 0, 0, '1970-01-01', 2, 1, 0, false,
       'EUR', '2100', 'main', 0
FROM (VALUES (1001, -1), (1002, 1)) AS a (id, sign);

INSERT INTO journal_entry (book, id, recorded_at, booking_date, value_date, kind, key_is_id, key,
                           audit_event, digest, legs)
SELECT 1, n, timestamptz '2024-01-01 00:00:00Z' + day * interval '1 day' + n * interval '1 second',
       date '2024-01-01' + day, date '2024-01-01' + day - CASE WHEN n % 10 = 0 THEN 3 ELSE 0 END,
       CASE WHEN n = {RARE} THEN 3 ELSE 1 END, false, gen_random_uuid(), gen_random_uuid(),
       decode(repeat('00', 16), 'hex'),
       int8send(1002) || int8send(n) || int8send(1001) || int8send(n)
FROM (SELECT n, CAST((n - 1) / {A_DAY} AS integer) AS day
      FROM generate_series(1, {POSTINGS}) AS n) AS entries;

INSERT INTO posting (book, account, sequence, entry, amount_minor, balance_minor, debits_minor)
SELECT 1, a.id, n, n, a.sign, a.sign * n, CASE WHEN a.sign = 1 THEN n ELSE 0 END
FROM generate_series(1, {POSTINGS}) AS n, (VALUES (1001, -1), (1002, 1)) AS a (id, sign);

INSERT INTO backdated_posting (book, account, sequence, entry, value_date, booking_date,
                               amount_minor, running_minor, running_postings)
SELECT 1, 1001, e.id, e.id, e.value_date, e.booking_date, -1, -(e.id / 10), e.id / 10
FROM journal_entry e WHERE e.value_date < e.booking_date;

INSERT INTO backdated_day (book, account, value_date, amount_minor, postings)
SELECT 1, 1001, value_date, -count(*), count(*) FROM backdated_posting GROUP BY value_date;

INSERT INTO business_day (book, day, last_entry, closed_at, audit_event)
SELECT 1, date '2024-01-01' + day, (day + 1) * {A_DAY}, timestamptz '2024-01-02 00:00:00Z',
       gen_random_uuid()
FROM generate_series(0, {DAYS} - 2) AS day;

UPDATE ledger_head SET last_entry = {POSTINGS}, booking_date = date '2024-01-01' + {DAYS} - 1;
"""  # noqa: S608 - of numbers in this module


class Bench:
    """The readers of one unit, and how the database went about each of their statements."""

    def __init__(self, engine: AsyncEngine, unit: SqlUnitOfWork, vault: Vault) -> None:
        self.entries = PostgresqlEntries(unit, vault.within(unit))
        self.positions = PostgresqlPositions(unit)
        self.restatements = SqlRestatements(unit)
        self._connection = unit.connection
        self._asked: list[tuple[str, Any]] = []
        event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, *given: Any) -> None:
        statement, parameters = given[2:4]
        if not statement.startswith("EXPLAIN"):
            self._asked.append((statement, parameters))

    async def plans(self) -> list[str]:
        """Explain what was asked so far, and forget it."""
        asked, self._asked = self._asked, []
        plans = []
        for statement, parameters in asked:
            found = await self._connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            plans.append("\n".join(found.scalars()))
        return plans


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    keys = LocalKeyService.open_or_create(tmp_path_factory.mktemp("long") / "keys", BEGUN)
    return Vault(keys, AesGcmFieldCipher(), OpenDataKeys(), SettableClock(BEGUN))


@asynccontextmanager
async def _opened(vault: Vault) -> AsyncIterator[Bench]:
    with postgresql.database(_seed) as database:
        with psycopg.connect(database.migration_url, autocommit=True) as connection:
            connection.execute(_HISTORY)
            connection.execute("VACUUM ANALYZE")
        engine = database.engine()
        async with unit_of_work(engine, 1, read_only=True) as unit:
            yield Bench(engine, unit, vault)
        await engine.dispose()


def _seed(engine: Any) -> None:
    seed(
        engine,
        book=1,
        chart=CHART,
        branches=[("main", "Main")],
        currencies=["EUR"],
        now=BEGUN,
    )


def _refuse_scans(plans: list[str]) -> None:
    assert plans
    for plan in plans:
        for table in ("posting", "journal_entry", "backdated_posting", "business_day"):
            assert f"Seq Scan on {table} " not in plan, plan


async def test_no_reader_of_a_long_history_scans_it(vault: Vault) -> None:
    async with _opened(vault) as bench:
        await _places_are_found(bench)
        await _restatements_are_found(bench)
        await _entries_are_found(bench)


async def _places_are_found(bench: Bench) -> None:
    positions, middle = bench.positions, FIRST_DAY + timedelta(days=DAYS // 2)
    days = [FIRST_DAY + timedelta(days=n) for n in range(400)]
    ends = await positions.ends_of([FIRST_DAY - timedelta(days=1), *days])
    assert list(ends) == [n * A_DAY for n in range(401)]
    found = await positions.of_account(ACCOUNT.row, ends)
    assert [each.sequence for each in found] == list(ends)
    assert [each.balance_minor for each in found] == [-each for each in ends]
    moment = datetime(middle.year, middle.month, middle.day, tzinfo=UTC)
    before = await positions.recorded_by(moment)
    assert 0 < before < POSTINGS
    _refuse_scans(await bench.plans())


async def _restatements_are_found(bench: Bench) -> None:
    day = FIRST_DAY + timedelta(days=DAYS // 2)
    through = (DAYS // 2 + 1) * A_DAY
    moved = await bench.restatements.since(ACCOUNT.row, day, through)
    assert (moved.amount_minor, moved.postings) == (-3 * A_DAY // 10, 3 * A_DAY // 10)
    page = await bench.restatements.listed(ACCOUNT.row, day, after=through, limit=5)
    assert len(page.restatements) == 5
    _refuse_scans(await bench.plans())


async def _entries_are_found(bench: Bench) -> None:
    entries, limit = bench.entries, 200
    for wanted in (
        EntryFilter(),
        EntryFilter(kind=EntryKind.TRANSFER, direction=Direction.IN, amount_from_minor=1),
        EntryFilter(counterparty=OTHER),
    ):
        page = await entries.of_account(ACCOUNT, wanted, Numbers(), limit=limit)
        assert [number for number, _ in page.entries] == [POSTINGS - n for n in range(limit)]
        assert page.next_before == POSTINGS - limit + 1
    onward = await entries.of_account_onward(ACCOUNT, Numbers(7, POSTINGS), limit=1000)
    assert [number for number, _ in onward] == list(range(8, 1008))
    assert len(await entries.of_book_onward(Numbers(7, POSTINGS), limit=1000)) == 1000
    assert len((await entries.of_book(None, Numbers(), limit=limit)).entries) == limit
    _refuse_scans(await bench.plans())
    for search in (_rare_on_account, _rare_in_book):
        assert await search(bench, POSTINGS) == (None, POSTINGS - STRETCH * STRETCHES_MAX + 1)
        assert await search(bench, RARE + 10) == (RARE, RARE + 11 - STRETCH * STRETCHES_MAX)
        _refuse_scans(await bench.plans())


async def _rare_on_account(bench: Bench, through: int) -> tuple[int | None, int | None]:
    wanted = EntryFilter(kind=EntryKind.WITHDRAWAL)
    page = await bench.entries.of_account(ACCOUNT, wanted, Numbers(0, through), limit=1)
    return next((number for number, _ in page.entries), None), page.next_before


async def _rare_in_book(bench: Bench, through: int) -> tuple[int | None, int | None]:
    page = await bench.entries.of_book(EntryKind.WITHDRAWAL, Numbers(0, through), limit=1)
    return next((number for number, _ in page.entries), None), page.next_before
