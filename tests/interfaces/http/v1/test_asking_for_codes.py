"""Strangers ask for codes to somebody else's address, and do not lock its owner out by that."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import ISSUER, House
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door

QUARTER = timedelta(minutes=15, seconds=1)
HOME = "203.0.113.7"
NEW = "a ship in the harbour"
RESETS = "/v1/password-resets"


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


async def _remembered(door: Door) -> str:
    body = {"name": "ada@example.com", "password": PASSWORD, "remember_as": "phone"}
    answer = await door.ask("/v1/sessions", body)
    secret: str = answer.json()["device"]["secret"]
    return secret


def _digits(door: Door) -> int:
    return len(door.last_code())


@pytest.mark.parametrize("path", [RESETS, "/v1/registrations"])
async def test_one_place_does_not_use_up_what_others_may_ask_for(door: Door, path: str) -> None:
    """Scenario: somebody asks for codes to an address without end, from one place.

    Outcome: the address is sent five of them, and whoever asks from elsewhere is sent theirs.
    """
    beside = {"full_name": "Ada"} if path != RESETS else {}
    sent = [await _is_sent(door, "198.51.100.9", path, **beside) for _ in range(30)]
    assert sent == [True] * 5 + [False] * 25
    assert await _is_sent(door, HOME, path, **beside)


async def test_what_nobody_was_sent_keeps_nobody_waiting(door: Door) -> None:
    for minute in range(1, 40):
        assert await _is_sent(door, "198.51.100.9") is (minute % 15 in {1, 2, 3, 4, 5})
        door.house.bank.clock.move(timedelta(minutes=1))


async def test_many_places_fill_an_address_but_not_the_lane_of_the_owners_device(
    door: Door,
) -> None:
    """Scenario: codes are asked for from many places, more than an address is sent in all.

    Outcome: who asks from a place of their own is sent nothing for a quarter of an hour, but on a
    device that the owner signed in on before they are, five times; and set another password.
    """
    secret = await _remembered(door)
    for place in range(6):
        for _ in range(5):
            assert await _is_sent(door, f"198.51.100.{place}") is (place < 4)
    assert not await _is_sent(door, HOME)
    assert not await _is_sent(door, HOME, device_secret="invented")
    number = (await _ask(door, RESETS, HOME, email="ada@example.com", device_secret=secret)).json()[
        "id"
    ]
    body = {"code": door.last_code(), "password": NEW}
    assert (await _ask(door, f"{RESETS}/{number}/code", HOME, **body)).status_code == 200
    sent = [await _is_sent(door, HOME, device_secret=secret) for _ in range(5)]
    assert sent == [True] * 4 + [False]
    door.house.bank.clock.move(QUARTER)
    assert await _is_sent(door, HOME)


async def test_a_device_is_its_owners_alone(door: Door) -> None:
    """What is remembered of one person fills no lane, and opens none, of another's address."""
    secret = await _remembered(door)
    before = len(door.sent())
    for place in range(4):
        for _ in range(5):
            await _ask(door, RESETS, f"198.51.100.{place}", email="eve@example.com")
    assert len(door.sent()) == before + 20
    await _ask(door, RESETS, HOME, email="eve@example.com", device_secret=secret)
    assert len(door.sent()) == before + 20


async def test_where_many_are_asked_for_codes_are_longer(door: Door) -> None:
    """More codes are more guesses: from the sixth on each has nine digits instead of six."""
    for place, digits in (("198.51.100.9", 6), (HOME, 9)):
        for _ in range(5):
            assert await _is_sent(door, place)
            assert _digits(door) == digits
