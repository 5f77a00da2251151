"""A bank that was filled under the first schema is migrated, beside readers and through kills."""

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from alembic import command
from sqlalchemy import Engine
from tests import postgresql
from tests.people_who_sign_in import NAME, PASSWORD
from tests.system.assembly import bank_over
from tests.system.first_bank.fill import HERE, PASSPHRASE
from tests.system.served_bank import BANK, environment

from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap.database import APPLICATION_ROLE, Database
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.identifiers import public_id_at
from bank.domain.principals import PrincipalKind, PrincipalState
from bank.domain.sessions import SessionKind
from bank.infrastructure.embedded_postgresql.binaries import find_binaries
from bank.infrastructure.sql.migrating import (
    configuration,
    known_revisions,
    migrate,
    revision_of,
)

NEWEST = max(known_revisions())
KEYS = (f"--bank.keys.passphrase={PASSPHRASE}",)
_PATIENCE_SECONDS = 30.0
_BALANCES = "SELECT id, balance_minor FROM ledger_account ORDER BY id"
_SUMS = "SELECT account, sum(amount_minor)::bigint FROM posting GROUP BY account ORDER BY account"
_WAITERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'bank_migrator' AND wait_event_type = 'Lock'
"""
_MIGRATORS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'bank_migrator'
"""
_VACUUMS = """
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE datname = current_database() AND backend_type = 'autovacuum worker'
      AND relation = 'posting'::regclass AND mode = 'ShareUpdateExclusiveLock' AND granted
"""
_SLOWLY = """
    ALTER TABLE posting SET (autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0,
                             autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)
"""
_DEAD_ROWS = """
    INSERT INTO posting (book, account, sequence, entry, amount_minor, balance_minor)
    SELECT 2, 1, n, n, 0, 0 FROM generate_series(1, 50000) n
"""


