"""Devices: listed, renamed and removed by their owner alone."""

import pytest
from tests.application.scene import Desk, actor

from bank.application.identity.devices.devices import Devices, NewDevice
from bank.application.identity.devices.own_devices import (
    AllMyDevices,
    DeviceName,
    DeviceToRemove,
    ListDevices,
    RemoveDevice,
    RenameDevice,
)
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import (
    SessionDesk,
    SessionEnd,
    SessionKind,
    SessionOrder,
)
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.audit import Actor
from bank.domain.devices import DeviceNotFound
from bank.domain.principals import PrincipalNotFound


async def _customer(desk: Desk) -> Actor:
    return actor("customer", str((await desk.customer()).id))


async def _added(desk: Desk, owner: Actor, name: str = "phone") -> NewDevice:
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        principal = await (await scope.get(Principals)).find(owner.subject)
        assert principal is not None
        devices = await scope.get(Devices)
        added = await devices.add(principal.row, name, desk.bank.clock.now())
        await (await scope.get(UnitOfWork)).commit()
    return added


async def _names(desk: Desk, owner: Actor) -> list[str]:
    listed = (await desk.ask(ListDevices, AllMyDevices(), owner)).result
    return [device.name for device in listed]


async def test_everybody_sees_their_own_devices(desk: Desk) -> None:
    ada, bob = await _customer(desk), await _customer(desk)
    await _added(desk, ada)
    await _added(desk, ada, "laptop")
    assert await _names(desk, ada) == ["phone", "laptop"]
    assert await _names(desk, bob) == []


async def test_a_device_is_renamed_and_the_trail_does_not_say_to_what(desk: Desk) -> None:
    ada = await _customer(desk)
    phone = await _added(desk, ada)
    order = DeviceName(device=phone.id, name="Ada's phone")
    for _ in range(2):
        done = await desk.ask(RenameDevice, order, ada, key="mine")
        assert done.result.name == "Ada's phone"
    assert await _names(desk, ada) == ["Ada's phone"]
    (event,) = desk.events("device.rename")
    assert event.object_id == str(phone.id)
    assert "Ada" not in repr(event)


async def test_a_removed_device_is_not_known_any_more(desk: Desk) -> None:
    ada = await _customer(desk)
    phone = await _added(desk, ada)
    for _ in range(2):
        await desk.ask(RemoveDevice, DeviceToRemove(phone.id), ada, key="mine")
    assert await _names(desk, ada) == []
    with pytest.raises(DeviceNotFound):
        await desk.ask(RemoveDevice, DeviceToRemove(phone.id), ada)


async def test_what_somebody_does_on_a_device_ends_with_it(desk: Desk) -> None:
    ada = await _customer(desk)
    phone, laptop = await _added(desk, ada), await _added(desk, ada, "laptop")
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        principal = await (await scope.get(Principals)).find(ada.subject)
        assert principal is not None
        sessions = await scope.get(SessionDesk)
        for device in (phone.id, phone.id, laptop.id, None):
            order = SessionOrder(
                principal=principal, kind=SessionKind.BROWSER, assurance=1, device=device
            )
            await sessions.open(order, desk.bank.clock.now())
        await (await scope.get(UnitOfWork)).commit()
    await desk.ask(RemoveDevice, DeviceToRemove(phone.id), ada)
    kept = [row.session for row in desk.bank.store.committed.sessions.values()]
    assert [each.end_reason for each in kept if each.device == phone.id] == [
        SessionEnd.DEVICE_REMOVED
    ] * 2
    assert [each.end_reason for each in kept if each.device != phone.id] == [None, None]


async def test_anothers_device_is_none(desk: Desk) -> None:
    ada, bob = await _customer(desk), await _customer(desk)
    phone = await _added(desk, ada)
    with pytest.raises(DeviceNotFound):
        await desk.ask(RenameDevice, DeviceName(device=phone.id, name="mine"), bob)
    with pytest.raises(DeviceNotFound):
        await desk.ask(RemoveDevice, DeviceToRemove(phone.id), bob)
    assert await _names(desk, ada) == ["phone"]


async def test_who_is_no_principal_has_no_devices(desk: Desk) -> None:
    somebody = actor("teller", "a token's")
    phone = await _added(desk, await _customer(desk))
    for use_case, command in [
        (ListDevices, AllMyDevices()),
        (RenameDevice, DeviceName(device=phone.id, name="mine")),
        (RemoveDevice, DeviceToRemove(phone.id)),
    ]:
        with pytest.raises(PrincipalNotFound):
            await desk.ask(use_case, command, somebody)
