"""A database that is away or full, and a clock that falls back: problems by name, nothing lost."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from dishka import Provider, Scope
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url
from tests import postgresql
from tests.system.asked_bank import PROBLEM, AskedBank, asked_bank, documented_codes

from bank.application.ports.clock import Clock
from bank.domain.customer_accounts import CustomerAccount
from bank.infrastructure.in_memory.time_and_ids import SettableClock

FUNDS = 1000


@dataclass
class Scene:
    """A payer and a payee, and an operator with a hand on the database."""

    asked: AskedBank
    payer: CustomerAccount
    payee: CustomerAccount

    async def transfer(self, key: str, token: str | None = None) -> httpx.Response:
        body = {
            "debit_account_id": str(self.payer.id),
            "credit_account_id": str(self.payee.id),
            "amount": {"currency": "EUR", "amount": "1.00"},
        }
        return await self.asked.post("/v1/transfers", body, key=key, token=token)

    async def customer(self, key: str) -> httpx.Response:
        body = {"kind": "person", "full_name": "Ida Sommer", "email": "ida@example.com"}
        return await self.asked.post("/v1/customers", body, key=key)

    async def balances(self) -> tuple[int, int]:
        bank = self.asked.bank
        return await bank.balance(self.payer), await bank.balance(self.payee)

    def operate(self, *statements: str, inside: bool = False) -> None:
        """Run statements as the superuser; ``{}`` is the database."""
        name = make_url(self.asked.bank.database.url).database
        assert name is not None
        dsn = postgresql.server().dsn("postgres", name if inside else "postgres")
        with psycopg.connect(dsn, autocommit=True) as connection:
            for statement in statements:
                connection.execute(SQL(statement).format(Identifier(name)))
            if not inside:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    (name,),
                )


async def _open_accounts(asked: AskedBank) -> Scene:
    payer, payee = await asked.bank.account(funds_minor=FUNDS), await asked.bank.account()
    return Scene(asked, payer, payee)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with asked_bank(tmp_path) as asked:
        yield await _open_accounts(asked)


def unavailable(answer: httpx.Response, operation: str) -> None:
    """Say that an answer tells to come back, as documented."""
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"]) == (503, "database_unavailable"), answer.text
    assert answer.headers["content-type"] == PROBLEM
    assert int(answer.headers["retry-after"]) > 0
    assert "`database_unavailable`" in documented_codes(operation, 503)


AWAY = {
    "takes no connections": (
        "ALTER DATABASE {} ALLOW_CONNECTIONS false",
        "ALTER DATABASE {} ALLOW_CONNECTIONS true",
    ),
    "has no connection left": (
        "ALTER DATABASE {} CONNECTION LIMIT 0",
        "ALTER DATABASE {} CONNECTION LIMIT -1",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("how", AWAY)
async def test_while_the_database_is_away_requests_are_told_to_come_back(
    scene: Scene, how: str
) -> None:
    """Scenario: every connection of the bank is cut, and PostgreSQL refuses new ones for a while.

    Outcome: reads, commands and postings answer 503; the same keys are done later, once. (That the
    server itself is killed or stopped is tested on the served bank.)
    """
    away, back = AWAY[how]
    scene.operate(away)
    unavailable(await scene.transfer("while-away"), "postTransfer")
    unavailable(await scene.customer("while-away-too"), "createCustomer")
    unavailable(await scene.asked.get(f"/v1/accounts/{scene.payer.id}"), "getAccount")
    readiness = await scene.asked.client.get("/actuator/health/readiness")
    assert (readiness.status_code, readiness.json()) == (503, {"status": "DOWN"})
    scene.operate(back)
    assert (await scene.transfer("while-away")).status_code == 201
    again = await scene.transfer("while-away")
    assert again.headers["idempotency-replayed"] == "true"
    assert (await scene.customer("while-away-too")).status_code == 201
    assert await scene.balances() == (FUNDS - 100, 100)
    assert not await scene.asked.bank.findings()


FULL = """
CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file'; END $$
"""


async def test_on_a_full_disk_requests_are_told_to_come_back(scene: Scene) -> None:
    """Scenario: PostgreSQL says 53100 wherever an entry or a customer is to be written.

    Said by a trigger, because filling a real disk takes one; the adapter meets the same error at
    the same statements. Outcome: 503, what is read stays readable, nothing is half done; with room
    again the same keys are done once.
    """
    tables = ("posting", "customer")
    scene.operate(FULL.replace("{", "{{").replace("}", "}}"), inside=True)
    for table in tables:
        trigger = f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table}"
        scene.operate(f"{trigger} FOR EACH STATEMENT EXECUTE FUNCTION disk_full()", inside=True)
    unavailable(await scene.transfer("full"), "postTransfer")
    unavailable(await scene.customer("full-too"), "createCustomer")
    assert await scene.balances() == (FUNDS, 0)
    for table in tables:
        scene.operate(f"DROP TRIGGER full_{table} ON {table}", inside=True)
    for _ in range(2):
        assert (await scene.transfer("full")).status_code == 201
        assert (await scene.customer("full-too")).status_code == 201
    assert await scene.balances() == (FUNDS - 100, 100)
    assert not await scene.asked.bank.findings()


async def test_a_clock_that_falls_back_changes_no_order_and_loses_nothing(tmp_path: Path) -> None:
    """Scenario: two transfers, then the clock falls back by three days, then two more.

    Outcome: a token from the future is refused by name; with a new one the transfers are posted,
    never recorded or booked before those that they follow; keys still replay.
    """
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    clock = SettableClock(noon)
    provider = Provider(scope=Scope.APP)
    provider.provide(lambda: clock, provides=Clock, override=True)
    async with asked_bank(tmp_path, providers=[provider]) as asked:
        clock.set(noon + timedelta(days=400))
        scene = await _open_accounts(asked)
        answers = [await scene.transfer(f"before-{number}") for number in range(2)]
        token = await asked.token()
        clock.move(timedelta(days=-3))
        early = await scene.transfer("early", token)
        assert (early.status_code, early.json()["code"]) == (401, "token_invalid")
        assert "`token_invalid`" in documented_codes("postTransfer", 401)
        answers += [await scene.transfer(f"after-{number}") for number in range(2)]
        assert [answer.status_code for answer in answers] == [201] * 4
        for fact in ("recorded_at", "booking_date"):
            told = [answer.json()[fact] for answer in answers]
            assert told == sorted(told)
        assert (await scene.transfer("before-0")).headers["idempotency-replayed"] == "true"
        assert await scene.balances() == (FUNDS - 400, 400)
        assert not await asked.bank.findings()
