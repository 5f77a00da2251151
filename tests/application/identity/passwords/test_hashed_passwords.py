"""Passwords over a store of hashes."""

import pytest
from tests.application.identity.factors.passkey_scene import Owner, unit
from tests.application.scene import Desk

from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.passwords.passwords import Passwords
from bank.domain.passwords import PasswordBreached

PASSWORD = "the harbour smelled of tar"


@pytest.fixture
async def ada(desk: Desk) -> Owner:
    return await Owner.come(desk)


async def _keep(ada: Owner, kept: str) -> None:
    async with unit(ada.desk) as scope:
        hashes = await scope.get(PasswordHashes)
        await hashes.put(ada.row, kept, ada.desk.bank.clock.now())


async def _holds(ada: Owner, password: str) -> bool:
    async with unit(ada.desk) as scope:
        passwords = await scope.get(Passwords)
        return await passwords.holds(ada.row, password, ada.desk.bank.clock.now())


async def test_a_hash_of_an_older_kind_is_made_anew_on_the_way(desk: Desk, ada: Owner) -> None:
    await _keep(ada, "{before}" + PASSWORD)
    assert not await _holds(ada, "another")
    assert desk.bank.store.committed.password_hashes[ada.row] == "{before}" + PASSWORD
    assert await _holds(ada, PASSWORD)
    assert desk.bank.store.committed.password_hashes[ada.row] == "{now}" + PASSWORD


async def test_what_is_made_anew_is_the_normalised_text(desk: Desk, ada: Owner) -> None:
    await _keep(ada, "{before}cafe\u0301")
    assert await _holds(ada, "cafe\u0301")
    assert desk.bank.store.committed.password_hashes[ada.row] == "{now}caf\u00e9"
    assert await _holds(ada, "caf\u00e9")
    assert await _holds(ada, "cafe\u0301")


async def test_a_text_that_nobody_may_have_is_nobodys(ada: Owner) -> None:
    for kept, typed in (("{now}", ""), ("{now}" + "x" * 129, "x" * 129), ("{now}", "x" * 9999)):
        await _keep(ada, kept)
        assert not await _holds(ada, typed)


async def test_nobody_has_no_password(desk: Desk, ada: Owner) -> None:
    async with unit(desk) as scope:
        passwords = await scope.get(Passwords)
        assert not await passwords.holds(None, PASSWORD, desk.bank.clock.now())
        assert not await passwords.has(ada.row)
        with pytest.raises(PasswordBreached):
            await passwords.set(ada.row, "PASSWORD1", desk.bank.clock.now())
        await passwords.set(ada.row, PASSWORD, desk.bank.clock.now())
        assert await passwords.has(ada.row)
