"""Races about asking for codes: real connections, two banks being two processes."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, seeded
from tests.system.own_registration import STRANGER, registered, sent_codes

from bank.application.identity.recovery.reset_password import (
    BeginPasswordReset,
    FinishPasswordReset,
    ForgottenPassword,
    PasswordReset,
)
from bank.application.identity.registration.register import (
    NewRegistration,
    ProveRegistration,
    Register,
)
from bank.domain.address_codes import SENT_AT_MOST, SENT_IN_LANE, CodeInvalid
from bank.domain.contacts import Contact

ADA = Contact.email("ada@example.com")
AT_ONCE = 12
ROUNDS = 4


async def _asked(bank: OpenBank, place: str) -> Any:
    return await bank.run(BeginPasswordReset, ForgottenPassword(ADA), roles=STRANGER, subject=place)


async def _at_once(one: OpenBank, other: OpenBank, places: list[str]) -> None:
    banks = (one, other)
    asked = (_asked(banks[number % 2], place) for number, place in enumerate(places))
    await asyncio.gather(*asked)


async def test_asked_for_at_once_no_more_is_sent_than_one_place_may_ask_for(
    tmp_path: Path,
) -> None:
    """Scenario: one place asks for twelve codes to an address at once, at two processes.

    Outcome: the address is sent five.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            await _known(one)
            await _at_once(one, other, ["one place"] * AT_ONCE)
            assert len(await sent_codes(one)) == SENT_IN_LANE


async def test_asked_for_at_once_no_more_is_sent_than_an_address_is_sent(tmp_path: Path) -> None:
    """Scenario: twelve places ask for a code to an address at once, at two processes.

    Outcome: the address is sent ten, of which three are short; the last of the others lets whoever
    reads it in, once, at whichever process.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            await _known(one)
            await _at_once(one, other, [f"place {number}" for number in range(AT_ONCE)])
            codes = await sent_codes(one)
            assert len(codes) == SENT_AT_MOST
            assert sorted(len(code) for code in codes) == [6] * 3 + [16] * 7
            given = PasswordReset(
                id=UUID(int=0), code=max(codes, key=len), password="a ship in the harbour"
            )
            results = await asyncio.gather(
                *(bank.run(FinishPasswordReset, given, roles=STRANGER) for bank in (one, other)),
                return_exceptions=True,
            )
            (refused,) = [each for each in results if isinstance(each, BaseException)]
            assert isinstance(refused, CodeInvalid)


async def test_of_two_codes_that_are_given_back_at_once_one_sets_a_password(tmp_path: Path) -> None:
    """Scenario: the owner gives one code of a reset back, and somebody who read another that one.

    At once, at two processes.

    Outcome: one of them sets a password; with it the other's code is over.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            await _known(one)
            for number in range(ROUNDS):
                asked = [(await _asked(one, f"{each} {number}")).result for each in ("Ada", "Eve")]
                codes = (await sent_codes(one))[-2:]
                given = [
                    PasswordReset(id=sent.id, code=code, password=f"a ship in harbour {code}")
                    for sent, code in zip(asked, codes, strict=True)
                ]
                ways = zip(given, (one, other), strict=True)
                results = await asyncio.gather(
                    *(bank.run(FinishPasswordReset, each, roles=STRANGER) for each, bank in ways),
                    return_exceptions=True,
                )
                (refused,) = [each for each in results if isinstance(each, BaseException)]
                assert isinstance(refused, CodeInvalid)


@pytest.mark.parametrize("spread", [False, True])
async def test_registrations_at_once_are_counted_one_by_one(tmp_path: Path, spread: bool) -> None:
    """Scenario: twelve people, or one, begin to register an address at once, at two processes.

    Outcome: the address is sent ten codes, or five.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            order = NewRegistration(full_name="Ada", contact=ADA)
            await asyncio.gather(
                *(
                    (one, other)[number % 2].run(
                        Register, order, roles=STRANGER, subject=f"place {number * spread}"
                    )
                    for number in range(AT_ONCE)
                )
            )
            sent = await sent_codes(one)
            assert len(sent) == (SENT_AT_MOST if spread else SENT_IN_LANE)


async def _known(bank: OpenBank) -> None:
    given = await registered(bank, "Ada Lovelace", ADA)
    await bank.run(ProveRegistration, given, roles=STRANGER)
