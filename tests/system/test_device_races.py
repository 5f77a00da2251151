"""Races about devices: real connections, several banks being several processes."""

import asyncio
from pathlib import Path

from tests import postgresql
from tests.people_who_sign_in import PASSWORD, person
from tests.system.assembly import CUSTOMER, bank_over, seeded

from bank.application.identity.devices.own_devices import (
    AllMyDevices,
    DeviceToRemove,
    ListDevices,
    RemoveDevice,
)
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.ports.clock import Clock
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.sessions import SessionKind

STRANGER = ("anonymous",)
ROUNDS = 5


async def test_a_device_is_removed_while_somebody_signs_in_on_it(tmp_path: Path) -> None:
    """Scenario: a device is removed at one process while its secret is shown at another.

    Outcome: both are done, whoever was first, and the device is gone.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            now = (await one.container.get(Clock)).now()
            ada = (await person(DishkaScopes(one.container), now, "ada")).principal
            for _ in range(ROUNDS):
                shown = Credentials(
                    name="ada",
                    password=PASSWORD,
                    session_kind=SessionKind.BROWSER,
                    remember_as="phone",
                )
                device = (await one.run(BeginSignIn, shown, roles=STRANGER)).result.device
                known = Credentials(
                    name="ada",
                    password=PASSWORD,
                    session_kind=SessionKind.BROWSER,
                    device_secret=device.secret,
                )
                removing = DeviceToRemove(device.id)
                await asyncio.gather(
                    one.run(RemoveDevice, removing, roles=CUSTOMER, subject=ada.subject),
                    other.run(BeginSignIn, known, roles=STRANGER),
                )
                left = await one.run(
                    ListDevices, AllMyDevices(), roles=CUSTOMER, subject=ada.subject
                )
                assert list(left.result) == []
