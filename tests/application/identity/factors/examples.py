"""A command that is done for each use case of passwords, authenticators and recovery codes."""

from typing import Any

import pyotp
from tests.application.identity.factors.passkey_scene import unit
from tests.application.scene import Desk, actor

from bank.application.identity.change_password import PasswordChange
from bank.application.identity.factors.enrol_totp import EnrolTotp, FirstCode, NewAuthenticator
from bank.application.identity.factors.remove_factor import FactorToRemove
from bank.application.identity.factors.renew_recovery_codes import NewRecoveryCodes
from bank.application.identity.import_password import PasswordToImport
from bank.application.identity.principals import Principals
from bank.domain.principals import Principal, PrincipalKind, PrincipalState

MYSELF = actor("customer", "somebody of their own")
"""Whose factors they are: nobody else can be asked to do it."""


async def of_my_factors(desk: Desk) -> dict[str, Any]:
    """Give them, to be done by ``MYSELF``, who has no password and no second factor."""
    now = desk.bank.clock.now()
    async with unit(desk) as scope:
        principals = await scope.get(Principals)
        await principals.add(
            Principal(
                row=await principals.next_row(),
                subject=MYSELF.subject,
                kind=PrincipalKind.CUSTOMER,
                state=PrincipalState.ACTIVE,
                roles=MYSELF.roles,
                created_at=now,
            )
        )
    phone = NewAuthenticator(name="phone")
    begun = (await desk.ask(EnrolTotp, phone, MYSELF)).result
    code = pyotp.TOTP(begun.secret).at(now)
    return {
        "factor.confirm_totp": FirstCode(authenticator=begun.id, code=code),
        "factor.enrol_totp": phone,
        "factor.remove": FactorToRemove(begun.id),
        "factor.renew_recovery_codes": NewRecoveryCodes(),
        "password.import": PasswordToImport(subject=MYSELF.subject, kept="{before}secret"),
        "password.change": PasswordChange(new="the harbour smelled of tar"),
    }
