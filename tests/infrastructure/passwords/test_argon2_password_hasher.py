import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from bank.application.identity.passwords.comparing_times import ComparingTimes
from bank.application.identity.passwords.password_hasher import HashingBusy
from bank.infrastructure.passwords import argon2_password_hasher, spring_hashes
from bank.infrastructure.passwords.argon2_password_hasher import (
    Argon2PasswordHasher,
    HashingTerms,
)


@pytest.fixture
async def hasher() -> AsyncIterator[Argon2PasswordHasher]:
    made = Argon2PasswordHasher(HashingTerms(at_once=1, waiting_max=1))
    yield made
    made.close()


async def test_a_hash_has_the_form_that_spring_reads(hasher: Argon2PasswordHasher) -> None:
    kept = await hasher.hash("correct horse")
    form = (
        r"\{argon2@SpringSecurity_v5_8\}\$argon2id\$v=19\$m=19456,t=2,p=1"
        r"\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}"
    )
    assert re.fullmatch(form, kept)
    assert kept != await hasher.hash("correct horse")
    found = await hasher.compare("correct horse", kept)
    assert (found.matches, found.outdated) == (True, False)
    assert not (await hasher.compare("correct horsf", kept)).matches


async def test_nobodys_password_costs_one_hash_like_anybodys(
    hasher: Argon2PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bytes] = []
    real = spring_hashes.compared

    def counting(how: spring_hashes.Compare, password: bytes, value: str) -> bool:
        compared.append(password)
        assert value.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        return real(how, password, value)

    monkeypatch.setattr(argon2_password_hasher, "compared", counting)
    kept = await hasher.hash("correct horse")
    for which in (kept, None, "{unknown}x"):
        assert not (await hasher.compare("caf\u00e9", which)).matches
    assert compared == [b"caf\xc3\xa9"] * 3


@pytest.mark.parametrize(
    ("cheap", "theirs"),
    [
        ("{sha256}" + (b"saltsalt" + bytes(32)).hex(), 1),
        ("{bcrypt}$2a$04$abcdefghijklmnopqrstuuG1cXn9XyT1dZ5cT0bJZz1v8O5gYJ8nS", 1),
        ("{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA", 1),
        ("{noop}a quiet harbour", 0),
    ],
)
async def test_no_wrong_password_costs_less_than_nobodys(
    hasher: Argon2PasswordHasher, monkeypatch: pytest.MonkeyPatch, cheap: str, theirs: int
) -> None:
    """Scenario: a wrong password is compared with hashes that are faster than ours, or not read.

    Outcome: beside the old hash one of ours is computed each time.
    """
    seen: list[str] = []
    real = spring_hashes.compared

    def counting(how: spring_hashes.Compare, password: bytes, value: str) -> bool:
        seen.append(value)
        return real(how, password, value)

    monkeypatch.setattr(argon2_password_hasher, "compared", counting)
    assert not (await hasher.compare("somebody else's harbour", cheap)).matches
    ours = [value for value in seen if value.startswith("$argon2id$v=19$m=19456,t=2,p=1$")]
    assert (len(ours), len(seen)) == (1, 1 + theirs)


@pytest.mark.parametrize(
    "theirs",
    ["{bcrypt}$2a$12$", "{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=65536,t=3,p=1$slow"],
    ids=["another kind", "our kind, but stronger"],
)
async def test_how_long_comparing_took_is_told_without_the_wait_for_a_turn(
    monkeypatch: pytest.MonkeyPatch, theirs: str
) -> None:
    now, times = [0.0], ComparingTimes()

    def slow(_how: spring_hashes.Compare, _password: bytes, value: str) -> bool:
        now[0] += 1.0 if "slow" in value or value.startswith("$2a$") else 0.25
        return False

    monkeypatch.setattr(argon2_password_hasher, "compared", slow)
    hasher = Argon2PasswordHasher(HashingTerms(at_once=1), times, lambda: now[0])

    async def missing(kept: str | None) -> float:
        times.begin()
        await hasher.compare("a quiet harbour", kept)
        return times.missing()

    ours = "{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=19456,t=2,p=1$"
    assert await missing(f"{ours}slow this once") == 0
    assert await missing(None) == 0
    assert await missing(theirs) == 0
    assert await missing(None) == 1.0
    of_slow, of_quick = await asyncio.gather(missing(theirs), missing("{sha256}00"))
    assert (of_slow, of_quick) == (0, 0.75)
    hasher.close()


async def test_whoever_comes_when_too_many_wait_is_sent_away_at_once(
    hasher: Argon2PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _held_up(monkeypatch) as go_on:
        waiting = [asyncio.create_task(hasher.compare("a", None)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(HashingBusy):
            await hasher.hash("one too many")
        waiting[1].cancel()
        await asyncio.gather(waiting[1], return_exceptions=True)
        waiting[1] = asyncio.create_task(hasher.compare("a", None))
        await asyncio.sleep(0)
        with pytest.raises(HashingBusy):
            await hasher.compare("one too many", None)
        go_on.set()
        await asyncio.gather(*waiting)
    assert await hasher.hash("there is room again")


@contextmanager
def _held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    go_on = Event()

    def held_up(_how: spring_hashes.Compare, _password: bytes, _value: str) -> bool:
        return not go_on.wait(30)

    monkeypatch.setattr(argon2_password_hasher, "compared", held_up)
    try:
        yield go_on
    finally:
        go_on.set()
