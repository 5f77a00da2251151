"""Guessing at a whole bank: real hashes, a real database, answers as clients get them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from dishka import Provider, Scope
from sqlalchemy.event import listen
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.people_who_sign_in import NAME, PASSWORD, person
from tests.system.asked_bank import AskedBank, asked_bank

from bank.application.identity.passwords.password_hasher import Compared, PasswordHasher
from bank.application.ports.clock import Clock
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.principals import PrincipalState
from bank.infrastructure.passwords.argon2_password_hasher import (
    Argon2PasswordHasher,
    HashingTerms,
)

BEGINS_TO_WAIT = 4
"""The try, counted from 0, after which there is a wait."""

_OF_ONE_ANSWER = {
    "request_id",
    "x-request-id",
    "content-length",
    "ratelimit-remaining",
    "ratelimit-reset",
}


class CountedHasher(Argon2PasswordHasher):
    """Hashes as the bank does, and counts."""

    def __init__(self) -> None:
        super().__init__(HashingTerms())
        self.compared = 0

    async def compare(self, password: str, kept: str | None) -> Compared:
        self.compared += 1
        return await super().compare(password, kept)


@pytest.fixture
def hasher() -> CountedHasher:
    return CountedHasher()


@pytest.fixture
async def asked(tmp_path: Path, hasher: CountedHasher) -> AsyncIterator[AskedBank]:
    counted = Provider(scope=Scope.APP)
    counted.provide(lambda: hasher, provides=PasswordHasher, override=True)
    async with asked_bank(tmp_path, providers=[counted]) as opened:
        yield opened


@pytest.fixture
async def statements(asked: AskedBank) -> list[str]:
    """Give what the database is asked for requests, as it is asked."""
    seen: list[str] = []
    engine = await asked.bank.container.get(AsyncEngine)

    def note(*said: Any) -> None:
        seen.append(said[2])

    listen(engine.sync_engine, "before_cursor_execute", note)
    return seen


async def _begin(asked: AskedBank, name: str, password: str) -> httpx.Response:
    body = {"name": name, "password": password}
    return await asked.client.post("/v1/sessions", json=body)


async def _people(asked: AskedBank) -> dict[str, tuple[str, str]]:
    container = asked.bank.container
    scopes, now = DishkaScopes(container), (await container.get(Clock)).now()
    await person(scopes, now)
    await person(scopes, now, "gone@example.com", state=PrincipalState.DEACTIVATED)
    await person(scopes, now, "key@example.com", password=None)
    return {
        "unknown": ("nobody@example.com", PASSWORD),
        "wrong": (NAME, "somebody else's harbour"),
        "deactivated": ("gone@example.com", PASSWORD),
        "without a password": ("key@example.com", PASSWORD),
    }


async def test_failures_are_told_apart_by_nothing_and_cost_the_same(
    asked: AskedBank, hasher: CountedHasher, statements: list[str]
) -> None:
    """Scenario: all who cannot sign in try, until there is a wait, and once more.

    Outcome: each time status, headers, body, the number of hashes and what the database is asked
    are the same for all of them; but when the waiting begins, an owner is told of it.
    """
    people = await _people(asked)
    for step in range(6):
        seen = []
        for shown in people.values():
            before = hasher.compared
            statements.clear()
            answer = await _begin(asked, *shown)
            work = [] if step == BEGINS_TO_WAIT else statements.copy()
            seen.append((*_facts(answer), hasher.compared - before, work))
        assert seen == [seen[0]] * len(seen), step
        assert (seen[0][0], seen[0][3]) == ((401, 1) if step < 5 else (429, 0))


async def test_a_crowd_of_guesses_leaves_room_for_everybody_else(
    asked: AskedBank, hasher: CountedHasher
) -> None:
    """Scenario: a hundred guesses arrive at once, at as many names, and people look at accounts.

    Outcome: everybody is answered; guesses beyond what waits at the door are asked to come back.
    """
    account = await asked.bank.account()
    token = {"Authorization": f"Bearer {await asked.token()}"}
    looks = [
        asked.client.get(f"/v1/accounts/{account.id}/balance", headers=token) for _ in range(20)
    ]
    guesses = [_begin(asked, f"person-{number}@example.com", PASSWORD) for number in range(100)]
    answers = await asyncio.gather(*guesses, *looks)
    assert [each.status_code for each in answers[100:]] == [200] * 20
    refused = [each.json()["code"] for each in answers[:100]]
    assert set(refused) == {"sign_in_failed", "hashing_busy"}
    assert refused.count("sign_in_failed") == hasher.compared >= 50


def _facts(answer: httpx.Response) -> tuple[int, dict[str, str], dict[str, Any]]:
    headers = {name: value for name, value in answer.headers.items() if name not in _OF_ONE_ANSWER}
    body = {name: value for name, value in answer.json().items() if name not in _OF_ONE_ANSWER}
    if 0 < 30 - int(headers.get("retry-after", 30)) < 9:
        headers["retry-after"] = "30"  # the clock goes on between two of them
    return answer.status_code, headers, body
