"""Somebody's passkey, their device, and a challenge that waits, in any bank."""

from tests.software_authenticator import SoftwareAuthenticator
from tests.system.assembly import CUSTOMER, OpenBank

from bank.application.identity.devices.devices import Devices
from bank.application.identity.factors.enrol_passkey import (
    ConfirmPasskey,
    EnrolPasskey,
    MadePasskey,
    NewPasskey,
)
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.scopes import DishkaScopes

ORIGIN = "http://localhost:8080"


async def add_passkey_and_device(
    bank: OpenBank, subject: str, *, named: str, account_name: str
) -> None:
    """Leave a row in every table of passkeys and devices."""
    order = NewPasskey(account_name=account_name)
    waiting, begun = [
        (await bank.run(EnrolPasskey, order, roles=CUSTOMER, subject=subject)).result
        for _ in range(2)
    ]
    assert waiting.id != begun.id
    answer = SoftwareAuthenticator(origin=ORIGIN).make(begun.options)
    made = MadePasskey(passkey=begun.id, name=named, answer=answer)
    await bank.run(ConfirmPasskey, made, roles=CUSTOMER, subject=subject)
    async with DishkaScopes(bank.container).open(UseCaseKind.COMMAND) as scope:
        owner = await (await scope.get(Principals)).find(subject)
        assert owner is not None
        now = (await bank.container.get(Clock)).now()
        await (await scope.get(Devices)).add(owner.row, named, now)
        await (await scope.get(UnitOfWork)).commit()
