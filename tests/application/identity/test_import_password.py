"""Somebody moves in from another user store."""

from dataclasses import replace

import pytest
from tests.application.identity.factors.passkey_scene import Owner, unit
from tests.application.scene import OPERATOR, STRANGER, Desk, actor

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.import_password import ImportPassword, PasswordToImport
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.recovery.reset_password import (
    BeginPasswordReset,
    ForgottenPassword,
)
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.contacts import Contact
from bank.domain.passwords import PasswordHashUnknown, PasswordInPlace
from bank.domain.principals import PrincipalNotFound, SignInNameTaken

NAME, PASSWORD = "ada@example.com", "short"


def brought(subject: str, kept: str = "{before}" + PASSWORD) -> PasswordToImport:
    return PasswordToImport(subject=subject, kept=kept, sign_in_name=NAME)


async def test_they_sign_in_by_the_name_and_the_password_that_they_had(desk: Desk) -> None:
    ada = await Owner.come(desk)
    await desk.ask(ImportPassword, brought(ada.actor.subject), OPERATOR)
    async with unit(desk) as scope:
        found = await (await scope.get(Principals)).named(NAME)
        assert found is not None
        assert found.row == ada.row
        passwords = await scope.get(Passwords)
        assert await passwords.holds(ada.row, PASSWORD, desk.bank.clock.now())


async def test_a_name_that_is_the_customers_address_is_one_where_they_are_reached(
    desk: Desk,
) -> None:
    """Outcome: they hear of what happens to their sign-in, and can have forgotten the password."""
    own, other = await desk.customer(), await desk.customer()
    brought_by = {own: str(own.email), other: "someone@example.com"}
    for customer, name in brought_by.items():
        each = replace(brought(str(customer.id)), sign_in_name=name)
        await desk.ask(ImportPassword, each, OPERATOR)
    forgotten = ForgottenPassword(contact=Contact.email(str(own.email)))
    await desk.ask(BeginPasswordReset, forgotten, STRANGER)
    kinds = {each.kind: str(each.to) for each in desk.bank.store.committed.notices.values()}
    assert kinds == {NoticeKind.CODE: f"email:{own.email}"}
    async with unit(desk) as scope:
        principals = await scope.get(Principals)
        unknown = await principals.find(str(other.id))
        assert unknown is not None
        assert await (await scope.get(ProvedContacts)).of(unknown.row) == []


async def test_an_import_is_refused_in_this_order(desk: Desk) -> None:
    ada, bob = await Owner.come(desk), await Owner.come(desk)
    with pytest.raises(PrincipalNotFound):
        await desk.ask(ImportPassword, brought("nobody", "unknown"), OPERATOR)
    with pytest.raises(PasswordHashUnknown):
        await desk.ask(ImportPassword, brought(ada.actor.subject, "{ldap}unknown"), OPERATOR)
    await desk.ask(ImportPassword, brought(ada.actor.subject), OPERATOR)
    with pytest.raises(PasswordInPlace):
        await desk.ask(ImportPassword, brought(ada.actor.subject, "{ldap}unknown"), OPERATOR)
    with pytest.raises(SignInNameTaken):
        await desk.ask(ImportPassword, brought(bob.actor.subject), OPERATOR)
    assert bob.row not in desk.bank.store.committed.password_hashes


async def test_only_operators_import(desk: Desk) -> None:
    ada = await Owner.come(desk)
    for role in ("customer", "administrator", "service_account", "anonymous"):
        with pytest.raises(ActionForbidden):
            await desk.ask(ImportPassword, brought(ada.actor.subject), actor(role))


def test_neither_name_nor_hash_is_shown() -> None:
    assert PASSWORD not in repr(brought("somebody"))
    assert NAME not in repr(brought("somebody"))
