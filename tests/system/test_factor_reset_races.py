"""Races about resets of factors: real connections, two banks being two server processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from tests import postgresql
from tests.people_who_sign_in import authenticator
from tests.system.assembly import OpenBank, bank_over, clocked, seeded
from tests.system.session_scene import unit

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.principals import Principals
from bank.application.identity.recovery.finish_factor_resets import (
    FinishFactorResets,
    OverdueFactorResets,
)
from bank.application.identity.recovery.reset_factors import (
    ConfirmFactorReset,
    FactorResetById,
    LostFactors,
    RequestFactorReset,
    StopFactorReset,
)
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.contacts import Contact
from bank.domain.factor_resets import (
    WAIT,
    FactorReset,
    FactorResetOver,
    FactorResetState,
    FactorResetUnderWay,
)
from bank.domain.identifiers import RowId
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

TELLER, MANAGER, WORKER = ("teller",), ("branch_manager",), ("worker",)
TIMES = 8
SECOND = timedelta(seconds=1)


@dataclass
class Two:
    """Two processes of one bank, and somebody who lost their factors."""

    one: OpenBank
    other: OpenBank
    clock: SettableClock
    owner: UUID
    row: RowId

    async def enrol(self) -> None:
        """Give the owner an authenticator."""
        await authenticator(DishkaScopes(self.one.container), self.row, self.clock.now())

    async def enrolled(self) -> int:
        async with unit(self.one.container) as scope:
            return sum((await (await scope.get(EveryFactor)).enrolled(self.row)).values())

    async def request(self, bank: OpenBank, teller: str = "tina") -> FactorReset:
        done = await bank.run(
            RequestFactorReset, LostFactors(self.owner), roles=TELLER, subject=teller
        )
        reset: FactorReset = done.result
        return reset

    async def confirm(self, bank: OpenBank, reset: FactorReset, manager: str) -> FactorReset:
        done = await bank.run(
            ConfirmFactorReset, FactorResetById(reset.id), roles=MANAGER, subject=manager
        )
        confirmed: FactorReset = done.result
        return confirmed

    async def stop(self, bank: OpenBank, reset: FactorReset) -> FactorReset:
        done = await bank.run(StopFactorReset, FactorResetById(reset.id), roles=TELLER)
        stopped: FactorReset = done.result
        return stopped

    async def finish(self, bank: OpenBank) -> int:
        done = await bank.run(FinishFactorResets, OverdueFactorResets(), roles=WORKER)
        finished: int = done.result.resets
        return finished

    def told(self, kind: str) -> int:
        """Count the notices of a kind, which are not taken back."""
        with psycopg.connect(self.one.database.migration_url) as connection:
            query = "SELECT count(*) FROM notice WHERE kind = %s"
            (number,) = connection.execute(query, [kind]).fetchone() or (0,)
        return int(number)


@asynccontextmanager
async def _two(tmp_path: Path) -> AsyncIterator[Two]:
    clock = SettableClock(SystemClock().now())
    time = [clocked(clock)]
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, tmp_path, providers=time) as one,
            bank_over(database, tmp_path, providers=time) as other,
        ):
            owner = (await one.customer()).id
            async with unit(one.container) as scope:
                principal = await (await scope.get(Principals)).find(str(owner))
                assert principal is not None
                contacts = await scope.get(ProvedContacts)
                await contacts.put(principal, Contact.email("ida@example.com"), clock.now())
            yield Two(one, other, clock, owner, principal.row)


async def _both(*at_once: Any) -> list[Any]:
    return list(await asyncio.gather(*at_once, return_exceptions=True))


def _done(results: list[Any]) -> list[Any]:
    return [each for each in results if not isinstance(each, BaseException)]


async def test_one_reset_is_under_way_however_many_ask_for_it_at_once(tmp_path: Path) -> None:
    """Scenario: two tellers at two processes ask to reset the same person's factors.

    Outcome: eight times over, one request is recorded and the other is told of it.
    """
    async with _two(tmp_path) as two:
        for _ in range(TIMES):
            results = await _both(two.request(two.one, "tina"), two.request(two.other, "theo"))
            (reset,) = _done(results)
            assert [type(each) for each in results if each is not reset] == [FactorResetUnderWay]
            await two.stop(two.one, reset)


async def test_two_who_confirm_at_once_begin_one_wait(tmp_path: Path) -> None:
    """Scenario: two branch managers at two processes confirm the same reset.

    Outcome: eight times over, one confirmation counts, the owner is told once, and the other is
    told that it was done.
    """
    async with _two(tmp_path) as two:
        for number in range(1, TIMES + 1):
            reset = await two.request(two.one)
            results = await _both(
                two.confirm(two.one, reset, "max"), two.confirm(two.other, reset, "mia")
            )
            (confirmed,) = _done(results)
            assert [type(each) for each in results if each is not confirmed] == [FactorResetOver]
            assert confirmed.confirmed_by in {"max", "mia"}
            assert confirmed.due_at == two.clock.now() + WAIT
            assert two.told("factor_reset_waits") == number
            await two.stop(two.one, reset)


async def test_a_confirmation_and_a_stop_end_in_a_stop_or_a_refusal(tmp_path: Path) -> None:
    """Scenario: one process confirms a reset while another stops it.

    Outcome: eight times over it is stopped in the end, confirmed before that or never.
    """
    async with _two(tmp_path) as two:
        for _ in range(TIMES):
            reset = await two.request(two.one)
            confirmed, stopped = await _both(
                two.confirm(two.one, reset, "max"), two.stop(two.other, reset)
            )
            assert not isinstance(stopped, BaseException), stopped
            assert stopped.state is FactorResetState.STOPPED
            if isinstance(confirmed, BaseException):
                assert isinstance(confirmed, FactorResetOver)
            two.clock.move(WAIT + SECOND)
            assert await two.finish(two.one) == 0


async def test_factors_are_removed_or_the_reset_is_stopped_and_never_both(tmp_path: Path) -> None:
    """Scenario: the wait is over; one process finishes the reset while the owner stops it.

    Outcome: eight times over, either the factors are gone and the stop comes too late, or the reset
    is stopped and every factor is there.
    """
    async with _two(tmp_path) as two:
        for _ in range(TIMES):
            await two.enrol()
            before, told = await two.enrolled(), two.told("factors_reset")
            reset = await two.request(two.one)
            await two.confirm(two.one, reset, "max")
            two.clock.move(WAIT)
            finished, stopped = await _both(two.finish(two.one), two.stop(two.other, reset))
            assert not isinstance(finished, BaseException), finished
            if isinstance(stopped, BaseException):
                assert isinstance(stopped, FactorResetOver)
                assert (finished, await two.enrolled()) == (1, 0)
            else:
                assert (finished, await two.enrolled()) == (0, before)
            assert two.told("factors_reset") == told + finished
            assert await two.finish(two.other) == 0


async def test_two_workers_finish_a_reset_once(tmp_path: Path) -> None:
    """Scenario: the workers of two processes look at the same moment.

    Outcome: eight times over, one of them removes the factors, and the owner is told once.
    """
    async with _two(tmp_path) as two:
        for number in range(1, TIMES + 1):
            await two.enrol()
            await two.confirm(two.one, await two.request(two.one), "max")
            two.clock.move(WAIT)
            results = await _both(two.finish(two.one), two.finish(two.other))
            assert sorted(_done(results)) == [0, 1], results
            assert await two.enrolled() == 0
            assert two.told("factors_reset") == number
