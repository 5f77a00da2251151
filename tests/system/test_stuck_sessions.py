"""Sessions that stand still with a lock in their hands: the bank says so in time, and goes on."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests import postgresql
from tests.system.assembly import CUSTOMER, OpenBank, bank_over, seeded

from bank.application.accounts.change_account import AccountRenaming, RenameAccount
from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap.database import Database
from bank.bootstrap.settings import DatabaseSettings
from bank.domain.customer_accounts import CustomerAccount
from bank.infrastructure.sql.unit_of_work import unit_of_work

IMPATIENT = DatabaseSettings(
    pool_size=2, lock_timeout=timedelta(seconds=0.2), idle_timeout=timedelta(seconds=0.5)
)
HEAD = "SELECT * FROM ledger_head FOR UPDATE"


@dataclass
class Scene:
    bank: OpenBank
    payer: CustomerAccount
    payee: CustomerAccount

    async def transfer(self, key: str) -> Any:
        return await self.bank.transfer(self.payer, self.payee, 1, key=key)


@asynccontextmanager
async def scene_over(database: Database, home: Path) -> AsyncIterator[Scene]:
    async with bank_over(database, home) as bank:
        customer = await bank.customer()
        payer = await bank.account(customer.id, funds_minor=1000)
        yield Scene(bank, payer, await bank.account())


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    with postgresql.database(seeded, IMPATIENT) as database:
        async with scene_over(database, tmp_path) as opened:
            yield opened


@contextmanager
def stuck(database: Database, statement: str, *values: object) -> Iterator[None]:
    """A session of the schema's owner, which no timeout of ours ends, inside a transaction."""
    with psycopg.connect(database.migration_url) as connection:
        connection.execute(statement, values)
        yield
        connection.rollback()


async def test_while_the_head_is_held_for_ever_postings_are_told_to_come_back(scene: Scene) -> None:
    """Scenario: a foreign session locks the book's head and never ends; two transfers arrive.

    Outcome: both are told in a bounded time that the database is not there for them, also the one
    that waited behind the first; once the head is free, the same keys post once.
    """
    with stuck(scene.bank.database, HEAD):
        began = time.monotonic()
        first = asyncio.create_task(scene.transfer("first"))
        await asyncio.sleep(0.3)
        answers = await asyncio.gather(first, scene.transfer("second"), return_exceptions=True)
        took = time.monotonic() - began
        assert [type(answer) for answer in answers] == [DatabaseUnavailable] * 2
        assert took < 2 * (5 * 0.2 + 0.5)
    for _ in range(2):
        for key in ("first", "second"):
            await scene.transfer(key)
    assert await scene.bank.balance(scene.payee) == 2
    assert not await scene.bank.findings()


async def test_what_a_frozen_process_of_ours_holds_is_free_again_by_itself(scene: Scene) -> None:
    """Scenario: a session with the settings of our own locks the head, and its process freezes.

    Outcome: PostgreSQL ends it, and a transfer that waited meanwhile is posted.
    """
    engine = scene.bank.database.engine()
    async with engine.connect() as frozen:
        await frozen.exec_driver_sql(HEAD)
        began = time.monotonic()
        await scene.transfer("behind")
        assert 0.3 < time.monotonic() - began < 2.0
        await frozen.invalidate()
    await engine.dispose()
    assert await scene.bank.balance(scene.payee) == 1


async def test_a_process_that_thaws_finds_its_unit_gone_and_may_repeat_it(scene: Scene) -> None:
    """Scenario: a unit of work stands still until PostgreSQL has ended its transaction.

    Outcome: its next statement fails as a lost race does, which the pipeline repeats.
    """
    engine = await scene.bank.container.get(AsyncEngine)

    async def freezing() -> None:
        async with unit_of_work(engine, 1) as unit:
            await unit.connection.execute(text("DELETE FROM idempotency_record"))
            await asyncio.sleep(0.8)
            await unit.connection.execute(text("SELECT 1"))

    with pytest.raises(TransientFault):
        await freezing()
    assert (await scene.transfer("after")).result is not None


async def test_a_claim_that_never_ends_delays_its_batch_but_not_the_next(scene: Scene) -> None:
    """Scenario: a key is claimed by a session that never ends; a transfer comes with that key.

    Outcome: it is told to come back in a bounded time, and a stranger's transfer then is posted.
    """
    digest = scene.bank.digests.digest("idempotency-key", "tests", "claimed")
    claim = (
        "INSERT INTO idempotency_record (book, key, digest, created_at, audit_event, outcome)"
        " VALUES (1, %s, 'x', now(), gen_random_uuid(), 'done')"
    )
    order = TransferOrder(
        str(scene.payer.id), str(scene.payee.id), 1, "EUR", id=UUID(int=(4 << 76) | (2 << 62) | 7)
    )
    with stuck(scene.bank.database, claim, UUID(bytes=digest[:16])):
        waiting = asyncio.create_task(scene.bank.run(PostTransfer, order, key="claimed"))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await scene.transfer("stranger")
        assert time.monotonic() - began < 2.0
        with pytest.raises(DatabaseUnavailable):
            await waiting
    assert await scene.bank.balance(scene.payee) == 1


async def test_requests_never_wait_for_a_connection_that_they_hold_themselves(scene: Scene) -> None:
    """Scenario: at a pool of two, customers rename, read and pay, sixty requests at once.

    Outcome: all are answered, and none waits until a pool gives up.
    """
    bank, owner = scene.bank, str(scene.payer.owner_id)
    name, pool_gives_up_s = str(scene.payer.id), 5
    await bank.let_pay(owner, scene.payee)
    began = time.monotonic()
    asked: list[Any] = []
    for number in range(20):
        rename = AccountRenaming(account=name, name=f"Number {number}")
        asked += [
            bank.run(RenameAccount, rename, roles=CUSTOMER, subject=owner),
            bank.run(GetAccount, AccountByName(name), roles=CUSTOMER, subject=owner),
            bank.transfer(scene.payer, scene.payee, 1, roles=CUSTOMER, subject=owner),
        ]
    await asyncio.gather(*asked)
    assert time.monotonic() - began < pool_gives_up_s
    assert await bank.balance(scene.payee) == 20
