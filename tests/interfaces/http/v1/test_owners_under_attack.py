"""Strangers do all they can to keep an owner out, who has no device that the bank knows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import ISSUER, House
from tests.interfaces.http.v1.identity_scene import Door

ADA = "ada@example.com"
TICK = timedelta(seconds=10)
READING = timedelta(minutes=1)
"""How long an owner takes to read their post and to type a code and a password."""

SIEGE = timedelta(minutes=30)
NETWORKS = 4


@dataclass
class Siege:
    """Strangers in any number of networks, the owner's own among them, and the owner."""

    door: Door
    begun_at: datetime
    numbers: Any = field(default_factory=count)
    refused_at_the_door: int = 0
    unsent: int = 0

    @property
    def now(self) -> datetime:
        return self.door.house.bank.clock.now()

    @asynccontextmanager
    async def _from(self, address: str) -> AsyncIterator[httpx.AsyncClient]:
        app: Any = self.door.house.app
        transport = httpx.ASGITransport(app=app, client=(address, 7))
        async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
            yield client

    async def post(self, path: str, address: str, **body: Any) -> httpx.Response:
        async with self._from(address) as client:
            return await client.post(path, json=body)

    async def tick(self, home: str) -> None:
        """Guess, ask for codes from the owner's network and from elsewhere, and void the last."""
        number = next(self.numbers)
        elsewhere = f"198.51.100.{number % NETWORKS}"
        for _ in range(5):
            await self.post("/v1/sessions", elsewhere, name=ADA, password="wrong")
        for place in (home, elsewhere):
            begun = await self.post("/v1/password-resets", place, email=ADA)
            guess = {"code": "000000", "password": "a ship in the harbour"}
            at = f"/v1/password-resets/{begun.json()['id']}/code"
            await self.post(at, elsewhere, **guess)
        self.door.house.bank.clock.move(TICK)

    async def goes_on(self, home: str, until: datetime) -> None:
        while self.now < until:
            await self.tick(home)

    async def owner_gets_in(self, home: str, password: str) -> timedelta:
        """Give how long it took from asking for a code to being in."""
        asked_at, before = self.now, len(self.door.sent())
        begun = await self.post("/v1/password-resets", home, email=ADA)
        self.unsent += len(self.door.sent()) == before
        code = self.door.last_code()
        await self.goes_on(home, asked_at + READING)
        given = {"code": code, "password": password, "remember_as": "borrowed"}
        done = await self.post(f"/v1/password-resets/{begun.json()['id']}/code", home, **given)
        assert done.status_code == 200, done.text
        await self.tick(home)
        plain = await self.post("/v1/sessions", home, name=ADA, password=password)
        self.refused_at_the_door += plain.status_code == 429
        secret = done.json()["device"]["secret"]
        shown = {"name": ADA, "password": password, "device_secret": secret}
        entered = await self.post("/v1/sessions", home, **shown)
        assert entered.status_code == 201, entered.text
        return self.now - asked_at


@pytest.fixture
async def siege(house: House) -> Siege:
    door = Door(house)
    await door.registered()
    house.bank.clock.move(timedelta(hours=1))
    return Siege(door, house.bank.clock.now())


@pytest.mark.slow
async def test_the_owner_gets_in_as_soon_as_they_have_read_their_post(siege: Siege) -> None:
    """Scenario: half an hour of strangers who guess, ask for codes and try to void what was sent.

    They do it every ten seconds, in the owner's network and in others. Every few minutes the owner,
    who has no device that is known, wants in.

    Outcome: each time the owner is in as soon as they have read and typed what they were sent,
    though most times it was a stranger who had asked for it, and though the name alone, with the
    right password, is shut.
    """
    waits = []
    for number in count():
        if siege.now >= siege.begun_at + SIEGE:
            break
        home = f"203.0.113.{number}"
        await siege.goes_on(home, siege.now + timedelta(seconds=97))
        waits.append(await siege.owner_gets_in(home, f"a ship in harbour {number}"))
    assert (len(waits), siege.unsent) == (11, 10)
    assert max(waits) == READING + TICK
    assert siege.refused_at_the_door == len(waits)
