"""Somebody signs in, enrols, pays, confirms and is refused: step-up as a client meets it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.people_who_sign_in import NAME, PASSWORD, code_of
from tests.system.asked_bank import AskedBank, asked_bank
from tests.system.assembly import clocked

from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.customer_accounts import CustomerAccount
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

STEP = timedelta(seconds=30)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(SystemClock().now())


@pytest.fixture
async def asked(tmp_path: Path, clock: SettableClock) -> AsyncIterator[AskedBank]:
    async with asked_bank(tmp_path, providers=[clocked(clock)]) as opened:
        yield opened


async def _ada(asked: AskedBank, clock: SettableClock) -> CustomerAccount:
    """Open an account with money for somebody who can sign in by a password."""
    account = await asked.bank.account(funds_minor=1_000_000)
    async with DishkaScopes(asked.bank.container).open(UseCaseKind.COMMAND) as scope:
        principals = await scope.get(Principals)
        found = await principals.find(str(account.owner_id), lock=True)
        assert found is not None
        await principals.name(found.row, NAME)
        await (await scope.get(Passwords)).set(found.row, PASSWORD, clock.now())
        await (await scope.get(UnitOfWork)).commit()
    return account


async def _sign_in(asked: AskedBank, code: str | None = None) -> str:
    answer = await asked.post("/v1/sessions", {"name": NAME, "password": PASSWORD})
    if code is not None:
        at = f"/v1/sessions/{answer.json()['attempt_id']}/factor"
        answer = await asked.post(at, {"kind": "totp", "proof": {"code": code}})
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["access_token"]
    return token


async def test_a_story_of_payments_that_are_confirmed(
    asked: AskedBank, clock: SettableClock
) -> None:
    account, payee = await _ada(asked, clock), await asked.bank.account()

    async def pay(amount: str, key: str, token: str) -> httpx.Response:
        body: dict[str, Any] = {
            "debit_account_id": str(account.id),
            "credit_account_id": str(payee.id),
            "amount": {"currency": "EUR", "amount": amount},
        }
        return await asked.post("/v1/transfers", body, key=key, token=token)

    def code() -> str:
        clock.move(STEP)
        return code_of(secret, clock.now())

    token = await _sign_in(asked)
    refused = await pay("10.00", "too early", token)
    assert (refused.status_code, refused.json()["code"]) == (403, "more_factors_needed")

    begun = (await asked.post("/v1/me/factors/totp", {"name": "phone"}, token=token)).json()
    secret = begun["secret"]
    at = f"/v1/me/factors/totp/{begun['id']}/confirm"
    assert (await asked.post(at, {"code": code()}, token=token)).status_code == 201
    token = await _sign_in(asked, code())
    made = await asked.post("/v1/me/factors/recovery-codes", b"", token=token)
    assert made.status_code == 200

    waits = await pay("10.00", "new payee", token)
    assert waits.status_code == 202, waits.text
    assert waits.json()["status"] == "challenge"
    at = waits.headers["location"]
    assert at == f"/v1/challenges/{waits.json()['challenge_id']}"
    headers = {"Authorization": f"Bearer {token}"}
    shown = (await asked.client.get(at, headers=headers)).json()
    assert shown["amount"] == {"currency": "EUR", "amount": "10.00"}
    assert (shown["action"], shown["payee"]) == ("transfer.post", str(payee.id))
    assert shown["factors"] == {"totp": {}}
    wrong = await asked.post(f"{at}/factor", _totp("000000"), token=token)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "challenge_failed")
    proved = await asked.post(f"{at}/factor", _totp(code()), token=token)
    assert (proved.status_code, proved.json()["status"]) == (200, "confirmed")
    assert (await pay("10.00", "new payee", token)).status_code == 201
    again = await pay("10.00", "new payee", token)
    assert again.headers["idempotency-replayed"] == "true"

    assert (await pay("500.00", "known payee", token)).status_code == 201
    waits = await pay("500.01", "much", token)
    assert waits.status_code == 202
    at = waits.headers["location"]
    assert (await asked.post(f"{at}/factor", _totp(code()), token=token)).status_code == 200
    changed = await pay("5000.01", "much", token)
    assert (changed.status_code, changed.json()["code"]) == (422, "idempotency_key_reused")
    gone = await asked.client.get(at, headers=headers)
    assert (gone.status_code, gone.json()["code"]) == (409, "challenge_over")
    foreign = await asked.client.get(at, headers={"Authorization": f"Bearer {await _other(asked)}"})
    assert (foreign.status_code, foreign.json()["code"]) == (404, "challenge_not_found")
    assert await asked.bank.balance(payee) == 51_000


async def _other(asked: AskedBank) -> str:
    return await asked.token("somebody else", roles=("customer",))


def _totp(code: str) -> dict[str, Any]:
    return {"kind": "totp", "proof": {"code": code}}
