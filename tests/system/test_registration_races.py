"""Races about codes and addresses: real connections, several banks being several processes."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, seeded
from tests.system.own_registration import STRANGER, registered

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.identity.registration.leave import CustomerToLeave, DeactivateCustomer
from bank.application.identity.registration.register import (
    ProveRegistration,
    RegistrationProof,
)
from bank.domain.address_codes import CodeInvalid
from bank.domain.contacts import Contact
from bank.domain.money import currency
from bank.domain.parties import CustomerDeactivated, CustomerHasAccounts
from bank.domain.principals import SignInNameTaken

ADA = Contact.email("ada@example.com")


def _names(results: Sequence[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


async def _registered(bank: OpenBank, contact: Contact = ADA) -> RegistrationProof:
    return await registered(bank, "Ada Lovelace", contact)


async def _both(one: OpenBank, other: OpenBank, *commands: RegistrationProof) -> list[str]:
    first, last = commands[0], commands[-1]
    return _names(
        await asyncio.gather(
            one.run(ProveRegistration, first, roles=STRANGER),
            other.run(ProveRegistration, last, roles=STRANGER),
            return_exceptions=True,
        )
    )


async def test_the_same_code_twice_at_once_makes_one_customer(tmp_path: Path) -> None:
    """Scenario: two processes are given the same code back at once, five times over.

    Outcome: each time one of them takes the customer in, and the other says that it is invalid.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for number in range(5):
                contact = Contact.email(f"ada-{number}@example.com")
                given = await _registered(one, contact)
                assert await _both(one, other, given) == [CodeInvalid.__name__, "Done"]


async def test_two_who_prove_one_address_at_once_do_not_both_get_it(tmp_path: Path) -> None:
    """Scenario: two registrations of one address are proved in two processes at once.

    Outcome: each time one becomes a customer, and the other is told that the address is taken.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for number in range(5):
                contact = Contact.email(f"ada-{number}@example.com")
                given = [await _registered(one, contact), await _registered(other, contact)]
                assert await _both(one, other, *given) == ["Done", SignInNameTaken.__name__]


async def test_wrong_codes_in_two_processes_are_all_counted(tmp_path: Path) -> None:
    """Scenario: two processes are given five wrong codes at once, and then the right one.

    Outcome: no failure is lost, so that the right one comes too late.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            given = await _registered(one)
            wrong = RegistrationProof(id=given.id, code=f"{(int(given.code) + 1) % 10**6:06d}")
            banks = [one, other, one, other, one]
            guesses = (bank.run(ProveRegistration, wrong, roles=STRANGER) for bank in banks)
            results = await asyncio.gather(*guesses, return_exceptions=True)
            assert _names(results) == [CodeInvalid.__name__] * 5
            assert await _both(one, other, given) == [CodeInvalid.__name__] * 2


async def test_nobody_opens_an_account_for_who_is_leaving(tmp_path: Path) -> None:
    """Scenario: one process lets a customer go while another opens an account for them.

    Outcome: each time one of the two is refused.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for _ in range(5):
                customer = await one.customer()
                order = NewAccount(
                    customer_id=customer.id, product="current", currency=currency("EUR")
                )
                results = await asyncio.gather(
                    one.run(DeactivateCustomer, CustomerToLeave(customer.id)),
                    other.run(OpenAccount, order),
                    return_exceptions=True,
                )
                (refused,) = [each for each in results if isinstance(each, Exception)]
                assert type(refused) in {CustomerHasAccounts, CustomerDeactivated}
