"""Of a customer who is erased nothing stays that they signed in by."""

from datetime import timedelta
from uuid import UUID

import pyotp
from tests.application.identity.factors.passkey_scene import Owner
from tests.application.scene import MANAGER, SERVICE, Desk

from bank.application.identity.change_password import ChangePassword, PasswordChange
from bank.application.identity.factors.enrol_totp import (
    ConfirmTotp,
    EnrolTotp,
    FirstCode,
    NewAuthenticator,
)
from bank.application.identity.factors.renew_recovery_codes import (
    NewRecoveryCodes,
    RenewRecoveryCodes,
)
from bank.application.identity.registration.leave import (
    CustomerToLeave,
    DeactivateCustomer,
    EraseCustomer,
)
from bank.domain.identifiers import RowId

ELEVEN_YEARS = timedelta(days=11 * 365)


async def _with_everything(desk: Desk) -> Owner:
    owner = await Owner.come(desk)
    password = PasswordChange(new="the harbour smelled of tar")
    await desk.ask(ChangePassword, password, owner.actor)
    await desk.ask(RenewRecoveryCodes, NewRecoveryCodes(), owner.actor)
    begun = (await desk.ask(EnrolTotp, NewAuthenticator(name="phone"), owner.actor)).result
    code = pyotp.TOTP(begun.secret).at(desk.bank.clock.now())
    await desk.ask(ConfirmTotp, FirstCode(authenticator=begun.id, code=code), owner.actor)
    return owner


def _owners(desk: Desk) -> tuple[set[RowId], set[RowId], set[RowId]]:
    """Give whose passwords, authenticators and recovery codes are kept."""
    tables = desk.bank.store.committed
    return (
        set(tables.password_hashes),
        {each.principal for each in tables.authenticators.values()},
        {owner for owner, _ in tables.recovery_codes},
    )


async def test_all_that_somebody_signed_in_by_is_deleted_with_them(desk: Desk) -> None:
    ada, bob = await _with_everything(desk), await _with_everything(desk)
    leaving = CustomerToLeave(UUID(ada.actor.subject))
    await desk.ask(DeactivateCustomer, leaving, SERVICE)
    assert _owners(desk) == ({ada.row, bob.row},) * 3
    desk.bank.clock.move(ELEVEN_YEARS)
    await desk.ask(EraseCustomer, leaving, MANAGER)
    assert _owners(desk) == ({bob.row},) * 3
