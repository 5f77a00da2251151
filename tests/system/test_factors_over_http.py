"""Somebody enrols their factors over HTTP and signs in by each; nothing of it lies in the clear."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.people_who_sign_in import NAME, PASSWORD, person
from tests.rfc6238 import independent_code
from tests.system.asked_bank import AskedBank, asked_bank
from tests.system.assembly import clocked

from bank.bootstrap.scopes import DishkaScopes
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

STEP = timedelta(seconds=30)
NEW = "the harbour smelled of tar"
TABLES = ("password_credential", "authenticator", "recovery_code", "audit_event", "outbox_event")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(SystemClock().now())


@pytest.fixture
async def asked(tmp_path: Path, clock: SettableClock) -> AsyncIterator[AskedBank]:
    async with asked_bank(tmp_path, providers=[clocked(clock)]) as opened:
        await person(DishkaScopes(opened.bank.container), clock.now())
        yield opened


async def sign_in(asked: AskedBank, **factor: str) -> dict[str, Any]:
    """Sign in by password, and by a code of a kind if one is asked for."""
    answer = await asked.post("/v1/sessions", {"name": NAME, "password": factor.pop("password")})
    if answer.status_code == 202:
        ((kind, code),) = factor.items()
        at = f"/v1/sessions/{answer.json()['attempt_id']}/factor"
        answer = await asked.post(at, {"kind": kind, "proof": {"code": code}})
    found: dict[str, Any] = answer.json()
    return found


def shown_by(secret: str, clock: SettableClock) -> str:
    """Ask an authenticator that is not ours."""
    return independent_code(secret, clock.now())


async def enrolled(asked: AskedBank, token: str, clock: SettableClock) -> str:
    """Enrol an authenticator, and give its secret."""
    begun = await asked.post("/v1/me/factors/totp", {"name": "blue phone"}, token=token)
    secret: str = begun.json()["secret"]
    at = f"/v1/me/factors/totp/{begun.json()['id']}/confirm"
    done = await asked.post(at, {"code": shown_by(secret, clock)}, token=token)
    assert done.status_code == 201, done.text
    return secret


async def test_whoever_enrols_factors_signs_in_by_them(
    asked: AskedBank, clock: SettableClock
) -> None:
    first = await sign_in(asked, password=PASSWORD)
    assert first["assurance"] == 1
    secret = await enrolled(asked, first["access_token"], clock)
    used = await sign_in(asked, password=PASSWORD, totp=shown_by(secret, clock))
    assert used["code"] == "sign_in_failed", "the code that confirmed it is used up"
    clock.move(STEP)
    second = await sign_in(asked, password=PASSWORD, totp=shown_by(secret, clock))
    assert second["assurance"] == 2
    token = second["access_token"]
    codes = (await asked.post("/v1/me/factors/recovery-codes", b"", token=token)).json()["codes"]
    third = await sign_in(asked, password=PASSWORD, recovery_code=codes[0])
    assert third["assurance"] == 2
    again = await sign_in(asked, password=PASSWORD, recovery_code=codes[0])
    assert again["code"] == "sign_in_failed"
    body = {"current_password": PASSWORD, "new_password": NEW}
    changed = await asked.post("/v1/me/password", body, token=token)
    assert changed.json() == {"sessions_ended": 2}
    assert (await sign_in(asked, password=PASSWORD))["code"] == "sign_in_failed"
    assert (await sign_in(asked, password=NEW, recovery_code=codes[1]))["assurance"] == 2


async def test_what_people_sign_in_by_lies_nowhere_in_the_clear(
    asked: AskedBank, clock: SettableClock
) -> None:
    token = (await sign_in(asked, password=PASSWORD))["access_token"]
    made = await asked.post("/v1/me/factors/recovery-codes", b"", token=token)
    codes = made.json()["codes"]
    secret = await enrolled(asked, token, clock)
    engine = await asked.bank.container.get(AsyncEngine)
    kept = ""
    async with engine.connect() as connection:
        for table in TABLES:
            for row in await connection.execute(text(f"SELECT * FROM {table}")):  # noqa: S608
                kept += " ".join(_readable(value) for value in row)
    assert "$argon2id$" in kept
    for hidden in (PASSWORD, secret, "blue phone", *codes, *(c.replace("-", "") for c in codes)):
        assert hidden not in kept


def _readable(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
