"""Races about codes and passwords: real connections, several banks being several processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import bcrypt
import pytest
from tests import postgresql
from tests.rfc6238 import independent_code
from tests.system.assembly import CUSTOMER, OpenBank, bank_over, clocked, seeded
from tests.system.session_scene import principal, unit

from bank.application.identity.factors.enrol_totp import (
    BegunAuthenticator,
    ConfirmTotp,
    EnrolTotp,
    FirstCode,
    NewAuthenticator,
)
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.list_factors import AllMyFactors, ListFactors
from bank.application.identity.factors.renew_recovery_codes import (
    NewRecoveryCodes,
    RenewRecoveryCodes,
)
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.sign_in.finish_sign_in import FinishSignIn, ProvedFactor
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.factors import FactorKind, SecondFactorNeeded
from bank.domain.principals import Principal
from bank.domain.sessions import SessionKind
from bank.domain.sign_in_guard import SignInFailed
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

STEP = timedelta(seconds=30)
ROUNDS = 10
NO_ATTEMPT = Purpose(attempt=UUID(int=0))
STRANGER = ("anonymous",)
NAME, PASSWORD, OTHER = "ada@example.com", "correct horse battery staple", "the harbour in the fog"
IMPORTED = "{bcrypt}" + bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4, b"2a")).decode()


@dataclass
class Two:
    """Two server processes of one bank, and Ada, who signs in there."""

    one: OpenBank
    other: OpenBank
    clock: SettableClock
    ada: Principal

    async def ask(self, use_case: type[Any], command: Any, bank: OpenBank | None = None) -> Any:
        at = bank or self.one
        done = await at.run(use_case, command, roles=CUSTOMER, subject=self.ada.subject)
        return done.result

    async def both(self, use_case: type[Any], command: Any) -> list[Any]:
        """Ask the same of both processes at once."""
        asked = [self.ask(use_case, command, bank) for bank in (self.one, self.other)]
        return list(await asyncio.gather(*asked, return_exceptions=True))

    async def authenticator(self) -> BegunAuthenticator:
        begun: BegunAuthenticator = await self.ask(EnrolTotp, NewAuthenticator(name="phone"))
        await self.ask(ConfirmTotp, FirstCode(authenticator=begun.id, code=self.code(begun)))
        return begun

    def code(self, begun: BegunAuthenticator) -> str:
        """Ask an authenticator that is not ours."""
        return independent_code(begun.secret, self.clock.now())

    async def proves(self, bank: OpenBank, kind: FactorKind, code: str) -> bool:
        async with unit(bank.container) as scope:
            factor = (await scope.get(EveryFactor)).of(kind)
            now = (await scope.get(Clock)).now()
            return await factor.prove(self.ada.row, {"code": code}, NO_ATTEMPT, now)

    async def prove_twice(self, kind: FactorKind, code: str) -> list[bool]:
        """Bring a code to both processes at once."""
        proved = (self.proves(bank, kind, code) for bank in (self.one, self.other))
        return sorted(await asyncio.gather(*proved))


@asynccontextmanager
async def _two(home: Path) -> AsyncIterator[Two]:
    clock = SettableClock(SystemClock().now())
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, home, providers=[clocked(clock)]) as one,
            bank_over(database, home, providers=[clocked(clock)]) as other,
        ):
            yield Two(one, other, clock, await principal(one.container, "ada"))


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    async with _two(tmp_path) as opened:
        yield opened


async def test_one_code_at_two_processes_holds_once(two: Two) -> None:
    """Scenario: the code that an authenticator shows reaches two processes at once, ten times.

    Outcome: it holds at one of them each time.
    """
    phone = await two.authenticator()
    for _ in range(ROUNDS):
        two.clock.move(STEP)
        assert await two.prove_twice(FactorKind.TOTP, two.code(phone)) == [False, True]


async def test_one_recovery_code_at_two_processes_holds_once(two: Two) -> None:
    """Scenario: each of ten recovery codes reaches two processes at once.

    Outcome: each holds at one of them; then none is left.
    """
    for code in (await two.ask(RenewRecoveryCodes, NewRecoveryCodes())).codes:
        assert await two.prove_twice(FactorKind.RECOVERY_CODE, code) == [False, True]
    (factor,) = (await two.ask(ListFactors, AllMyFactors())).factors
    assert factor.left == 0


async def test_one_code_finishes_one_of_two_sign_ins(two: Two) -> None:
    """Scenario: two sign-ins with the right password wait for a code; both are given the same one.

    Outcome: one is let in, the other is told that something was not right, and no more.
    """
    phone = await two.authenticator()
    async with unit(two.one.container) as scope:
        await (await scope.get(Principals)).name(two.ada.row, NAME)
        await (await scope.get(Passwords)).set(two.ada.row, PASSWORD, two.clock.now())
    two.clock.move(STEP)
    shown = Credentials(name=NAME, password=PASSWORD, session_kind=SessionKind.APP)
    begun = [
        (await bank.run(BeginSignIn, shown, roles=STRANGER, subject="stranger")).result
        for bank in (two.one, two.other)
    ]
    proof = {"code": two.code(phone)}
    finished = await asyncio.gather(
        *(
            bank.run(
                FinishSignIn,
                ProvedFactor(attempt=needed.id, kind=FactorKind.TOTP, proof=proof),
                roles=STRANGER,
                subject="stranger",
            )
            for bank, needed in zip((two.one, two.other), begun, strict=True)
        ),
        return_exceptions=True,
    )
    (refused,) = [each for each in finished if isinstance(each, BaseException)]
    assert isinstance(refused, SignInFailed)


async def test_an_authenticator_is_confirmed_once(two: Two) -> None:
    """Scenario: the first code of an authenticator reaches two processes at once, under two keys.

    Outcome: one confirms it; the other is asked for the second factor that there is now.
    """
    begun = await two.ask(EnrolTotp, NewAuthenticator(name="phone"))
    order = FirstCode(authenticator=begun.id, code=two.code(begun))
    results = await two.both(ConfirmTotp, order)
    (refused,) = [each for each in results if isinstance(each, BaseException)]
    assert isinstance(refused, SecondFactorNeeded)


async def test_two_who_make_recovery_codes_at_once_leave_one_set(two: Two) -> None:
    """Scenario: somebody asks two processes for recovery codes at once.

    Outcome: the codes of one answer hold, and those of the other do not.
    """
    results = await two.both(RenewRecoveryCodes, NewRecoveryCodes())
    (factor,) = (await two.ask(ListFactors, AllMyFactors())).factors
    assert factor.left == 10
    for shown in results:
        proves = await two.proves(two.one, FactorKind.RECOVERY_CODE, shown.codes[0])
        assert proves == (shown.id == factor.id)


async def test_making_an_old_hash_anew_never_brings_an_old_password_back(two: Two) -> None:
    """Scenario: an imported hash is being made anew while its owner's password is changed.

    Outcome: the new password holds, and the old one does not.
    """
    now = two.clock.now()
    async with unit(two.one.container) as scope:
        await (await scope.get(PasswordHashes)).put(two.ada.row, IMPORTED, now)
    async with unit(two.one.container) as signing_in, unit(two.other.container) as changing:
        kept = await (await signing_in.get(PasswordHashes)).find(two.ada.row)
        assert kept == IMPORTED
        await (await changing.get(Passwords)).set(two.ada.row, OTHER, now)
        renewing = asyncio.create_task(
            (await signing_in.get(PasswordHashes)).renew(two.ada.row, IMPORTED, "made anew")
        )
        await asyncio.sleep(0.05)
        assert not renewing.done()
        await (await changing.get(UnitOfWork)).commit()
        await renewing
    async with unit(two.one.container) as scope:
        passwords = await scope.get(Passwords)
        assert await passwords.holds(two.ada.row, OTHER, now)
        assert not await passwords.holds(two.ada.row, PASSWORD, now)


async def test_who_is_imported_from_spring_signs_in_and_is_hashed_anew(two: Two) -> None:
    now = two.clock.now()
    async with unit(two.one.container) as scope:
        await (await scope.get(PasswordHashes)).put(two.ada.row, IMPORTED, now)
    async with unit(two.one.container) as scope:
        assert await (await scope.get(Passwords)).holds(two.ada.row, PASSWORD, now)
    async with unit(two.other.container) as scope:
        kept = await (await scope.get(PasswordHashes)).find(two.ada.row)
        assert kept is not None
        assert kept.startswith("{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=19456,t=2,p=1$")
        assert await (await scope.get(Passwords)).holds(two.ada.row, PASSWORD, now)
