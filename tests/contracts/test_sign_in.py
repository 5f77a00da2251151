"""What every store of attempts to sign in and of lanes does."""

import asyncio
from datetime import timedelta

from tests.contracts.accounts import customer
from tests.contracts.backend import NOW, Backend, named
from tests.contracts.waiting import ended, waits

from bank.application.identity.sign_in.attempts import SignInAttempt
from bank.domain.identifiers import RowId
from bank.domain.sessions import SessionKind
from bank.domain.sign_in_guard import Lane

LANE, OTHER = bytes(32), bytes([1] * 32)
MINUTE = timedelta(minutes=1)


def _attempt(name: str, **given: object) -> SignInAttempt:
    facts = {"session_kind": SessionKind.APP, "created_at": NOW, "expires_at": NOW + MINUTE}
    return SignInAttempt(id=named(name), **{**facts, **given})  # type: ignore[arg-type]


async def _principal(backend: Backend) -> RowId:
    async with backend.unit() as unit:
        added = await customer(unit)
        found = await unit.principals.find(str(added.id))
        await unit.work.commit()
    assert found is not None
    return found.row


async def _add(backend: Backend, *attempts: SignInAttempt) -> None:
    async with backend.unit() as unit:
        for attempt in attempts:
            await unit.sign_in_attempts.add(attempt)
        await unit.work.commit()


async def test_an_attempt_is_read_as_it_was_added(backend: Backend) -> None:
    bare = _attempt("bare")
    whole = _attempt(
        "whole",
        principal=await _principal(backend),
        lane=LANE,
        device=named("a phone"),
        session_kind=SessionKind.BROWSER,
    )
    await _add(backend, bare, whole)
    async with backend.unit() as unit:
        assert await unit.sign_in_attempts.lock(bare.id) == bare
        assert await unit.sign_in_attempts.lock(whole.id) == whole
        assert await unit.sign_in_attempts.lock(named("none")) is None


async def test_failures_and_spending_are_kept(backend: Backend) -> None:
    attempt = _attempt("one")
    await _add(backend, attempt)
    for changed in (attempt.failed(), attempt.failed().spent(NOW + MINUTE)):
        async with backend.unit() as unit:
            await unit.sign_in_attempts.lock(attempt.id)
            await unit.sign_in_attempts.save(changed)
            await unit.work.commit()
        async with backend.unit() as unit:
            assert await unit.sign_in_attempts.lock(attempt.id) == changed


async def test_attempts_that_failed_lately_are_told_from_others(backend: Backend) -> None:
    owner = await _principal(backend)
    other = _attempt("nobody's", failures=1)
    fine = _attempt("fine", principal=owner)
    failed = _attempt("failed", principal=owner, failures=1)
    before, at_once = NOW - timedelta(microseconds=1), NOW
    for each, is_one in ((other, False), (fine, False), (failed, True)):
        await _add(backend, each)
        async with backend.unit() as unit:
            assert await unit.sign_in_attempts.any_failed(owner, before) is is_one
            assert not await unit.sign_in_attempts.any_failed(owner, at_once)


async def test_an_attempt_is_gone_on_with_by_one_at_a_time(backend: Backend) -> None:
    """Scenario: two units lock one attempt; the first spends it.

    Outcome: the second waits, and finds it spent.
    """
    attempt = _attempt("one")
    await _add(backend, attempt)

    async def second() -> SignInAttempt | None:
        async with backend.unit() as unit:
            return await unit.sign_in_attempts.lock(attempt.id)

    async with backend.unit() as first:
        await first.sign_in_attempts.lock(attempt.id)
        await first.sign_in_attempts.save(attempt.spent(NOW))
        task = asyncio.create_task(second())
        assert await waits(task)
        await first.work.commit()
    assert await ended(task) == attempt.spent(NOW)


async def test_what_expired_before_a_moment_is_forgotten(backend: Backend) -> None:
    old, young = _attempt("old"), _attempt("young", expires_at=NOW + 2 * MINUTE)
    await _add(backend, old, young)
    async with backend.unit() as unit:
        assert await unit.sign_in_attempts.forget(NOW + 2 * MINUTE) == 1
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.sign_in_attempts.lock(old.id) is None
        assert await unit.sign_in_attempts.lock(young.id) == young


async def test_a_lane_begins_without_failures_and_keeps_its_own(backend: Backend) -> None:
    failed = Lane().failed(NOW).failed(NOW + MINUTE)
    async with backend.unit() as unit:
        assert await unit.sign_in_lanes.lock(LANE) == Lane()
        await unit.sign_in_lanes.save(LANE, failed)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.sign_in_lanes.lock(LANE) == failed
        assert await unit.sign_in_lanes.lock(OTHER) == Lane()
        await unit.sign_in_lanes.save(LANE, Lane())
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.sign_in_lanes.lock(LANE) == Lane()


async def test_whoever_is_first_in_a_lane_keeps_the_next_waiting(backend: Backend) -> None:
    """Scenario: two units enter a lane that is not there yet; the first counts a failure.

    Outcome: the second waits, and counts on from it.
    """

    async def second() -> Lane:
        async with backend.unit() as unit:
            return await unit.sign_in_lanes.lock(LANE)

    async with backend.unit() as first:
        await first.sign_in_lanes.lock(LANE)
        await first.sign_in_lanes.save(LANE, Lane().failed(NOW))
        task = asyncio.create_task(second())
        assert await waits(task)
        async with backend.unit() as elsewhere:
            assert await elsewhere.sign_in_lanes.lock(OTHER) == Lane()
        await first.work.commit()
    assert await ended(task) == Lane().failed(NOW)


async def test_lanes_that_stood_still_are_forgotten_unless_somebody_is_in_them(
    backend: Backend,
) -> None:
    young, occupied, clean = bytes([2] * 32), bytes([3] * 32), bytes([4] * 32)
    failed = {LANE: NOW, young: NOW + MINUTE, occupied: NOW}
    async with backend.unit() as unit:
        for lane, at in failed.items():
            await unit.sign_in_lanes.lock(lane)
            await unit.sign_in_lanes.save(lane, Lane().failed(at))
        await unit.sign_in_lanes.lock(clean)
        await unit.sign_in_lanes.save(clean, Lane())
        await unit.work.commit()
    async with backend.unit() as somebody, backend.unit() as unit:
        await somebody.sign_in_lanes.lock(occupied)
        assert await unit.sign_in_lanes.forget(NOW + MINUTE) == 2
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.sign_in_lanes.lock(LANE) == Lane()
        assert await unit.sign_in_lanes.lock(young) == Lane().failed(NOW + MINUTE)
        assert await unit.sign_in_lanes.lock(occupied) == Lane().failed(NOW)
