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

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.passwords.comparing_times import ComparingTimes
from bank.application.identity.passwords.password_hasher import Compared, PasswordHasher
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.contacts import Contact
from bank.domain.principals import PrincipalState
from bank.infrastructure.passwords.argon2_password_hasher import (
    Argon2PasswordHasher,
    HashingTerms,
)

BEGINS_TO_WAIT = 4
"""The try, counted from 0, after which there is a wait."""

_MOVED = {
    "first@example.com": "{bcrypt}$2b$04$" + 53 * "a",
    "slow@example.com": "{bcrypt}$2b$04$" + 53 * "a",
    "quick@example.com": "{sha256}" + bytes(40).hex(),
}
"""How the names and hashes of people are kept who moved in."""

_OF_ONE_ANSWER = {
    "request_id",
    "x-request-id",
    "content-length",
    "ratelimit-remaining",
    "ratelimit-reset",
}


class HeardTimes(ComparingTimes):
    """Keeps how long each refusal would have taken in all, comparing and waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.took_last = 0.0
        self.in_all: list[float] = []

    def took(self, seconds: float, texts: int, *, own: bool = False) -> None:
        self.took_last = seconds
        super().took(seconds, texts, own=own)

    def missing(self) -> float:
        missing = super().missing()
        self.in_all.append(self.took_last + missing)
        return missing


class CountedHasher(Argon2PasswordHasher):
    """Hashes as the bank does, and counts; by its clock bcrypt is slow, and nothing else is."""

    def __init__(self, times: ComparingTimes) -> None:
        super().__init__(HashingTerms(), times, lambda: self.clock)
        self.clock = 0.0
        self.compared = 0
        self.hashed = 0

    async def hash(self, password: str) -> str:
        self.hashed += 1
        return await super().hash(password)

    async def compare(self, password: str, kept: str | None) -> Compared:
        self.compared += 1
        return await super().compare(password, kept)

    def _compared(self, texts: list[bytes], kept: str | None) -> Compared:
        self.clock += 0.05 if (kept or "").startswith("{bcrypt}") else 0.001
        return super()._compared(texts, kept)


@pytest.fixture
def times() -> HeardTimes:
    return HeardTimes()


@pytest.fixture
def hasher(times: HeardTimes) -> CountedHasher:
    return CountedHasher(times)


@pytest.fixture
async def asked(
    tmp_path: Path, hasher: CountedHasher, times: HeardTimes
) -> AsyncIterator[AskedBank]:
    counted = Provider(scope=Scope.APP)
    counted.provide(lambda: hasher, provides=PasswordHasher, override=True)
    counted.provide(lambda: times, provides=ComparingTimes, override=True)
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


class Probe:
    """Asks one door, and tells what an answer is and what it cost."""

    def __init__(self, asked: AskedBank, hasher: CountedHasher, statements: list[str]) -> None:
        self._asked = asked
        self._hasher = hasher
        self._statements = statements

    async def facts(self, path: str, body: dict[str, str]) -> tuple[Any, ...]:
        """Give status, headers, the body but for what is drawn, hashes and statements."""
        before = self._hasher.compared, self._hasher.hashed
        self._statements.clear()
        status, headers, shown = _facts(await self._asked.client.post(path, json=body))
        drawn = {"id", "expires_at"}
        shown = {name: value for name, value in shown.items() if name not in drawn}
        hashes = self._hasher.compared - before[0], self._hasher.hashed - before[1]
        return status, headers, shown, hashes, self._statements.copy()

    async def open_key(self, path: str, body: dict[str, str]) -> None:
        """Let the month have its key, and this process have read it."""
        for number in range(2):
            await self.facts(path, {"email": f"early-{number}@example.com", **body})


@pytest.fixture
def probe(asked: AskedBank, hasher: CountedHasher, statements: list[str]) -> Probe:
    return Probe(asked, hasher, statements)


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


async def test_whoever_moved_in_is_refused_no_later_than_nobody(
    asked: AskedBank, hasher: CountedHasher, times: HeardTimes, statements: list[str]
) -> None:
    """Scenario: wrong passwords of people with slow and quick hashes from elsewhere, and of nobody.

    Outcome: once the slow kind is known, each is refused by the same work, and waits for the rest
    of what that kind takes.
    """
    container = asked.bank.container
    scopes, now = DishkaScopes(container), (await container.get(Clock)).now()
    for name, kept in _MOVED.items():
        moved = (await person(scopes, now, name, password=None)).principal
        async with scopes.open(UseCaseKind.COMMAND) as scope:
            hashes: PasswordHashes = await scope.get(PasswordHashes)
            await hashes.put(moved.row, kept, now)
            await (await scope.get(UnitOfWork)).commit()
    assert (await _begin(asked, "first@example.com", "not theirs")).status_code == 401
    seen = []
    for name in ("slow@example.com", "quick@example.com", "nobody@example.com"):
        before = hasher.compared
        statements.clear()
        answer = await _begin(asked, name, "not theirs")
        seen.append((*_facts(answer), hasher.compared - before, statements.copy()))
    assert seen == [seen[0]] * 3
    assert times.in_all == pytest.approx([0.05] * 4)


async def _addresses(asked: AskedBank) -> dict[str, str]:
    """Give an address of nobody's, and those of people whom the bank knows in one way or other."""
    container = asked.bank.container
    scopes, now = DishkaScopes(container), (await container.get(Clock)).now()
    known: dict[str, dict[str, Any]] = {
        "proved": {},
        "not proved": {},
        "another proved": {},
        "gone": {"state": PrincipalState.DEACTIVATED},
        "without a password": {"password": None},
    }
    addresses = {"unknown": "nobody@example.com"}
    for what, facts in known.items():
        address = addresses[what] = f"{what.replace(' ', '-')}@example.com"
        owner = (await person(scopes, now, address, **facts)).principal
        if what == "not proved":
            continue
        proved = "elsewhere@example.com" if what == "another proved" else address
        async with scopes.open(UseCaseKind.COMMAND) as scope:
            contacts: ProvedContacts = await scope.get(ProvedContacts)
            await contacts.put(owner, Contact.email(proved), now)
            await (await scope.get(UnitOfWork)).commit()
    return addresses


