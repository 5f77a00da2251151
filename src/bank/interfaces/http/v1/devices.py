"""My devices over HTTP: `/v1/me/devices`."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, patch
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.devices.own_devices import (
    AllMyDevices,
    DeviceName,
    DeviceToRemove,
    ListDevices,
    RemoveDevice,
    RenameDevice,
)
from bank.domain.devices import Device, DeviceNotFound
from bank.domain.principals import PrincipalNotFound
from bank.domain.sessions import FreshProofNeeded
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask, gone
from bank.interfaces.http.documentation import command, query
from bank.interfaces.http.paging import Page
from bank.interfaces.http.v1.texts import AccountName


class DeviceChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """What to call a device."""

    name: AccountName


class DeviceView(Struct, frozen=True):
    """A device on which you signed in."""

    id: UUID
    name: str
    created_at: datetime
    last_seen_at: Annotated[datetime, Meta(description="When you last signed in on it.")]


@get(
    operation_id="listDevices",
    summary="List my devices",
    responses=query(PrincipalNotFound),
)
async def list_devices(request: Asked) -> Response[Page[DeviceView]]:
    """List the devices on which you signed in, oldest first."""
    done = await ask(request, ListDevices, AllMyDevices())
    return answered(Page([_view(device) for device in done.result]), done)


@patch(
    "/{device_id:uuid}",
    operation_id="renameDevice",
    summary="Rename a device",
    responses=command(PrincipalNotFound, DeviceNotFound),
)
async def rename_device(
    request: Asked, device_id: FromPath[UUID], data: JSONBody[DeviceChanges]
) -> Response[DeviceView]:
    """Give a device of yours another name."""
    done = await ask(request, RenameDevice, DeviceName(device=device_id, name=data.name))
    return answered(_view(done.result), done)


@delete(
    "/{device_id:uuid}",
    operation_id="removeDevice",
    summary="Remove a device",
    responses=command(PrincipalNotFound, DeviceNotFound, FreshProofNeeded),
)
async def remove_device(request: Asked, device_id: FromPath[UUID]) -> Response[None]:
    """Forget a device of yours: the next sign-in on it is one on a new device."""
    await refuse_content(request)
    done = await ask(request, RemoveDevice, DeviceToRemove(device_id))
    return gone(done)


def _view(device: Device) -> DeviceView:
    return DeviceView(
        id=device.id,
        name=device.name,
        created_at=device.created_at,
        last_seen_at=device.last_seen_at,
    )


devices = Router(
    "/me/devices", route_handlers=[list_devices, rename_device, remove_device], tags=["Me"]
)
