"""What every store of sessions does, and what is read of it beside all units of work."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from tests.contracts.backend import NOW, Backend, Unit, named
from tests.contracts.waiting import ended, waits

from bank.application.identity.sessions.sessions import Revocation
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.domain.sessions import Session, SessionEnd, SessionKind

MINUTE = timedelta(minutes=1)
DIGEST = sha256(b"a cookie").digest()


async def _principal(unit: Unit, subject: str = "ada") -> Principal:
    added = Principal(
        row=await unit.principals.next_row(),
        subject=subject,
        kind=PrincipalKind.CUSTOMER,
        state=PrincipalState.ACTIVE,
        roles=("customer",),
        created_at=NOW,
    )
    await unit.principals.add(added)
    return added


def _session(of: Principal, name: str = "first", **other: Any) -> Session:
    return Session(
        id=named(name),
        principal=of.row,
        subject=of.subject,
        kind=SessionKind.BROWSER,
        assurance=2,
        created_at=NOW,
        seen_at=NOW,
        idle_limit=5 * MINUTE,
        ends_at=NOW + 60 * MINUTE,
        **other,
    )


async def _kept(
    backend: Backend, name: str = "first", cookie: bytes | None = None, **other: Any
) -> Session:
    async with backend.unit() as unit:
        principal = await unit.principals.find("ada") or await _principal(unit)
        session = _session(principal, name, **other)
        await unit.sessions.add(session, cookie)
        await unit.work.commit()
    return session


async def _found(backend: Backend, session: Session) -> Session | None:
    async with backend.unit(read_only=True) as unit:
        return await unit.sessions.find(session.id)


async def test_a_session_is_found_as_it_was_added(backend: Backend) -> None:
    session = await _kept(backend, device=named("phone"), label="Ada's phone")
    plain = await _kept(backend, "second")
    assert await _found(backend, session) == session
    assert await _found(backend, plain) == plain
    assert await _found(backend, replace(session, id=named("no session"))) is None


async def test_a_cookie_s_digest_leads_to_the_session_and_whose_it_is(backend: Backend) -> None:
    session = await _kept(backend, cookie=DIGEST)
    await _kept(backend, "an app's")
    found = await backend.session_directory.by_cookie(DIGEST)
    assert found is not None
    assert (found[0].id, found[0].assurance) == (session.id, 2)
    assert (found[1].subject, found[1].roles) == ("ada", ("customer",))
    assert await backend.session_directory.by_cookie(sha256(DIGEST).digest()) is None


async def test_a_proof_is_kept_with_another_cookie_in_place_of_the_last(backend: Backend) -> None:
    session = await _kept(backend, cookie=DIGEST)
    proved, other = session.proved(NOW + MINUTE), sha256(b"another cookie").digest()
    async with backend.unit() as unit:
        assert await unit.sessions.cookie_of(session.id) == DIGEST
        await unit.sessions.save(proved, other)
        assert await unit.sessions.cookie_of(session.id) == other
        assert await unit.sessions.cookie_of(named("no session")) is None
        await unit.work.commit()
    found = await _found(backend, session)
    assert found == proved
    assert found.proved_at == NOW + MINUTE
    assert await backend.session_directory.by_cookie(DIGEST) is None
    by_cookie = await backend.session_directory.by_cookie(other)
    assert by_cookie is not None
    assert (by_cookie[0].id, by_cookie[0].proved_at) == (session.id, NOW + MINUTE)
    # What is written without a cookie leaves it as it is.
    async with backend.unit() as unit:
        await unit.sessions.save(proved.seen(NOW + 2 * MINUTE))
        await unit.work.commit()
    assert await backend.session_directory.by_cookie(other) is not None


async def test_a_unit_finds_the_session_of_a_cookie_be_it_over(backend: Backend) -> None:
    session = await _kept(backend, cookie=DIGEST)
    await _kept(backend, "an app's")
    async with backend.unit() as unit:
        assert await unit.sessions.carried_by(DIGEST) == session
        await unit.sessions.save(session.ended(SessionEnd.REPLACED, NOW))
        found = await unit.sessions.carried_by(DIGEST)
        assert found is not None
        assert found.end_reason is SessionEnd.REPLACED
        assert await unit.sessions.carried_by(sha256(DIGEST).digest()) is None


async def test_the_sessions_of_a_principal_are_those_in_force_after_a_moment(
    backend: Backend,
) -> None:
    idle = await _kept(backend)
    gone = await _kept(backend, "gone")
    async with backend.unit() as unit:
        locked = await unit.sessions.find(gone.id, lock=True)
        assert locked == gone
        await unit.sessions.save(gone.ended(SessionEnd.SIGNED_OUT, NOW + MINUTE))
        stranger = await _principal(unit, "grace")
        await unit.sessions.add(_session(stranger, "another's"), None)
        await unit.work.commit()
    async with backend.unit() as unit:
        of = unit.sessions.of_subject
        assert {each.id for each in await of("ada", NOW)} == {idle.id, gone.id}
        assert [each.id for each in await of("ada", NOW + MINUTE, lock=True)] == [idle.id]
        assert not await of("ada", NOW + 5 * MINUTE)
        assert not await of("nobody", NOW)
    kept = await _found(backend, gone)
    assert kept is not None
    assert (kept.ended_at, kept.end_reason) == (NOW + MINUTE, SessionEnd.SIGNED_OUT)


async def test_revocations_are_read_from_a_moment_on_until_they_are_stale(
    backend: Backend,
) -> None:
    at, until = NOW + MINUTE, NOW + 16 * MINUTE
    async with backend.unit() as unit:
        await unit.sessions.revoke(named("one"), NOW, until)
        await unit.sessions.revoke(named("two"), at, until)
        await unit.sessions.revoke(named("two"), at, until + MINUTE)
        assert not await backend.session_directory.revoked(NOW, NOW)
        await unit.work.commit()
    read = backend.session_directory.revoked
    one, two = Revocation(named("one"), until), Revocation(named("two"), until + MINUTE)
    assert sorted(await read(NOW, at), key=lambda each: each.until) == [one, two]
    assert await read(at, at) == [two]
    assert await read(NOW, until) == [two]
    assert not await read(NOW, until + MINUTE)


async def test_a_session_that_is_seen_lasts_on_and_one_that_was_over_does_not(
    backend: Backend,
) -> None:
    used, idle, gone = [await _kept(backend, name) for name in ("used", "idle", "gone")]
    async with backend.unit() as unit:
        await unit.sessions.find(gone.id, lock=True)
        await unit.sessions.save(gone.ended(SessionEnd.SIGNED_OUT, NOW))
        await unit.work.commit()
    late = NOW + 5 * MINUTE
    seen = {used.id: NOW + 4 * MINUTE, idle.id: late, gone.id: NOW + MINUTE}
    seen[named("a service's")] = late
    over = await backend.session_directory.touch(seen, late)
    assert set(over) == {idle.id, gone.id}
    again = await _found(backend, used)
    assert again is not None
    assert (again.seen_at, again.good_until) == (NOW + 4 * MINUTE, NOW + 9 * MINUTE)
    assert await _found(backend, idle) == idle
    assert not await backend.session_directory.touch({used.id: NOW + MINUTE}, late)
    assert await _found(backend, used) == again
    assert not await backend.session_directory.touch({}, late)


async def test_what_has_long_been_over_is_forgotten(backend: Backend) -> None:
    old, young = await _kept(backend), await _kept(backend, "young", cookie=DIGEST)
    later = NOW + 10 * MINUTE
    assert not await backend.session_directory.touch({young.id: NOW + 4 * MINUTE}, NOW)
    async with backend.unit() as unit:
        await unit.sessions.revoke(named("stale"), NOW, later - MINUTE)
        await unit.sessions.revoke(named("fresh"), NOW, later + MINUTE)
        assert await unit.sessions.forget_before(NOW + 6 * MINUTE, later) == 1
        await unit.work.commit()
    assert await _found(backend, old) is None
    assert await backend.session_directory.by_cookie(DIGEST) is not None
    (fresh,) = await backend.session_directory.revoked(NOW, NOW)
    assert fresh.revoked == named("fresh")


async def test_whoever_locks_a_session_has_it_alone(backend: Backend) -> None:
    """Scenario: two units lock one session; the first ends it.

    Outcome: the second waits, and then sees the end.
    """
    session = await _kept(backend)
    async with backend.unit() as first, backend.unit() as second:
        await first.sessions.find(session.id, lock=True)
        waiting = asyncio.create_task(second.sessions.find(session.id, lock=True))
        assert await waits(waiting)
        await first.sessions.save(session.ended(SessionEnd.SIGNED_OUT, NOW))
        await first.work.commit()
        found = await ended(waiting)
    assert found is not None
    assert found.end_reason is SessionEnd.SIGNED_OUT
