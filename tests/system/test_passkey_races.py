"""Races about passkeys: real connections, several banks being several processes."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from tests import postgresql
from tests.software_authenticator import SoftwareAuthenticator
from tests.system.assembly import CUSTOMER, OpenBank, bank_over, seeded

from bank.application.identity.factors.enrol_passkey import (
    BegunPasskey,
    ConfirmPasskey,
    EnrolPasskey,
    MadePasskey,
    NewPasskey,
)
from bank.application.identity.factors.passkey_factor import PasskeyFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.factors import SecondFactorNeeded
from bank.domain.identifiers import RowId
from bank.domain.passkeys import PasskeyChallengeNotFound

ORIGIN = "http://localhost:8080"
ROUNDS = 10


async def _begun(bank: OpenBank, subject: str) -> BegunPasskey:
    order = NewPasskey(account_name="ada@example.com")
    done = await bank.run(EnrolPasskey, order, roles=CUSTOMER, subject=subject)
    begun: BegunPasskey = done.result
    return begun


async def _confirm(bank: OpenBank, subject: str, begun: UUID, answer: Mapping[str, Any]) -> Any:
    made = MadePasskey(passkey=begun, name="laptop", answer=answer)
    return await bank.run(ConfirmPasskey, made, roles=CUSTOMER, subject=subject)


async def _row(bank: OpenBank, subject: str) -> RowId:
    async with DishkaScopes(bank.container).open(UseCaseKind.QUERY) as scope:
        found = await (await scope.get(Principals)).find(subject)
        assert found is not None
        return found.row


async def _options(bank: OpenBank, principal: RowId, purpose: Purpose) -> Mapping[str, Any]:
    async with DishkaScopes(bank.container).open(UseCaseKind.COMMAND) as scope:
        now = (await bank.container.get(Clock)).now()
        options = await (await scope.get(PasskeyFactor)).options(principal, purpose, now)
        await (await scope.get(UnitOfWork)).commit()
        return options


async def _proves(
    bank: OpenBank, principal: RowId, answer: Mapping[str, Any], purpose: Purpose
) -> bool:
    async with DishkaScopes(bank.container).open(UseCaseKind.COMMAND) as scope:
        now = (await bank.container.get(Clock)).now()
        holds = await (await scope.get(PasskeyFactor)).prove(principal, answer, purpose, now)
        await (await scope.get(UnitOfWork)).commit()
        return holds


async def test_one_signature_at_two_processes_holds_once(tmp_path: Path) -> None:
    """Scenario: the same signature reaches two server processes at once, ten times.

    Its maker does not count, so that nothing but the challenge tells the second from the first.
    Outcome: it holds at one of them each time.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            subject = str((await one.customer()).id)
            authenticator = SoftwareAuthenticator(origin=ORIGIN, counts=False)
            begun = await _begun(one, subject)
            await _confirm(one, subject, begun.id, authenticator.make(begun.options))
            ada = await _row(one, subject)
            for number in range(ROUNDS):
                purpose = Purpose(attempt=uuid5(NAMESPACE_OID, str(number)))
                answer = authenticator.sign(await _options(one, ada, purpose))
                held = await asyncio.gather(
                    _proves(one, ada, answer, purpose), _proves(other, ada, answer, purpose)
                )
                assert sorted(held) == [False, True]


async def test_one_registration_at_two_processes_makes_one_passkey(tmp_path: Path) -> None:
    """Scenario: the same answer of a browser reaches two processes at once, under two keys.

    Outcome: one passkey; the other request finds the challenge spent, or that it would be the
    second factor of somebody who proved one.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for number in range(ROUNDS):
                subject = str((await one.customer()).id)
                begun = await _begun(one, subject)
                authenticator = SoftwareAuthenticator(origin=ORIGIN, credential=b"%d" % number)
                answer = authenticator.make(begun.options)
                results = await asyncio.gather(
                    _confirm(one, subject, begun.id, answer),
                    _confirm(other, subject, begun.id, answer),
                    return_exceptions=True,
                )
                refused = [each for each in results if isinstance(each, Exception)]
                (no,) = refused
                assert isinstance(no, SecondFactorNeeded | PasskeyChallengeNotFound)
