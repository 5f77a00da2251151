"""``bank ledger check`` finds what was tampered with, behind the bank's back, and names it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from dishka import Provider, Scope
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, seeded
from tests.system.tampering import TAMPERING, damages
from tests.used_bank import use_everything

from bank.application.ledger.books import CheckStep
from bank.application.ledger.proofs import Proof
from bank.application.ports.clock import Clock
from bank.bootstrap.database import Database
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.sql.postgresql.books import PostgresqlBooks
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork
from bank.infrastructure.system.clock import SystemClock


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with postgresql.database(seeded) as database:
        asyncio.run(_use(database, tmp_path_factory.mktemp("used")))
        yield database


async def _use(database: Database, home: Path) -> None:
    clock = SettableClock(SystemClock().now())
    provider = Provider(scope=Scope.APP)
    provider.provide(lambda: clock, provides=Clock, override=True)
    async with bank_over(database, home, providers=[provider]) as bank:

        async def run(use_case: type[Any], command: Any) -> Any:
            return (await bank.run(use_case, command)).result

        await use_everything(run, clock)


@asynccontextmanager
async def _owner_of(database: Database) -> AsyncIterator[AsyncConnection]:
    """Connect as the role that may do everything, and undo it at the end."""
    engine = create_async_engine(
        make_url(database.migration_url).set(drivername="postgresql+psycopg")
    )
    async with engine.connect() as connection:
        yield connection
        await connection.rollback()
    await engine.dispose()


async def _proved(connection: AsyncConnection) -> list[CheckStep]:
    books = PostgresqlBooks(SqlUnitOfWork(connection, 1))
    return [step async for step in books.check()]


async def test_a_ledger_in_which_everything_was_used_holds(used: Database) -> None:
    async with _owner_of(used) as connection:
        steps = await _proved(connection)
    assert sorted(step.check for step in steps) == sorted(Proof)
    assert [step for step in steps if step.finding] == []
    assert all(step.looked_at for step in steps)


async def test_a_new_ledger_holds(bank: OpenBank) -> None:
    assert not await bank.findings()


@pytest.mark.parametrize(("proof", "damage"), damages(), ids=str)
async def test_tampering_is_found_by_its_proof_alone(
    used: Database, proof: Proof, damage: list[str]
) -> None:
    async with _owner_of(used) as connection:
        for statement in damage:
            assert (await connection.execute(text(statement))).rowcount > 0
        findings = [step.finding for step in await _proved(connection) if step.finding]
    assert [finding.check for finding in findings] == [proof]
    assert findings[0].count > 0
    assert any(letter.isdigit() for letter in findings[0].offender)


def test_every_proof_has_its_tampering() -> None:
    assert sorted(TAMPERING) == sorted(Proof)


async def test_whoever_runs_the_check_is_told_what_does_not_hold(bank: OpenBank) -> None:
    account = await bank.account(funds_minor=1000)
    engine = bank.database.migration_engine()
    with engine.begin() as connection:
        damage = "UPDATE ledger_account SET balance_minor = balance_minor - 1 WHERE id = :row"
        assert connection.execute(text(damage), {"row": account.row}).rowcount == 1
    engine.dispose()
    (finding,) = await bank.findings()
    assert finding.check is Proof.BALANCES_STORED
    assert (finding.offender, finding.count) == (f"account {account.row}", 1)
