"""What every store of passwords' hashes, authenticators and recovery codes does."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tests.contracts.backend import NOW, Backend
from tests.contracts.principals import committed_principal
from tests.contracts.waiting import ended, waits

from bank.application.identity.factors.authenticators import Authenticator, Authenticators
from bank.application.identity.factors.recovery_codes import RecoveryCodeSet
from bank.domain.identifiers import RowId

LATER = NOW + timedelta(minutes=1)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
DIGESTS = [bytes([number]) * 32 for number in range(3)]


async def _put(backend: Backend, principal: RowId, kept: str) -> None:
    async with backend.unit() as unit:
        await unit.password_hashes.put(principal, kept, NOW)
        await unit.work.commit()


async def _kept(backend: Backend, principal: RowId) -> str | None:
    async with backend.unit(read_only=True) as unit:
        return await unit.password_hashes.find(principal)


async def test_a_principal_has_one_hash(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    bob = (await committed_principal(backend, "bob")).row
    assert await _kept(backend, ada) is None
    for kept in ("{noop}one", "{scrypt}$e0801$" + "a" * 400):
        await _put(backend, ada, kept)
        assert await _kept(backend, ada) == kept
    assert await _kept(backend, bob) is None


async def test_a_hash_that_is_dropped_is_gone(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    await _put(backend, ada, "old")
    for _ in range(2):
        async with backend.unit() as unit:
            await unit.password_hashes.drop(ada)
            await unit.work.commit()
        assert await _kept(backend, ada) is None


async def test_a_hash_is_renewed_unless_another_was_put_there(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    for before, after in (("old", "new"), ("another", "another"), (None, None)):
        if before is not None:
            await _put(backend, ada, before)
        async with backend.unit() as unit:
            await unit.password_hashes.renew(ada, "old", "new")
            if after is not None:
                await unit.work.commit()
        assert await _kept(backend, ada) == (after or "another")


async def _authenticator(backend: Backend, principal: RowId, name: str = "phone") -> Authenticator:
    async with backend.unit() as unit:
        added = Authenticator(
            row=await unit.authenticators.next_row(),
            principal=principal,
            created_at=NOW,
            name=name,
            secret=SECRET,
        )
        await unit.authenticators.add(added)
        await unit.work.commit()
    return added


async def _authenticators(backend: Backend, principal: RowId) -> Sequence[Authenticator]:
    async with backend.unit(read_only=True) as unit:
        return list(await unit.authenticators.of(principal))


async def test_authenticators_are_read_as_they_were_written_oldest_first(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    bob = (await committed_principal(backend, "bob")).row
    phone, tablet = [await _authenticator(backend, ada, name) for name in ("phone", "tablet")]
    assert await _authenticators(backend, ada) == [phone, tablet]
    assert await _authenticators(backend, bob) == []
    assert SECRET not in repr(phone)


async def test_the_step_of_a_code_is_stored_and_a_removed_one_is_gone(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    phone, tablet = [await _authenticator(backend, ada, name) for name in ("phone", "tablet")]
    shown = phone.shown(59_000_000, LATER)
    async with backend.unit() as unit:
        await unit.authenticators.save(replace(shown, name="not written"))
        await unit.authenticators.remove(tablet.row)
        await unit.work.commit()
    assert await _authenticators(backend, ada) == [shown]
    assert shown.confirmed_at == shown.used_at == LATER


async def test_who_locks_authenticators_second_reads_what_the_first_stored(
    backend: Backend,
) -> None:
    """Two units that want the authenticators of one principal.

    Scenario: the first locks them and stores a step; the second asks for them, locked.
    Outcome: the second waits, and is given the step that the first stored.
    """
    ada = (await committed_principal(backend, "ada")).row
    phone = await _authenticator(backend, ada)
    async with backend.unit() as first, backend.unit() as second:
        (mine,) = await first.authenticators.of(ada, lock=True)
        waiting = asyncio.create_task(_locked(second.authenticators, ada))
        assert await waits(waiting)
        await first.authenticators.save(mine.shown(7, LATER))
        await first.work.commit()
        assert await ended(waiting) == [phone.shown(7, LATER)]


async def _locked(authenticators: Authenticators, principal: RowId) -> list[Authenticator]:
    return list(await authenticators.of(principal, lock=True))


async def _codes(backend: Backend, principal: RowId, digests: list[bytes]) -> RecoveryCodeSet:
    async with backend.unit() as unit:
        kept = await unit.recovery_codes.replace(principal, digests, NOW)
        await unit.work.commit()
    return kept


async def _use(backend: Backend, principal: RowId, digest: bytes) -> bool:
    async with backend.unit() as unit:
        used = await unit.recovery_codes.use(principal, digest, LATER)
        await unit.work.commit()
    return used


async def _set_of(backend: Backend, principal: RowId) -> RecoveryCodeSet | None:
    async with backend.unit(read_only=True) as unit:
        return await unit.recovery_codes.set_of(principal)


async def test_a_recovery_code_is_good_once_and_for_its_owner(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    bob = (await committed_principal(backend, "bob")).row
    kept = await _codes(backend, ada, DIGESTS)
    assert (kept.created_at, kept.left, kept.used_at) == (NOW, 3, None)
    assert await _set_of(backend, ada) == kept
    assert await _set_of(backend, bob) is None
    assert not await _use(backend, bob, DIGESTS[0])
    assert not await _use(backend, ada, bytes(32).replace(b"\0", b"\x09"))
    assert [await _use(backend, ada, DIGESTS[0]) for _ in range(2)] == [True, False]
    assert await _set_of(backend, ada) == replace(kept, left=2, used_at=LATER)


async def test_new_codes_void_the_old_ones(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    old = await _codes(backend, ada, DIGESTS)
    new = await _codes(backend, ada, [b"n" * 32])
    assert new.id != old.id
    assert await _set_of(backend, ada) == new
    assert not await _use(backend, ada, DIGESTS[0])
    assert await _use(backend, ada, b"n" * 32)
    async with backend.unit() as unit:
        await unit.recovery_codes.remove(ada)
        await unit.work.commit()
    assert await _set_of(backend, ada) is None


async def test_of_two_who_bring_one_recovery_code_the_second_is_refused(backend: Backend) -> None:
    """Two units that use one code up.

    Scenario: the first uses it; the second tries before the first has committed.
    Outcome: the second waits, and is told that there is no such code to be used.
    """
    ada = (await committed_principal(backend, "ada")).row
    await _codes(backend, ada, DIGESTS)
    async with backend.unit() as first, backend.unit() as second:
        assert await first.recovery_codes.use(ada, DIGESTS[0], NOW)
        waiting = asyncio.create_task(second.recovery_codes.use(ada, DIGESTS[0], LATER))
        assert await waits(waiting)
        await first.work.commit()
        assert not await ended(waiting)


async def test_a_code_whose_use_was_rolled_back_is_good_still(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    await _codes(backend, ada, DIGESTS)
    async with backend.unit() as unit:
        assert await unit.recovery_codes.use(ada, DIGESTS[0], NOW)
    assert await _use(backend, ada, DIGESTS[0])
