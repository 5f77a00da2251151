"""What every store of passkeys and of their challenges does."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.contracts.backend import NOW, Backend, named
from tests.contracts.principals import committed_principal
from tests.contracts.waiting import ended, waits

from bank.domain.identifiers import RowId
from bank.domain.passkeys import Passkey, PasskeyAlreadyRegistered, PasskeyChallenge


def _passkey(principal: RowId, name: str = "laptop", *, hours: int = 0) -> Passkey:
    return Passkey(
        id=named(name),
        principal=principal,
        credential=f"credential of {name}".encode(),
        public_key=b"key",
        sign_count=2**32 - 1,
        aaguid=UUID(int=7),
        is_synced=True,
        is_backed_up=False,
        name=name,
        created_at=NOW + timedelta(hours=hours),
    )


def _challenge(principal: RowId | None, nonce: bytes = b"nonce") -> PasskeyChallenge:
    return PasskeyChallenge(
        attempt=named("attempt"),
        principal=principal,
        nonce=nonce,
        expires_at=NOW + timedelta(minutes=5),
    )


async def _added(backend: Backend, *passkeys: Passkey) -> None:
    async with backend.unit() as unit:
        for passkey in passkeys:
            await unit.passkeys.add(passkey)
        await unit.work.commit()


async def test_passkeys_are_read_as_they_were_written_oldest_first(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    bob = (await committed_principal(backend, "bob")).row
    old, new = _passkey(ada, "old"), _passkey(ada, "new", hours=1)
    await _added(backend, new, old)
    async with backend.unit(read_only=True) as unit:
        assert list(await unit.passkeys.of(ada)) == [old, new]
        assert list(await unit.passkeys.of(bob)) == []
        assert await unit.passkeys.find(new.credential) == new
        assert await unit.passkeys.find(b"nothing") is None


async def test_a_credential_is_registered_once(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    await _added(backend, _passkey(ada))
    twin = replace(_passkey(ada), id=named("twin"))
    async with backend.unit() as unit:
        with pytest.raises(PasskeyAlreadyRegistered):
            await unit.passkeys.add(twin)


async def test_what_a_signature_changes_is_written(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    await _added(backend, _passkey(ada))
    used = _passkey(ada).used(sign_count=9, is_backed_up=True, now=NOW)
    async with backend.unit() as unit:
        assert await unit.passkeys.find(used.credential, lock=True) == _passkey(ada)
        await unit.passkeys.save(used)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert await unit.passkeys.find(used.credential) == used


async def test_a_locked_passkey_is_used_by_one_unit_at_a_time(backend: Backend) -> None:
    """Scenario: two units look one passkey up to use it.

    Outcome: the second waits, and sees what the first one wrote.
    """
    ada = (await committed_principal(backend, "ada")).row
    await _added(backend, _passkey(ada))
    used = _passkey(ada).used(sign_count=9, is_backed_up=True, now=NOW)
    async with backend.unit() as first, backend.unit() as second:
        await first.passkeys.find(used.credential, lock=True)
        waiting = asyncio.create_task(second.passkeys.find(used.credential, lock=True))
        assert await waits(waiting)
        await first.passkeys.save(used)
        await first.work.commit()
        assert await ended(waiting) == used


async def test_a_passkey_is_removed_by_its_owner_alone(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    bob = (await committed_principal(backend, "bob")).row
    passkey = _passkey(ada)
    await _added(backend, passkey)
    async with backend.unit() as unit:
        assert not await unit.passkeys.remove(bob, passkey.id)
        assert await unit.passkeys.remove(ada, passkey.id)
        assert not await unit.passkeys.remove(ada, passkey.id)
        assert await unit.passkeys.find(passkey.credential) is None
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert list(await unit.passkeys.of(ada)) == []


@pytest.mark.parametrize("known", [True, False])
async def test_a_challenge_is_taken_out_once(backend: Backend, known: bool) -> None:
    ada = (await committed_principal(backend, "ada")).row
    challenge = _challenge(ada if known else None)
    async with backend.unit() as unit:
        await unit.passkey_challenges.put(_challenge(ada, b"an earlier one"))
        await unit.passkey_challenges.put(challenge)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.passkey_challenges.take(challenge.attempt) == challenge
        assert await unit.passkey_challenges.take(challenge.attempt) is None
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.passkey_challenges.take(challenge.attempt) is None


async def test_whoever_comes_second_for_a_challenge_waits_and_gets_nothing(
    backend: Backend,
) -> None:
    """Scenario: two units take the same challenge out.

    Outcome: the second waits until the first ends, and finds nothing.
    """
    async with backend.unit() as unit:
        await unit.passkey_challenges.put(_challenge(None))
        await unit.work.commit()
    async with backend.unit() as first, backend.unit() as second:
        assert await first.passkey_challenges.take(named("attempt")) is not None
        waiting = asyncio.create_task(second.passkey_challenges.take(named("attempt")))
        assert await waits(waiting)
        await first.work.commit()
        assert await ended(waiting) is None


async def test_a_challenge_is_back_where_whoever_took_it_rolls_back(backend: Backend) -> None:
    async with backend.unit() as unit:
        await unit.passkey_challenges.put(_challenge(None))
        await unit.work.commit()
    async with backend.unit() as unit:
        await unit.passkey_challenges.take(named("attempt"))
    async with backend.unit() as unit:
        assert await unit.passkey_challenges.take(named("attempt")) == _challenge(None)


async def test_expired_challenges_are_forgotten(backend: Backend) -> None:
    young = replace(_challenge(None), attempt=named("young"), expires_at=NOW + timedelta(minutes=6))
    async with backend.unit() as unit:
        await unit.passkey_challenges.put(_challenge(None))
        await unit.passkey_challenges.put(young)
        assert await unit.passkey_challenges.forget(expired_at=NOW + timedelta(minutes=5)) == 1
        assert await unit.passkey_challenges.take(named("attempt")) is None
        assert await unit.passkey_challenges.take(young.attempt) == young
