import asyncio
from typing import Any
from uuid import UUID

import pytest
from tests.interfaces.http.scene import House, problem

from bank.application.identity.passwords.password_hasher import HashingBusy
from bank.interfaces.http.door import Door


async def test_so_many_are_in_at_once_and_the_others_follow_in_their_order() -> None:
    door, inside, order = Door(at_once=2, waiting_max=9), set[int](), list[int]()
    most = 0

    async def come(number: int) -> None:
        nonlocal most
        async with door.entered():
            inside.add(number)
            order.append(number)
            most = max(most, len(inside))
            await asyncio.sleep(0)
            inside.remove(number)

    await asyncio.gather(*(come(number) for number in range(6)))
    assert (most, order) == (2, list(range(6)))


async def test_whoever_finds_too_many_waiting_is_sent_away_and_may_come_again() -> None:
    door = Door(at_once=1, waiting_max=1)
    async with door.entered():
        waiting = asyncio.create_task(_through(door))
        await asyncio.sleep(0)
        with pytest.raises(HashingBusy):
            await _through(door)
    await waiting
    await _through(door)


async def test_whoever_gives_up_leaves_no_place_taken() -> None:
    door = Door(at_once=1, waiting_max=1)
    async with door.entered():
        waiting = asyncio.create_task(_through(door))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    with pytest.raises(ZeroDivisionError):
        async with door.entered():
            raise ZeroDivisionError
    await _through(door)


CODE = {"code": "000000", "password": "a ship in the harbour"}
BEHIND_IT: dict[str, dict[str, Any]] = {
    "/v1/sessions": {"name": "ada@example.com", "password": "a guess"},
    "/v1/sessions/passkey": {},
    f"/v1/sessions/{UUID(int=1)}/factor": {"kind": "totp", "proof": {"code": "000000"}},
    "/v1/registrations": {"full_name": "Ada", "email": "ada@example.com"},
    "/v1/registrations/invited": CODE,
    f"/v1/password-resets/{UUID(int=1)}/code": CODE,
}


@pytest.mark.parametrize("path", BEHIND_IT)
async def test_whatever_hashes_or_waits_for_strangers_is_behind_the_door(
    house: House, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(house.app.state, "door", Door(at_once=1, waiting_max=0))
    answer = await house.call("POST", path, BEHIND_IT[path], role=None)
    problem(answer, 503, "hashing_busy")
    assert not house.bank.store.committed.audit_events


async def _through(door: Door) -> None:
    async with door.entered():
        pass
