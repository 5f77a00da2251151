"""Strangers ask for codes to somebody else's address, and do not lock its owner out by that."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import ISSUER, House
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door

QUARTER = timedelta(minutes=15, seconds=1)
HOME = "203.0.113.7"
NEW = "a ship in the harbour"
RESETS = "/v1/password-resets"
REGISTRATIONS = "/v1/registrations"
IN_VAIN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
async def door(house: House) -> Door:
    """Give a door at which somebody registered, some time ago."""
    door = Door(house)
    await door.registered()
    house.bank.clock.move(QUARTER)
    return door


async def _ask(door: Door, path: str, address: str, **body: Any) -> httpx.Response:
    transport = httpx.ASGITransport(door.house.app, client=(address, 7))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
        return await client.post(path, json=body)


async def _is_sent(door: Door, address: str, path: str = RESETS, **beside: str) -> bool:
    """Ask for a code from an address, and tell whether one was sent: the answer does not."""
    before = len(door.sent())
    answer = await _ask(door, path, address, email="ada@example.com", **beside)
    assert answer.status_code == 202, answer.text
    return len(door.sent()) > before


async def _filled(door: Door) -> None:
    """Let strangers in two places ask for all that an address is sent."""
    for place in range(3):
        for _ in range(5):
            assert await _is_sent(door, f"198.51.100.{place}") is (place < 2)


async def _remembered(door: Door) -> str:
    body = {"name": "ada@example.com", "password": PASSWORD, "remember_as": "phone"}
    answer = await door.ask("/v1/sessions", body)
    secret: str = answer.json()["device"]["secret"]
    return secret


async def _reset(door: Door, reset: str, code: str, **beside: str) -> httpx.Response:
    body = {"code": code, "password": NEW} | beside
    return await _ask(door, f"{RESETS}/{reset}/code", HOME, **body)


@pytest.mark.parametrize("path", [RESETS, REGISTRATIONS])
async def test_one_place_does_not_use_up_what_others_may_ask_for(door: Door, path: str) -> None:
    """Scenario: somebody asks for codes to an address without end, from one place.

    Outcome: the address is sent five of them, and whoever asks from elsewhere is sent theirs.
    """
    beside = {"full_name": "Ada"} if path != RESETS else {}
    sent = [await _is_sent(door, "198.51.100.9", path, **beside) for _ in range(30)]
    assert sent == [True] * 5 + [False] * 25
    assert await _is_sent(door, HOME, path, **beside)


async def test_what_is_asked_for_one_purpose_fills_no_other(door: Door) -> None:
    for place in range(3):
        for _ in range(5):
            await _is_sent(door, f"198.51.100.{place}", REGISTRATIONS, full_name="Eve")
    assert not await _is_sent(door, HOME, REGISTRATIONS, full_name="Eve")
    assert await _is_sent(door, HOME)


async def test_what_nobody_was_sent_keeps_nobody_waiting(door: Door) -> None:
    """Scenario: one place asks every minute, for half an hour.

    Outcome: five go out at once, and from then on so few that a quarter of an hour has seven at
    most, and so many that there are no more than five minutes of silence.
    """
    sent: list[int] = []
    for minute in range(30):
        if await _is_sent(door, "198.51.100.9"):
            sent.append(minute)
        door.house.bank.clock.move(timedelta(minutes=1))
    assert sent[:5] == [0, 1, 2, 3, 4]
    assert max(later - each for each, later in pairwise(sent)) == 5
    assert max(len([1 for each in sent if 0 <= each - first < 15]) for first in sent) == 7


async def test_many_places_fill_an_address_but_not_the_lane_of_the_owners_device(
    door: Door,
) -> None:
    """Scenario: codes are asked for from many places, more than an address is sent in all.

    Outcome: on a device that the owner signed in on before they are sent five beside.
    """
    secret = await _remembered(door)
    await _filled(door)
    assert not await _is_sent(door, HOME)
    assert not await _is_sent(door, HOME, device_secret="invented")
    sent = [await _is_sent(door, HOME, device_secret=secret) for _ in range(6)]
    assert sent == [True] * 5 + [False]
    assert (await _reset(door, IN_VAIN, door.last_code())).status_code == 200


async def test_an_owner_without_a_device_gets_in_by_what_strangers_asked_for(door: Door) -> None:
    """Scenario: strangers use up what an address is sent, before its owner asks.

    Outcome: the owner is sent nothing, and needs nothing: the last code was sent to them, and lets
    them in, once, whatever the strangers do with the resets that they asked for.
    """
    await _filled(door)
    theirs = await _ask(door, RESETS, "198.51.100.0", email="ada@example.com")
    mine = await _ask(door, RESETS, HOME, email="ada@example.com")
    code = door.last_code()
    assert len(code) == 16
    for digits in ("000000", "123456789"):
        for _ in range(6):
            for reset in (theirs.json()["id"], mine.json()["id"]):
                refused = await _reset(door, reset, digits)
                assert refused.json()["code"] == "code_invalid"
    done = await _reset(door, mine.json()["id"], code.lower(), remember_as="borrowed")
    assert done.status_code == 200, done.text
    assert (await _reset(door, mine.json()["id"], code)).json()["code"] == "code_invalid"
    assert await _signs_in_while_strangers_guess(door, done.json()["device"]["secret"])


async def _signs_in_while_strangers_guess(door: Door, secret: str) -> bool:
    name = {"name": "ada@example.com"}
    for _ in range(6):
        await _ask(door, "/v1/sessions", "198.51.100.1", password="wrong", **name)
    shut = await _ask(door, "/v1/sessions", HOME, password=NEW, **name)
    assert shut.json()["code"] == "sign_in_throttled"
    body = {"password": NEW, "device_secret": secret} | name
    return (await _ask(door, "/v1/sessions", HOME, **body)).status_code == 201


async def test_strangers_do_not_use_up_the_tries_of_what_lets_the_owner_in(door: Door) -> None:
    """A reset that has letters is found by them alone, and so are the tries that it has."""
    resets = []
    for place in range(2):
        for _ in range(5):
            begun = await _ask(door, RESETS, f"198.51.100.{place}", email="ada@example.com")
            resets.append(begun.json()["id"])
    for reset in resets:
        for wrong in ["111111"] * 6 + ["A" * 16]:
            assert (await _reset(door, reset, wrong)).status_code == 422
    assert (await _reset(door, IN_VAIN, door.last_code())).status_code == 200


async def test_letters_are_good_for_ten_minutes_and_prove_nothing_else(door: Door) -> None:
    await _filled(door)
    code = door.last_code()
    begun = await door.register("eve@example.com")
    other = await door.ask(f"{REGISTRATIONS}/{begun.json()['id']}/code", {"code": code})
    assert other.status_code == 400
    door.house.bank.clock.move(timedelta(minutes=10))
    assert (await _reset(door, IN_VAIN, code)).json()["code"] == "code_invalid"


async def test_a_device_is_its_owners_alone(door: Door) -> None:
    """What is remembered of one person fills no lane, and opens none, of another's address."""
    secret = await _remembered(door)
    before = len(door.sent())
    for place in range(3):
        for _ in range(5):
            await _ask(door, RESETS, f"198.51.100.{place}", email="eve@example.com")
    assert len(door.sent()) == before + 10
    await _ask(door, RESETS, HOME, email="eve@example.com", device_secret=secret)
    assert len(door.sent()) == before + 10