@pytest.fixture
def first() -> Iterator[Database]:
    """The database as the first release left it."""
    with postgresql.database(_unseeded) as database:
        with psycopg.connect(database.migration_url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
        psql = find_binaries().postgres.with_name("psql")
        subprocess.run(
            [psql, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", database.migration_url],
            input=(HERE / "bank.sql").read_bytes(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield database


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "keys").mkdir(parents=True, mode=0o700)
    shutil.copyfile(HERE / "keystore.json", tmp_path / "home" / "keys" / "keystore.json")
    (tmp_path / "home" / "keys" / "keystore.json").chmod(0o600)
    (tmp_path / "home" / "keys").chmod(0o700)
    return tmp_path / "home"


class Reader(threading.Thread):
    """Reads balances and postings with the first schema's statements, again and again.

    Whoever keeps it from reading for five seconds makes it fail.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(daemon=True)
        self._url = database.migration_url
        self._over = threading.Event()
        self.balances = balances_of(database)
        self.reads = 0
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            with psycopg.connect(self._url, options="-c lock_timeout=5s") as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                while not self._over.is_set():
                    with connection.transaction():
                        held: dict[int, int] = dict(connection.execute(_BALANCES).fetchall())
                        sums: dict[int, int] = dict(connection.execute(_SUMS).fetchall())
                    assert held == self.balances
                    assert sums == {of: held[of] for of in sums}
                    self.reads += 1
        except (AssertionError, psycopg.Error) as fault:
            self.fault = fault

    def reads_on(self) -> None:
        """Wait until it has read once more."""
        before = self.reads
        until(lambda: self.reads > before or self.fault is not None)
        assert self.fault is None, self.fault

    def stop(self) -> None:
        """End it, and say what it met."""
        self._over.set()
        self.join()
        assert self.fault is None, self.fault
        assert self.reads > 0


@contextmanager
def reading(database: Database) -> Iterator[Reader]:
    reader = Reader(database)
    reader.start()
    yield reader
    reader.stop()


def balances_of(database: Database) -> dict[int, int]:
    with psycopg.connect(database.migration_url) as connection:
        return dict(connection.execute(_BALANCES).fetchall())


async def prove_and_go_on(database: Database, home: Path, before: dict[int, int]) -> None:
    """Balances are what they were, the ledger holds, and money moves."""
    after = balances_of(database)
    assert after == before | dict.fromkeys(after.keys() - before.keys(), 0)
    with psycopg.connect(database.migration_url) as connection:
        found = connection.execute(
            "SELECT a.id, a.opened_ms FROM ledger_account a JOIN customer_account c"
            " ON c.book = a.book AND c.id = a.id ORDER BY a.balance_minor DESC"
        ).fetchall()
    payer, payee = (str(public_id_at(opened_ms, row)) for row, opened_ms in found[:2])
    async with bank_over(database, home, arguments=KEYS) as bank:
        assert await bank.findings() == []
        await bank.run(PostTransfer, TransferOrder(payer, payee, 123, "EUR"))
        left = (await bank.run(GetAccount, AccountByName(payer))).result
        assert left.balance_minor == -before[found[0][0]] - 123
        assert await bank.findings() == []


async def test_it_migrates_beside_readers_who_never_wait_for_long(
    first: Database, home: Path
) -> None:
    """Scenario: it is migrated while one reads on and a long report keeps its snapshot open.

    Outcome: the migration lets its locks go and asks again until the report has ended; whoever
    reads sees the same balances all the time; then the ledger holds and postings go on.
    """
    engine = first_engine(first)
    with reading(first) as reader, psycopg.connect(first.migration_url) as report:
        report.execute("SELECT count(*) FROM posting")
        migration = threading.Thread(
            target=migrate, args=[engine], kwargs={"application_role": APPLICATION_ROLE}
        )
        migration.start()
        for _ in range(2):
            until(lambda: waiters(first) > 0)
            until(lambda: waiters(first) == 0)
        reader.reads_on()
        assert revision_of(engine) == "0001"
        report.rollback()
        migration.join()
        reader.reads_on()
    assert revision_of(engine) == NEWEST
    engine.dispose()
    await prove_and_go_on(first, home, reader.balances)


async def test_whoever_was_a_customer_is_let_in(first: Database, home: Path) -> None:
    """Scenario: a customer of the first release is given a name and a password afterwards.

    Outcome: they sign in as who they were, in the role of a customer.
    """
    engine = first_engine(first)
    migrate(engine, application_role=APPLICATION_ROLE)
    engine.dispose()
    with psycopg.connect(first.migration_url) as connection:
        rows = connection.execute("SELECT subject FROM principal ORDER BY id").fetchall()
    async with bank_over(first, home, arguments=KEYS) as bank:
        scopes = DishkaScopes(bank.container)
        async with scopes.open(UseCaseKind.COMMAND) as scope:
            principals: Principals = await scope.get(Principals)
            found = [await principals.find(subject) for (subject,) in rows]
            assert found[0] is not None
            assert [str(each) for each in await principals.customers_of(found[0].row)] == [*rows[0]]
            await principals.name(found[0].row, NAME)
            await (await scope.get(Passwords)).set(found[0].row, PASSWORD, found[0].created_at)
            await (await scope.get(UnitOfWork)).commit()
        shown = Credentials(name=NAME, password=PASSWORD, session_kind=SessionKind.APP)
        signed_in = (await bank.run(BeginSignIn, shown, roles=("anonymous",))).result
    assert signed_in.assurance == 1
    facts = {(each.kind, each.state, each.roles, each.version) for each in found if each}
    assert facts == {(PrincipalKind.CUSTOMER, PrincipalState.ACTIVE, ("customer",), 1)}


async def test_autovacuum_gives_way(first: Database, home: Path) -> None:
    """Scenario: it is migrated while autovacuum is at the postings, and will be for minutes.

    Outcome: autovacuum is cancelled before it has ended, and readers go on all the time.
    """
    engine = first_engine(first)
    with reading(first) as reader:
        vacuum_slowly(first)
        migrate(engine, application_role=APPLICATION_ROLE)
        reader.reads_on()
    assert revision_of(engine) == NEWEST
    engine.dispose()
    vacuums = "SELECT autovacuum_count FROM pg_stat_user_tables WHERE relname = 'posting'"
    assert number(first, vacuums) == 0
    await prove_and_go_on(first, home, reader.balances)


async def test_it_counts_what_is_booked_once(first: Database, home: Path) -> None:
    """Scenario: one keeps rows of accounts locked when the migration is about to count.

    Outcome: the migration asks again and again before it counts; then it writes each posting once.
    """
    engine, before = first_engine(first), balances_of(first)
    step_to(engine, "0001a")
    with psycopg.connect(first.migration_url) as other:
        other.execute("SELECT 1 FROM ledger_account FOR NO KEY UPDATE")
        migration = threading.Thread(
            target=migrate, args=[engine], kwargs={"application_role": APPLICATION_ROLE}
        )
        migration.start()
        for _ in range(3):
            until(lambda: waiters(first) > 0)
            until(lambda: waiters(first) == 0)
        other.rollback()
        migration.join()
    assert revision_of(engine) == NEWEST
    engine.dispose()
    until(lambda: number(first, _MIGRATORS) == 0)
    written = number(first, "SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'posting'")
    assert written == number(first, "SELECT count(*) FROM posting")
    await prove_and_go_on(first, home, before)


@pytest.mark.parametrize(
    ("killed_at", "in_its_way"),
    [
        ("0001", "SELECT 1 FROM posting FOR UPDATE"),
        ("0001a", "SELECT 1 FROM posting FOR UPDATE"),
        ("0001a", "LOCK TABLE business_day IN SHARE MODE"),
    ],
    ids=["making room", "before counting", "while counting"],
)
async def test_a_killed_migration_is_run_again(
    first: Database, home: Path, killed_at: str, in_its_way: LiteralString
) -> None:
    """Scenario: `bank migrate` is killed while it waits in each of its two steps.

    Outcome: readers see the same balances, the schema is where that step began, and the next run
    finishes.
    """
    engine, before = first_engine(first), balances_of(first)
    step_to(engine, killed_at)
    with reading(first), psycopg.connect(first.migration_url) as other:
        other.execute(in_its_way)
        migrating = start_migrating(first, home)
        until(lambda: waiters(first) > 0)
        migrating.kill()
        migrating.wait()
        other.rollback()
    assert revision_of(engine) == killed_at
    again = start_migrating(first, home)
    assert again.wait(60) == 0
    assert revision_of(engine) == NEWEST
    engine.dispose()
    await prove_and_go_on(first, home, before)


def start_migrating(database: Database, home: Path) -> subprocess.Popen[bytes]:
    """Run `bank migrate`."""
    settings = [
        f"--bank.home={home}",
        f"--bank.database.url={database.url}",
        f"--bank.database.migration-url={database.migration_url}",
    ]
    return subprocess.Popen(
        [BANK, "migrate", *settings], env=environment(), stdout=subprocess.DEVNULL
    )


def vacuum_slowly(database: Database) -> None:
    """Make autovacuum begin with the postings, and stay for minutes."""
    with psycopg.connect(database.migration_url) as connection:
        connection.execute(_SLOWLY)
        connection.commit()
        connection.execute(_DEAD_ROWS)
        connection.rollback()
    with psycopg.connect(
        postgresql.server().dsn("postgres", "postgres"), autocommit=True
    ) as administrator:
        administrator.execute("ALTER SYSTEM SET autovacuum_naptime = '1s'")
        administrator.execute("SELECT pg_reload_conf()")
        try:
            until(lambda: number(database, _VACUUMS) > 0)
        finally:
            administrator.execute("ALTER SYSTEM RESET autovacuum_naptime")
            administrator.execute("SELECT pg_reload_conf()")


def step_to(engine: Engine, revision: str) -> None:
    """Migrate as far as one step."""
    with (
        engine.connect() as connection,
        as_file(files("bank.infrastructure.sql.migrations")) as folder,
    ):
        command.upgrade(configuration(connection, folder), revision)
        connection.commit()


def first_engine(database: Database) -> Engine:
    engine = database.migration_engine()
    assert revision_of(engine) == "0001"
    return engine


def waiters(database: Database) -> int:
    return number(database, _WAITERS)


def number(database: Database, query: LiteralString) -> int:
    with psycopg.connect(postgresql.server().dsn("postgres", _name(database))) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _name(database: Database) -> str:
    return database.url.partition("@/")[2].partition("?")[0]


def until(condition: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < _PATIENCE_SECONDS, "it never came to that"
        time.sleep(0.01)


def _unseeded(_engine: Engine) -> None:
    """Leave the database as the migrations made it."""
