"""`/v1/me/devices`."""

from uuid import UUID

from tests.interfaces.http.scene import House, problem

from bank.application.identity.devices.devices import Devices, NewDevice
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork

DEVICES = "/v1/me/devices"


async def _device(house: House) -> tuple[str, NewDevice]:
    """Take in a customer, who signed in on a phone."""
    subject = str((await house.desk.customer()).id)
    async with house.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        principal = await (await scope.get(Principals)).find(subject)
        assert principal is not None
        now = house.bank.clock.now()
        device = await (await scope.get(Devices)).add(principal.row, "phone", now)
        await (await scope.get(UnitOfWork)).commit()
    return subject, device


async def test_my_devices_are_listed_without_their_secrets(house: House) -> None:
    subject, device = await _device(house)
    listed = await house.call("GET", DEVICES, role="customer", subject=subject)
    (item,) = listed.json()["items"]
    assert (item["id"], item["name"]) == (str(device.id), "phone")
    assert item["created_at"] == item["last_seen_at"] == "2026-11-24T09:30:00Z"
    assert device.secret not in listed.text


async def test_a_device_is_renamed(house: House) -> None:
    subject, device = await _device(house)
    path = f"{DEVICES}/{device.id}"
    renamed = await house.call("PATCH", path, {"name": "mine"}, role="customer", subject=subject)
    assert (renamed.status_code, renamed.json()["name"]) == (200, "mine")
    for body in ({}, {"name": ""}, {"name": "x" * 141}, {"name": "x", "id": str(device.id)}):
        refused = await house.call("PATCH", path, body, role="customer", subject=subject)
        problem(refused, 400, "invalid_request")


async def test_a_device_is_removed_once_and_says_nothing(house: House) -> None:
    subject, device = await _device(house)
    path = f"{DEVICES}/{device.id}"
    for replayed in (None, "true"):
        removed = await house.call("DELETE", path, role="customer", subject=subject, key="mine")
        assert (removed.status_code, removed.content) == (204, b"")
        assert removed.headers.get("idempotency-replayed") == replayed
    gone = await house.call("DELETE", path, role="customer", subject=subject)
    problem(gone, 404, "device_not_found")


async def test_a_device_of_nobody_is_not_found(house: House) -> None:
    subject, _ = await _device(house)
    path = f"{DEVICES}/{UUID(int=7)}"
    for method, body in (("PATCH", {"name": "mine"}), ("DELETE", None)):
        refused = await house.call(method, path, body, role="customer", subject=subject)
        problem(refused, 404, "device_not_found")


async def test_only_people_have_devices(house: House) -> None:
    problem(await house.call("GET", DEVICES), 403, "action_forbidden")
    unknown = await house.call("GET", DEVICES, role="teller", subject="a token's")
    problem(unknown, 404, "principal_not_found")
    problem(await house.call("GET", DEVICES, role=None), 401, "token_missing")
