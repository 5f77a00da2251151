"""Several say at once what the law wants of a person: real connections, several processes."""

import asyncio
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tests.known_people import KNOWN
from tests.system.assembly import OpenBank
from tests.system.test_approval_races import two_processes

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.registration.give_customers_data import (
    GiveCustomersDueDiligence,
    PersonById,
    PersonsDataGiven,
    ReadCustomersDueDiligence,
)
from bank.application.identity.registration.give_due_diligence import GiveDueDiligence
from bank.application.identity.registration.known_people import CustomersData
from bank.domain.due_diligence import DueDiligence
from bank.domain.money import currency
from bank.domain.parties import CustomerKind, CustomerPending, CustomerState

NEW = NewCustomer(kind=CustomerKind.PERSON, full_name="Ida Sommer", email="ida@example.com")
ONE = DueDiligence(date_of_birth=KNOWN.date_of_birth, nationality=KNOWN.nationality)
OTHER = DueDiligence(address=KNOWN.address, tax_residence=KNOWN.tax_residence)


async def _written(bank: OpenBank, person: UUID, given: DueDiligence) -> None:
    await bank.run(GiveCustomersDueDiligence, PersonsDataGiven(customer=person, given=given))


async def _said(bank: OpenBank, person: UUID, given: DueDiligence) -> None:
    await bank.run(GiveDueDiligence, given, subject=str(person), roles=("customer",))


async def test_the_counter_and_the_customer_say_each_a_half_at_once(tmp_path: Path) -> None:
    """Scenario: staff write a half down at one process; the customer says the other at another.

    Outcome: nothing is lost, and the customer is active, which one of the two brought about.
    """
    async with two_processes(tmp_path) as (one, other):
        for _ in range(5):
            person = (await one.run(CreateCustomer, NEW)).result.id
            await asyncio.gather(_written(one, person, ONE), _said(other, person, OTHER))
            seen = (await other.run(ReadCustomersDueDiligence, PersonById(person))).result
            assert isinstance(seen, CustomersData)
            assert seen.known == KNOWN
            assert (seen.customer.state, seen.customer.version) == (CustomerState.ACTIVE, 3)
        with psycopg.connect(one.database.url) as connection:
            events = connection.execute(
                "SELECT count(*) FROM audit_event WHERE action LIKE 'due_diligence.give%'"
            ).fetchone()
        assert events == (10,)


async def test_nobody_of_whom_something_is_missing_comes_to_hold_an_account(tmp_path: Path) -> None:
    """Scenario: an account is opened at one process while the last datum is given at another.

    Outcome: it is opened after the customer became active, or refused; never for a pending one.
    """
    async with two_processes(tmp_path) as (one, other):
        for _ in range(5):
            person = (await one.run(CreateCustomer, NEW)).result.id
            await _written(one, person, ONE)
            order = NewAccount(customer_id=person, product="current", currency=currency("EUR"))
            with pytest.raises(CustomerPending):
                await other.run(OpenAccount, order)
            results = await asyncio.gather(
                other.run(OpenAccount, order),
                _written(one, person, OTHER),
                return_exceptions=True,
            )
            assert type(results[0]).__name__ in {"Done", "CustomerPending"}
            assert (await other.run(OpenAccount, order)).result.owner_id == person
