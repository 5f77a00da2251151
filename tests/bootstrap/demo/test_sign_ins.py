"""Whom the demo lets in, it alone lets in."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests import postgresql
from tests.system.assembly import SYSTEM, OpenBank, bank_over, seeded

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.commands import sentence_of
from bank.bootstrap.database import Database
from bank.bootstrap.demo.faults import DemoSignInsLeft
from bank.bootstrap.demo.filling import fill_if_empty
from bank.bootstrap.demo.sign_ins import let_everybody_in, refuse_if_left
from bank.bootstrap.demo.story import FIRST
from bank.bootstrap.office import Office
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.parties import CustomerKind
from bank.domain.staff import STAFF_ROLES

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STAFF = [f"{role.replace('_', '-')}@bank.example" for role in sorted(STAFF_ROLES)]


@pytest.fixture
def database() -> Iterator[Database]:
    with postgresql.database(seeded) as made:
        yield made


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return Office.configured([f"--bank.home={tmp_path}", f"--bank.database.url={database.url}"])


def _in_bank(database: Database, home: Path, work: object) -> None:
    async def within() -> None:
        async with bank_over(database, home) as bank:
            await work(bank)  # type: ignore[operator]

    asyncio.run(within())


async def _another_password(bank: OpenBank, address: str) -> None:
    async with DishkaScopes(bank.container).open(UseCaseKind.COMMAND) as scope:
        named = await (await scope.get(Principals)).named(address)
        assert named is not None
        await (await scope.get(Passwords)).set(named.row, "what nobody has printed", NOW)
        await (await scope.get(UnitOfWork)).commit()


def test_a_bank_that_was_never_a_demo_opens(office: Office, database: Database) -> None:
    async def take_in(bank: OpenBank) -> None:
        new = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email=FIRST.email)
        await bank.run(CreateCustomer, new, roles=SYSTEM)

    _in_bank(database, office.settings.home, take_in)
    refuse_if_left(office)


def test_whoever_signs_in_with_the_demos_password_keeps_the_bank_shut(
    office: Office, database: Database
) -> None:
    """Scenario: staff of the demo were let in; then each of them sets a password of their own."""
    let_everybody_in(office)

    async def change(bank: OpenBank) -> None:
        for address in STAFF[:-1]:
            await _another_password(bank, address)

    async def change_the_last(bank: OpenBank) -> None:
        await _another_password(bank, STAFF[-1])

    _in_bank(database, office.settings.home, change)
    with pytest.raises(DemoSignInsLeft, match=STAFF[-1]) as refused:
        refuse_if_left(office)
    assert "--bank.profiles.active=demo" in str(sentence_of(refused.value))
    _in_bank(database, office.settings.home, change_the_last)
    refuse_if_left(office)


def test_a_bank_of_others_is_told_to_be_no_demo(office: Office, database: Database) -> None:
    """What it says is what keeps the demo's people out of it."""

    async def take_in(bank: OpenBank) -> None:
        await bank.customer()

    _in_bank(database, office.settings.home, take_in)
    assert not fill_if_empty(office, lambda _line: None)
