"""A command that is done for each use case of passkeys and devices."""

from typing import Any

from tests.application.identity.factors.examples import MYSELF
from tests.application.identity.factors.passkey_scene import unit
from tests.application.scene import Desk
from tests.software_authenticator import SoftwareAuthenticator

from bank.application.identity.challenges.forget_challenges import UnansweredChallenges
from bank.application.identity.devices.devices import Devices
from bank.application.identity.devices.own_devices import DeviceName, DeviceToRemove
from bank.application.identity.factors.enrol_passkey import EnrolPasskey, MadePasskey, NewPasskey
from bank.application.identity.principals import Principals


async def of_my_passkeys_and_devices(desk: Desk) -> dict[str, Any]:
    """Give them, to be done by ``MYSELF``, whom the other factors have brought along."""
    passkey = NewPasskey(account_name="somebody")
    begun = (await desk.ask(EnrolPasskey, passkey, MYSELF)).result
    async with unit(desk) as scope:
        myself = await (await scope.get(Principals)).find(MYSELF.subject)
        assert myself is not None
        phone = await (await scope.get(Devices)).add(myself.row, "phone", desk.bank.clock.now())
    return {
        "device.remove": DeviceToRemove(phone.id),
        "device.rename": DeviceName(device=phone.id, name="mine"),
        "factor.confirm_passkey": MadePasskey(
            passkey=begun.id, name="laptop", answer=SoftwareAuthenticator().make(begun.options)
        ),
        "factor.enrol_passkey": passkey,
        "factor.forget_challenges": UnansweredChallenges(),
    }
