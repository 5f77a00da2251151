"""What every store does once everybody's sessions were ended."""

import asyncio
from datetime import datetime, timedelta
from hashlib import sha256

from tests.contracts.backend import NOW, Backend, Unit, named
from tests.contracts.waiting import ended

from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.domain.sessions import Session, SessionEnd, SessionKind

MINUTE = timedelta(minutes=1)


async def _ada(unit: Unit) -> Principal:
    found = await unit.principals.find("ada")
    if found is not None:
        return found
    added = Principal(
        row=await unit.principals.next_row(),
        subject="ada",
        kind=PrincipalKind.CUSTOMER,
        state=PrincipalState.ACTIVE,
        roles=("customer",),
        created_at=NOW,
    )
    await unit.principals.add(added)
    return added


def _digest(name: str) -> bytes:
    return sha256(name.encode()).digest()


async def _opened(backend: Backend, name: str, at: datetime = NOW) -> Session:
    async with backend.unit() as unit:
        ada = await _ada(unit)
        session = Session(
            id=named(name),
            principal=ada.row,
            subject=ada.subject,
            kind=SessionKind.BROWSER,
            assurance=1,
            created_at=at,
            seen_at=at,
            idle_limit=5 * MINUTE,
            ends_at=at + 60 * MINUTE,
        )
        await unit.sessions.add(session, _digest(name))
        await unit.work.commit()
    return session


async def _cut(backend: Backend, at: datetime) -> None:
    async with backend.unit() as unit:
        await unit.session_cutoff.put(at)
        await unit.work.commit()


async def test_what_was_opened_until_then_has_ended_wherever_it_is_read(backend: Backend) -> None:
    before = await _opened(backend, "before")
    at_once = await _opened(backend, "at once", NOW + MINUTE)
    after = await _opened(backend, "after", NOW + MINUTE + timedelta(microseconds=1))
    assert await backend.session_directory.cutoff() is None
    await _cut(backend, NOW + MINUTE)
    assert await backend.session_directory.cutoff() == NOW + MINUTE
    async with backend.unit() as unit:
        for each in (before, at_once):
            for lock in (False, True):
                found = await unit.sessions.find(each.id, lock=lock)
                assert found is not None
                assert found.ended_at == NOW + MINUTE
                assert found.end_reason is SessionEnd.ENDED_BY_BANK
        carried = await unit.sessions.carried_by(_digest("before"))
        assert carried is not None
        assert carried.ended_at == NOW + MINUTE
        later = NOW + MINUTE + timedelta(seconds=1)
        assert await unit.sessions.of_subject("ada", later) == [after]
    by_cookie = await backend.session_directory.by_cookie(_digest("before"))
    assert by_cookie is not None
    assert not by_cookie[0].in_force(NOW + MINUTE)


async def test_no_use_wakes_a_session_that_was_cut_off(backend: Backend) -> None:
    before, after = await _opened(backend, "before"), await _opened(backend, "after", NOW + MINUTE)
    await _cut(backend, NOW + MINUTE / 2)
    late = NOW + 2 * MINUTE
    seen = {before.id: late, after.id: late}
    assert await backend.session_directory.touch(seen, late) == [before.id]
    async with backend.unit() as unit:
        assert await unit.sessions.of_subject("ada", late) == [after.seen(late)]


async def test_what_was_over_before_stays_as_it_was(backend: Backend) -> None:
    session = await _opened(backend, "idle")
    gone = await _opened(backend, "gone")
    async with backend.unit() as unit:
        await unit.sessions.save(gone.ended(SessionEnd.SIGNED_OUT, NOW + MINUTE))
        await unit.work.commit()
    await _cut(backend, NOW + 10 * MINUTE)
    async with backend.unit() as unit:
        assert await unit.sessions.find(session.id) == session
        found = await unit.sessions.find(gone.id)
        assert found is not None
        assert found.end_reason is SessionEnd.SIGNED_OUT


async def test_the_moment_never_goes_back(backend: Backend) -> None:
    await _cut(backend, NOW + MINUTE)
    await _cut(backend, NOW)
    assert await backend.session_directory.cutoff() == NOW + MINUTE
    await _cut(backend, NOW + 2 * MINUTE)
    assert await backend.session_directory.cutoff() == NOW + 2 * MINUTE


async def test_two_who_end_everything_at_once_both_do(backend: Backend) -> None:
    """Scenario: two units, each on a connection of its own, write the first moment of all.

    Outcome: the second waits for the first; the later moment stands, and neither is refused.
    """
    async with backend.unit() as first, backend.unit() as second:
        await first.session_cutoff.put(NOW + MINUTE)
        waiting = asyncio.create_task(second.session_cutoff.put(NOW))
        await asyncio.sleep(0.05)
        await first.work.commit()
        await ended(waiting)
        await second.work.commit()
    assert await backend.session_directory.cutoff() == NOW + MINUTE
