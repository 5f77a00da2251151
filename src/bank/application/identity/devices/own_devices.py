"""Somebody looks at the devices on which they signed in, renames them, takes them away."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.devices.devices import Devices
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.devices import Device, DeviceNotFound
from bank.domain.principals import Principal, PrincipalNotFound


@dataclass(frozen=True, slots=True)
class AllMyDevices:
    """There is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceName:
    """Which device, and what to call it."""

    device: UUID
    name: str


@dataclass(frozen=True, slots=True)
class DeviceToRemove:
    """Which device."""

    device: UUID


@dataclass(frozen=True, slots=True)
class RemovedDevice:
    """Which device it was."""

    id: UUID


@use_case(action="device.list", kind=UseCaseKind.QUERY)
class ListDevices:
    """Open to whoever signs in, for themselves. Refuses whoever is no principal."""

    def __init__(self, principals: Principals, devices: Devices) -> None:
        """Take the stores."""
        self._principals = principals
        self._devices = devices

    async def __call__(self, command: AllMyDevices, act: Act) -> Sequence[Device]:
        """Give them, oldest first."""
        del command
        owner = await _owner(self._principals, act)
        return await self._devices.of(owner.row)


@use_case(action="device.rename", kind=UseCaseKind.COMMAND)
class RenameDevice:
    """Open to whoever signs in, for themselves.

    Refuses, in this order: whoever is no principal; a device that is not theirs. Records the name.
    """

    def __init__(self, principals: Principals, devices: Devices) -> None:
        """Take the stores."""
        self._principals = principals
        self._devices = devices

    async def __call__(self, command: DeviceName, act: Act) -> Device:
        """Rename it."""
        owner = await _owner(self._principals, act)
        device = await self._devices.find(owner.row, command.device, lock=True)
        if device is None:
            raise DeviceNotFound
        renamed = device.renamed(command.name)
        await self._devices.save(renamed)
        act.changed(
            Change(
                object_kind="device",
                object_id=device.id,
                before=device.name,
                after=renamed.name,
            )
        )
        return renamed

    async def recall(self, device: UUID, act: Act) -> Device:
        """Give the device as it is now."""
        owner = await _owner(self._principals, act)
        found = await self._devices.find(owner.row, device)
        if found is None:
            raise DeviceNotFound
        return found


@use_case(action="device.remove", kind=UseCaseKind.COMMAND, fresh_proof=True)
class RemoveDevice:
    """Open to whoever signs in, for themselves, by a fresh proof.

    Refuses, in this order: whoever is no principal; a device that is not theirs. Deletes the device
    with its secret, so that the next sign-in on it is one on a new device, ends its sessions, and
    tells its owner.
    """

    def __init__(
        self, principals: Principals, devices: Devices, desk: SessionDesk, notices: Notices
    ) -> None:
        """Take the stores, who ends sessions, and what tells the owner."""
        self._principals = principals
        self._devices = devices
        self._desk = desk
        self._notices = notices

    async def __call__(self, command: DeviceToRemove, act: Act) -> RemovedDevice:
        """Remove it."""
        owner = await _owner(self._principals, act, lock=True)
        if not await self._devices.remove(owner.row, command.device):
            raise DeviceNotFound
        ended = await self._desk.end_all(
            owner.subject, SessionEnd.DEVICE_REMOVED, act.now, on=command.device
        )
        await self._notices.tell(Notice(kind=NoticeKind.DEVICE_REMOVED, principal=owner.row))
        act.changed(
            Change(
                object_kind="device",
                object_id=command.device,
                event="bank.device.removed.v1",
                after=f"{ended} sessions ended",
            )
        )
        return RemovedDevice(command.device)

    async def recall(self, device: UUID, _act: Act) -> RemovedDevice:
        """Say so again: what was removed stays away."""
        return RemovedDevice(device)


async def _owner(principals: Principals, act: Act, *, lock: bool = False) -> Principal:
    found = await principals.find(act.actor.subject, lock=lock)
    if found is None:
        raise PrincipalNotFound
    return found
