"""Customers whose payments need no proof: by two factors, to whom they have paid before."""

from datetime import datetime

from tests.people_who_sign_in import authenticator

from bank.application.identity.challenges.challenges import KnownPayees
from bank.application.identity.factors.recovery_codes import RecoveryCodes
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.scopes import Scopes
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.identifiers import RowId


async def let_pay(scopes: Scopes, now: datetime, subject: str, *payees: RowId) -> None:
    """Give somebody an authenticator and recovery codes, and payees whom they confirmed once."""
    async with scopes.open(UseCaseKind.COMMAND) as scope:
        payer = await (await scope.get(Principals)).find(subject, lock=True)
        assert payer is not None
        known = await scope.get(KnownPayees)
        for payee in payees:
            await known.add(payer.row, payee)
        await (await scope.get(RecoveryCodes)).replace(payer.row, [bytes(32)], now)
        await (await scope.get(UnitOfWork)).commit()
    await authenticator(scopes, payer.row, now)
