"""Races at the door: real connections, two banks over one database being two processes."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.people_who_sign_in import NAME, PASSWORD
from tests.system.assembly import AUDITOR, OpenBank
from tests.system.two_banks import TwoBanks, names_of, two_banks

from bank.application.audit.read_audit_trail import AuditPage, ListAuditEvents
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.carried_sessions import Carried
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.sign_in.attempts import SignInAttemptOver
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.sign_in.finish_sign_in import FinishSignIn, ProvedFactor
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.audit_trail import AuditFilter
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.factors import FactorKind
from bank.domain.sessions import SessionKind
from bank.domain.sign_in_guard import SignInFailed, SignInThrottled

STRANGER = ("anonymous",)
STEP = timedelta(seconds=30)


class Doors(TwoBanks):
    """Two processes that people sign in at."""

    async def begin(
        self, bank: OpenBank, name: str = NAME, password: str = PASSWORD, **given: Any
    ) -> Any:
        shown = Credentials(name=name, password=password, session_kind=SessionKind.APP, **given)
        return (await bank.run(BeginSignIn, shown, roles=STRANGER)).result

    async def browser(self, bank: OpenBank, name: str, cookie: str | None = None) -> Any:
        """Sign in in a browser that has a cookie from before."""
        shown = Credentials(
            name=name,
            password=PASSWORD,
            session_kind=SessionKind.BROWSER,
            carried=Carried(cookie=cookie),
        )
        return (await bank.run(BeginSignIn, shown, roles=STRANGER)).result

    async def finish(self, bank: OpenBank, attempt: Any, code: str) -> Any:
        proved = ProvedFactor(attempt=attempt.id, kind=FactorKind.TOTP, proof={"code": code})
        return (await bank.run(FinishSignIn, proved, roles=STRANGER)).result

    async def audited(self, action: str) -> Counter[str | None]:
        """Count the answers to an action by their code."""
        page = AuditPage(wanted=AuditFilter(action=action), limit=200)
        events = (await self.one.run(ListAuditEvents, page, roles=AUDITOR)).result
        return Counter(each.code for each in events)


async def test_one_attempt_is_finished_once_with_one_code(tmp_path: Path) -> None:
    """Scenario: two processes are shown the same code for the same attempt, five times over.

    Outcome: one session each time; the other is told that the attempt is over.
    """
    async with two_banks(tmp_path, Doors) as doors:
        ada = await doors.person(totp=True)
        for _ in range(5):
            doors.clock.move(2 * STEP)
            attempt = await doors.begin(doors.one)
            code = ada.code(doors.clock.now())
            results = await asyncio.gather(
                doors.finish(doors.one, attempt, code),
                doors.finish(doors.other, attempt, code),
                return_exceptions=True,
            )
            assert names_of(results) == {"SignedIn": 1, SignInAttemptOver.__name__: 1}


async def test_one_code_finishes_one_of_two_attempts(tmp_path: Path) -> None:
    """Scenario: the same code is shown at once for two attempts of one person, five times over.

    Outcome: one session each time; for the other the code does not hold.
    """
    async with two_banks(tmp_path, Doors) as doors:
        ada = await doors.person(totp=True)
        for _ in range(5):
            doors.clock.move(2 * STEP)
            attempts = [await doors.begin(bank) for bank in (doors.one, doors.other)]
            code = ada.code(doors.clock.now())
            results = await asyncio.gather(
                doors.finish(doors.one, attempts[0], code),
                doors.finish(doors.other, attempts[1], code),
                return_exceptions=True,
            )
            assert names_of(results) == {"SignedIn": 1, SignInFailed.__name__: 1}


async def test_guesses_at_once_are_counted_one_by_one(tmp_path: Path) -> None:
    """Scenario: a dozen guesses arrive at once at two processes, for a name and for nobody's.

    Outcome: for each five are compared and counted, and all others have to wait; then the right
    password waits as well, and gets in once the wait is over.
    """
    async with two_banks(tmp_path, Doors) as doors:
        await doors.person()
        for name in (NAME, "nobody@example.com"):
            guesses = [
                doors.begin(bank, name, f"guess {number}")
                for number in range(6)
                for bank in (doors.one, doors.other)
            ]
            results = await asyncio.gather(*guesses, return_exceptions=True)
            assert names_of(results) == {SignInFailed.__name__: 5, SignInThrottled.__name__: 7}
        assert await doors.audited("session.begin") == {SignInFailed.code: 10}
        late = await asyncio.gather(doors.begin(doors.one), return_exceptions=True)
        assert names_of(late) == {SignInThrottled.__name__: 1}
        doors.clock.move(STEP)
        await doors.begin(doors.other)


async def test_proofs_at_once_are_counted_one_by_one(tmp_path: Path) -> None:
    """Scenario: a dozen wrong codes arrive at once at two processes for one attempt.

    Outcome: five are compared; the attempt is over for all others, and its owner's lane waits.
    """
    async with two_banks(tmp_path, Doors) as doors:
        ada = await doors.person(totp=True)
        attempt = await doors.begin(doors.one)
        wrong = f"{(int(ada.code(doors.clock.now())) + 1) % 1_000_000:06d}"
        guesses = [
            doors.finish(bank, attempt, f"x{wrong}")
            for _ in range(6)
            for bank in (doors.one, doors.other)
        ]
        results = await asyncio.gather(*guesses, return_exceptions=True)
        assert names_of(results) == {SignInFailed.__name__: 5, SignInAttemptOver.__name__: 7}
        late = await asyncio.gather(doors.begin(doors.other), return_exceptions=True)
        assert names_of(late) == {SignInThrottled.__name__: 1}


async def test_whoever_has_the_password_and_whoever_guesses_do_not_block_each_other(
    tmp_path: Path,
) -> None:
    """Scenario: guesses at one name and right passwords of others arrive at once.

    Outcome: everybody else is in.
    """
    async with two_banks(tmp_path, Doors) as doors:
        await doors.person()
        names = [f"person-{number}@example.com" for number in range(6)]
        for name in names:
            await doors.person(name)
        results = await asyncio.gather(
            *(doors.begin(doors.other, NAME, "guess") for _ in range(6)),
            *(doors.begin(doors.one, name) for name in names),
            return_exceptions=True,
        )
        assert names_of(results)["SignedIn"] == len(names)


async def test_one_person_signs_in_at_several_places_at_once(tmp_path: Path) -> None:
    """Scenario: somebody signs in at once by two names at two processes, five times over.

    Outcome: each time they are in at both, and no two of the units waited for each other.
    """
    async with two_banks(tmp_path, Doors) as doors:
        ada = await doors.person()
        async with DishkaScopes(doors.one.container).open(UseCaseKind.COMMAND) as scope:
            await (await scope.get(Principals)).name(ada.principal.row, "ada")
            await (await scope.get(UnitOfWork)).commit()
        for _ in range(5):
            results = await asyncio.gather(
                doors.begin(doors.one, NAME, remember_as="the phone"),
                doors.begin(doors.other, "ada", remember_as="the laptop"),
                return_exceptions=True,
            )
            assert names_of(results) == {"SignedIn": 2}
        with psycopg.connect(doors.one.database.migration_url) as connection:
            query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            assert connection.execute(query).fetchall() == [(0,)]


async def test_two_who_change_browsers_at_once_are_both_in_and_out(tmp_path: Path) -> None:
    """Scenario: Ada signs in in Grace's browser while Grace does in Ada's, ten times over.

    Outcome: each time both get in, both old sessions are ended, and nobody waited for each other.
    """
    async with two_banks(tmp_path, Doors) as doors:
        names = ("ada", "grace")
        for name in names:
            await doors.person(name)
        cookies = [(await doors.browser(doors.one, name)).session.cookie for name in names]
        for _ in range(10):
            results = await asyncio.gather(
                doors.browser(doors.one, "ada", cookies[1]),
                doors.browser(doors.other, "grace", cookies[0]),
            )
            assert None not in [each.session.replaced for each in results]
            cookies = [each.session.cookie for each in results]
        with psycopg.connect(doors.one.database.migration_url) as connection:
            query = "SELECT count(*) FROM session WHERE ended_at IS NULL"
            assert connection.execute(query).fetchall() == [(2,)]
            query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            assert connection.execute(query).fetchall() == [(0,)]


async def test_a_session_is_replaced_once(tmp_path: Path) -> None:
    """Scenario: two processes let the same browser in again at once.

    Outcome: two sessions, of which one replaced the old one.
    """
    async with two_banks(tmp_path, Doors) as doors:
        await doors.person()
        for _ in range(5):
            old = (await doors.browser(doors.one, NAME)).session
            results = await asyncio.gather(
                doors.browser(doors.one, NAME, old.cookie),
                doors.browser(doors.other, NAME, old.cookie),
            )
            replaced = [each.session.replaced for each in results]
            assert sorted(replaced, key=str) == [old.id, None]


async def test_no_session_outlives_the_password_that_opened_it(tmp_path: Path) -> None:
    """Scenario: somebody signs in at one process while the password is changed at another.

    Outcome: ten times over, they are refused, or their session is ended with all others.
    """
    async with two_banks(tmp_path, Doors) as doors:
        for number in range(10):
            name = f"person-{number}"
            someone = (await doors.person(name)).principal.subject
            results = await asyncio.gather(
                doors.begin(doors.other, name),
                _change_password(doors, someone),
                return_exceptions=True,
            )
            assert type(results[0]).__name__ in {"SignedIn", SignInFailed.__name__}
            assert results[1] is None
        with psycopg.connect(doors.one.database.migration_url) as connection:
            query = "SELECT count(*) FROM session WHERE ended_at IS NULL"
            assert connection.execute(query).fetchall() == [(0,)]


async def test_no_attempt_outlives_the_password_that_began_it(tmp_path: Path) -> None:
    """Scenario: somebody shows their second factor at one process while the password is changed.

    Outcome: ten times over, the attempt is over, or its session is ended with all others.
    """
    async with two_banks(tmp_path, Doors) as doors:
        for number in range(10):
            name = f"person-{number}"
            someone = await doors.person(name, totp=True)
            needed = await doors.begin(doors.one, name)
            proved = ProvedFactor(
                attempt=needed.id,
                kind=FactorKind.TOTP,
                proof={"code": someone.code(doors.clock.now())},
            )
            results = await asyncio.gather(
                doors.other.run(FinishSignIn, proved, roles=STRANGER),
                _change_password(doors, someone.principal.subject),
                return_exceptions=True,
            )
            assert type(results[0]).__name__ in {"Done", SignInAttemptOver.__name__}, results
            assert results[1] is None
            with pytest.raises(SignInAttemptOver):
                await doors.other.run(FinishSignIn, proved, roles=STRANGER)
        with psycopg.connect(doors.one.database.migration_url) as connection:
            query = "SELECT count(*) FROM session WHERE ended_at IS NULL"
            assert connection.execute(query).fetchall() == [(0,)]


async def _change_password(doors: Doors, subject: str) -> None:
    now = doors.clock.now()
    async with DishkaScopes(doors.one.container).open(UseCaseKind.COMMAND) as scope:
        principal = await (await scope.get(Principals)).find(subject, lock=True)
        assert principal is not None
        await (await scope.get(Passwords)).set(principal.row, "another quiet harbour", now)
        desk: SessionDesk = await scope.get(SessionDesk)
        await desk.end_all(subject, SessionEnd.PASSWORD_CHANGED, now)
        await (await scope.get(UnitOfWork)).commit()
