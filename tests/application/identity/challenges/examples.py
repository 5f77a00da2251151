"""A command that is done for each use case of challenges."""

from dataclasses import replace
from typing import Any

from tests.application.identity.factors.passkey_scene import unit
from tests.application.scene import Desk, actor
from tests.people_who_sign_in import authenticator, code_of

from bank.application.identity.challenges.challenges import Challenges
from bank.application.identity.challenges.confirm_challenge import ChallengeById, Confirmation
from bank.application.identity.challenges.own_threshold import NewThreshold
from bank.application.identity.principals import Principals
from bank.domain.challenges import LIFETIME, Challenge, Ordered
from bank.domain.factors import FactorKind
from bank.domain.principals import Principal, PrincipalKind, PrincipalState

PAYER = replace(actor("customer", "somebody who pays"), assurance=2)
"""Whose payment waits."""


async def of_my_challenges(desk: Desk) -> dict[str, Any]:
    """Give them, to be done by ``PAYER``."""
    now = desk.bank.clock.now()
    async with unit(desk) as scope:
        principals = await scope.get(Principals)
        payer = Principal(
            row=await principals.next_row(),
            subject=PAYER.subject,
            kind=PrincipalKind.CUSTOMER,
            state=PrincipalState.ACTIVE,
            roles=PAYER.roles,
            created_at=now,
        )
        await principals.add(payer)
    secret = await authenticator(desk.bank.scopes, payer.row, now)
    challenge = Challenge(
        id=desk.bank.ids.new(),
        principal=payer.row,
        action="transfer.post",
        key=desk.bank.ids.new(),
        bound=bytes(32),
        ordered=Ordered(amount_minor=1, currency="EUR", payee="somebody"),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    async with unit(desk) as scope:
        await (await scope.get(Challenges)).put(challenge)
    proof = {"code": code_of(secret, now)}
    return {
        "challenge.confirm": Confirmation(
            challenge=challenge.id, kind=FactorKind.TOTP, proof=proof
        ),
        "challenge.show": ChallengeById(challenge.id),
        "payment_threshold.set": NewThreshold(currency="EUR", amount_minor=1),
    }
