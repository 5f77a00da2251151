"""A payer with two factors, who is signed in, and people to pay."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.application.scene import Desk, a_bank, holder_of, transfer
from tests.people_who_sign_in import authenticator, code_of

from bank.application.identity.challenges.confirm_challenge import Confirmation, ConfirmChallenge
from bank.application.identity.challenges.payment_terms import PaymentScreening, StepUpTerms
from bank.application.identity.factors.recovery_codes import RecoveryCodes
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.payments import Payment
from bank.application.pipeline.pipeline import Done
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.audit import Actor
from bank.domain.challenges import ChallengePending
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.factors import FactorKind
from bank.domain.principals import Principal

LIMIT = 500_00
STEP = timedelta(seconds=30)


class Suspicion(PaymentScreening):
    """Flags everything, once it has awoken."""

    def __init__(self) -> None:
        self.awake = False

    async def flags(self, payment: Payment, act: Act) -> bool:
        del payment, act
        return self.awake


@dataclass
class Payer:
    """Ada with her authenticator, and her account."""

    desk: Desk
    account: CustomerAccount
    payee: CustomerAccount
    actor: Actor
    principal: Principal
    suspicion: Suspicion
    secret: str = field(default="", repr=False)

    async def enrol(self, *, in_reserve: bool = True) -> None:
        """Give her an authenticator, and recovery codes beside it."""
        bank = self.desk.bank
        self.secret = await authenticator(bank.scopes, self.principal.row, bank.clock.now())
        if not in_reserve:
            return
        async with bank.scopes.open(UseCaseKind.COMMAND) as scope:
            codes = await scope.get(RecoveryCodes)
            await codes.replace(self.principal.row, [bytes(32)], bank.clock.now())
            await (await scope.get(UnitOfWork)).commit()

    async def pay(
        self,
        amount_minor: int = 100,
        *,
        key: str,
        to: CustomerAccount | None = None,
        who: Actor | None = None,
        **given: Any,
    ) -> Done[Any]:
        order = transfer(self.account, to or self.payee, amount_minor)
        return await self.desk.ask(PostTransfer, order, who or self.actor, key=key, **given)

    async def challenged(self, amount_minor: int = 100, *, key: str, **given: Any) -> UUID:
        """Send a payment that has to be confirmed, and give its challenge."""
        try:
            await self.pay(amount_minor, key=key, **given)
        except ChallengePending as waits:
            challenge: UUID = waits.context["challenge"]
            return challenge
        raise AssertionError("nothing was asked")

    def code(self) -> str:
        """Read the next code."""
        self.desk.bank.clock.move(STEP)
        return code_of(self.secret, self.desk.bank.clock.now())

    async def confirm(
        self,
        challenge: UUID,
        code: str | None = None,
        *,
        kind: FactorKind = FactorKind.TOTP,
        who: Actor | None = None,
    ) -> Done[Any]:
        proof = {"code": code or self.code()}
        command = Confirmation(challenge=challenge, kind=kind, proof=proof)
        return await self.desk.ask(ConfirmChallenge, command, who or self.actor)

    async def confirmed(self, amount_minor: int = 100, *, key: str, **given: Any) -> Done[Any]:
        """Pay, confirm, and pay."""
        await self.confirm(await self.challenged(amount_minor, key=key, **given))
        return await self.pay(amount_minor, key=key, **given)


@asynccontextmanager
async def a_payer(
    *, enrolled: bool = True, balance_minor: int = 10_000_00, **other: Any
) -> AsyncIterator[Payer]:
    """Open a bank with a payer in it."""
    suspicion = Suspicion()
    terms = StepUpTerms({"EUR": LIMIT})
    async with a_bank(step_up=terms, ports={PaymentScreening: suspicion}, **other).open() as bank:
        desk = Desk(bank)
        account, payee = await desk.account(balance_minor=balance_minor), await desk.account()
        actor = replace(holder_of(account), session="a session", assurance=2)
        async with bank.scopes.open(UseCaseKind.COMMAND) as scope:
            principal = await (await scope.get(Principals)).find(actor.subject)
        assert principal is not None
        payer = Payer(desk, account, payee, actor, principal, suspicion)
        if enrolled:
            await payer.enrol()
        yield payer
