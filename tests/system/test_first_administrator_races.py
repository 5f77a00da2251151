"""Several would appoint the first administrator at once: real connections, several processes."""

import asyncio
from pathlib import Path

import psycopg
import pytest
from tests.people_who_sign_in import PASSWORD
from tests.system.assembly import OpenBank
from tests.system.test_approval_races import two_processes

from bank.application.identity.staff.appoint_first import (
    AppointFirstAdministrator,
    FirstAdministrator,
)
from bank.application.identity.staff.first_appointment import FirstAppointment
from bank.application.pipeline.declaration import UseCaseKind
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.contacts import Contact
from bank.domain.staff import AdministratorExists

OPERATOR = ("operator",)


async def _appoint(bank: OpenBank, name: str, branch: str = "main") -> object:
    contact = Contact.email(f"{name}@bank.example")
    order = FirstAdministrator(contact=contact, password=PASSWORD, branch=branch)
    return await bank.run(AppointFirstAdministrator, order, roles=OPERATOR)


def _appointed(bank: OpenBank) -> int:
    with psycopg.connect(bank.database.url) as connection:
        row = connection.execute("SELECT count(*) FROM principal WHERE kind = 'staff'").fetchone()
    assert row is not None
    return int(row[0])


async def test_of_several_first_administrators_at_once_one_is_appointed(tmp_path: Path) -> None:
    """Scenario: six commands of two processes appoint each another first administrator, at once.

    Outcome: one is appointed, and the others are told that there is one.
    """
    async with two_processes(tmp_path) as (one, other):
        results = await asyncio.gather(
            *[_appoint(bank, f"anna-{at}") for at, bank in enumerate((one, other) * 3)],
            return_exceptions=True,
        )
        names = sorted(type(result).__name__ for result in results)
        assert names == ["AdministratorExists"] * 5 + ["Done"]
        assert _appointed(one) == 1


async def test_whoever_appoints_waits_for_the_turn_and_looks_after_it(tmp_path: Path) -> None:
    """Scenario: a unit has the turn and has found nobody; another process appoints somebody.

    Outcome: the command waits as long as the unit is open, and is done after it.
    """
    async with two_processes(tmp_path) as (one, other):
        async with DishkaScopes(one.container).open(UseCaseKind.COMMAND) as scope:
            await (await scope.get(FirstAppointment)).take_turn()
            waiting = asyncio.create_task(_appoint(other, "bert"))
            done, _ = await asyncio.wait({waiting}, timeout=0.5)
            assert not done
        await waiting
        with pytest.raises(AdministratorExists):
            await _appoint(one, "carl")
        assert _appointed(one) == 1