async def test_where_many_are_asked_for_codes_are_longer(door: Door) -> None:
    """More codes are more guesses: from the fourth on each has sixteen letters instead."""
    lengths = []
    for place in ("198.51.100.9", HOME):
        for _ in range(3):
            assert await _is_sent(door, place)
            lengths.append(len(door.last_code()))
    assert lengths == [6, 6, 6, 16, 16, 16]


async def test_whoever_has_patience_is_sent_no_more_short_codes(door: Door) -> None:
    """Scenario: a stranger asks for a code every quarter of an hour, a day long, to guess at each.

    Outcome: the first three are short ones, then there are letters, for as long as it goes on.
    After a day of silence codes are short again.
    """
    lengths = []
    for number in range(97):
        assert await _is_sent(door, f"198.51.100.{number}")
        lengths.append(len(door.last_code()))
        door.house.bank.clock.move(QUARTER)
    assert lengths == [6] * 3 + [16] * 94
    door.house.bank.clock.move(timedelta(days=1))
    assert await _is_sent(door, HOME)
    assert len(door.last_code()) == 6


async def test_codes_of_registrations_get_more_digits(door: Door) -> None:
    """What waits for such a code is a stranger's: nobody else's number leads to it."""
    lengths = []
    for place in ("198.51.100.9", HOME):
        for _ in range(3):
            beside = {"full_name": "Eve", "email": "eve@example.com"}
            await _ask(door, REGISTRATIONS, place, **beside)
            lengths.append(len(door.last_code()))
    assert lengths == [6, 6, 6, 9, 9, 9]