def _refuse_unless_same(seen: dict[str, tuple[Any, ...]], step: int) -> None:
    *shown, statements = seen["unknown"]
    for what, (*others, other_statements) in seen.items():
        assert other_statements == statements, (step, what)
        assert others == shown, (step, what)


async def test_a_reset_costs_the_same_whoever_asks_for_it(asked: AskedBank, probe: Probe) -> None:
    """Scenario: resets are asked for, again and again, by addresses that are known and are not.

    Outcome: each time answer, hashes and what the database is asked are the same for all of them;
    but of a proved address this process once reads the key, which less than a step covers.
    """
    addresses = await _addresses(asked)
    path = "/v1/password-resets"
    await probe.open_key(path, {})
    for step in range(9):
        seen = {}
        for what, address in addresses.items():
            *shown, statements = await probe.facts(path, {"email": address})
            if step == 0:
                statements = [each for each in statements if "FROM data_key" not in each]
            seen[what] = (*shown, statements)
        _refuse_unless_same(seen, step)
        assert (seen["unknown"][0], seen["unknown"][3]) == (202, (0, 0))


@pytest.mark.parametrize("password", [{}, {"password": PASSWORD}])
async def test_a_registration_costs_the_same_whoever_asks_for_it(
    asked: AskedBank, probe: Probe, password: dict[str, str]
) -> None:
    """Scenario: people register, again and again, by addresses that are known and are not.

    Outcome: each time answer, hashes and what the database is asked are the same for all of them.
    """
    addresses = await _addresses(asked)
    path, body = "/v1/registrations", {"full_name": "Ada", **password}
    await probe.open_key(path, body)
    for step in range(9):
        seen = {
            what: await probe.facts(path, {"email": address, **body})
            for what, address in addresses.items()
        }
        _refuse_unless_same(seen, step)
        assert (seen["unknown"][0], seen["unknown"][3]) == (202, (0, len(password)))


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
