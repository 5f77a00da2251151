"""Races about invitations: real connections, two banks being two server processes."""

import asyncio
from pathlib import Path
from uuid import UUID

from tests import postgresql
from tests.software_authenticator import SoftwareAuthenticator
from tests.system.assembly import OpenBank, bank_over, seeded
from tests.system.own_passkeys import ORIGIN
from tests.system.own_registration import PASSWORD, STRANGER, sent_codes

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.import_password import (
    ImportedPassword,
    ImportPassword,
    PasswordToImport,
)
from bank.application.identity.registration.accept_with_passkey import (
    AcceptWithPasskey,
    BeginInvitedPasskey,
    InvitationToPasskey,
    PasskeyOfInvited,
)
from bank.application.identity.registration.invitations import LetIn
from bank.application.identity.registration.invite import (
    AcceptInvitation,
    CustomerToInvite,
    InvitationTaken,
    InviteCustomer,
)
from bank.application.pipeline.pipeline import Done
from bank.domain.address_codes import CodeInvalid
from bank.domain.parties import CustomerKind
from bank.domain.passwords import PasswordInPlace
from bank.domain.principals import AlreadySignsIn

TIMES = 5
OPERATOR = ("operator",)
MOVED = "{bcrypt}$2a$10$" + "a" * 53


async def _taken_in(bank: OpenBank, email: str) -> UUID:
    new = NewCustomer(kind=CustomerKind.PERSON, full_name="Ida Sommer", email=email)
    customer: UUID = (await bank.run(CreateCustomer, new)).result.id
    return customer


async def _invited(bank: OpenBank, customer: UUID) -> str:
    """Invite a customer, and give the code that was sent to them."""
    await bank.run(InviteCustomer, CustomerToInvite(customer), roles=("teller",))
    (code,) = await sent_codes(bank)
    return code


async def _accept(bank: OpenBank, code: str) -> LetIn:
    order = InvitationTaken(code=code, password=PASSWORD)
    done: Done[LetIn] = await bank.run(AcceptInvitation, order, roles=STRANGER)
    return done.result


async def _accept_with(bank: OpenBank, made: PasskeyOfInvited) -> LetIn:
    done: Done[LetIn] = await bank.run(AcceptWithPasskey, made, roles=STRANGER)
    return done.result


async def _import(bank: OpenBank, customer: UUID) -> ImportedPassword:
    order = PasswordToImport(subject=str(customer), kept=MOVED)
    done: Done[ImportedPassword] = await bank.run(ImportPassword, order, roles=OPERATOR)
    return done.result


async def test_of_two_invitations_that_are_taken_at_once_one_lets_in(tmp_path: Path) -> None:
    """Scenario: a customer is invited twice, and both invitations are taken at two processes.

    Outcome: five times over, one sets the password, and the other is told that they sign in.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for number in range(TIMES):
                customer = await _taken_in(one, f"ida{number}@example.com")
                codes = [await _invited(one, customer), await _invited(one, customer)]
                results = await asyncio.gather(
                    _accept(one, codes[0]), _accept(other, codes[1]), return_exceptions=True
                )
                kinds = sorted(type(each).__name__ for each in results)
                assert kinds == [AlreadySignsIn.__name__, LetIn.__name__]


async def test_an_invitation_that_is_taken_in_two_ways_at_once_lets_in_by_one(
    tmp_path: Path,
) -> None:
    """Scenario: one invitation is taken by a password and by a passkey, at two processes at once.

    Outcome: five times over, one of them lets in; the invitation of the other is used up.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for number in range(TIMES):
                customer = await _taken_in(one, f"ida{number}@example.com")
                code = await _invited(one, customer)
                order = InvitationToPasskey(code=code, account_name="ida")
                begun = (await one.run(BeginInvitedPasskey, order, roles=STRANGER)).result
                key = SoftwareAuthenticator(origin=ORIGIN, credential=b"%d" % number)
                made = PasskeyOfInvited(code=code, name="key", answer=key.make(begun.options))
                results = await asyncio.gather(
                    _accept(one, code), _accept_with(other, made), return_exceptions=True
                )
                kinds = sorted(type(each).__name__ for each in results)
                assert kinds == [CodeInvalid.__name__, LetIn.__name__]


async def test_an_invitation_and_an_import_at_once_leave_one_password(tmp_path: Path) -> None:
    """Scenario: an invitation is taken at the moment in which the same person is imported.

    Outcome: five times over, either came first, and the other is refused for it.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for number in range(TIMES):
                customer = await _taken_in(one, f"ida{number}@example.com")
                code = await _invited(one, customer)
                taken, moved = await asyncio.gather(
                    _accept(one, code), _import(other, customer), return_exceptions=True
                )
                refusals = (type(taken), type(moved))
                assert refusals in {(AlreadySignsIn, ImportedPassword), (LetIn, PasswordInPlace)}
