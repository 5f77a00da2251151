"""What every store of endings does, and what is read of it beside all units of work."""

import asyncio
from datetime import timedelta

from tests.contracts.backend import NOW, Backend
from tests.contracts.waiting import ended, waits

from bank.application.ports.authenticator import TokenEnding

MINUTE = timedelta(minutes=1)
GONE = NOW + timedelta(days=1)


def _ending(
    holder: str = "ada", at: timedelta = MINUTE, *, shut_out: bool = False, for_ever: bool = False
) -> TokenEnding:
    until = None if for_ever else GONE
    return TokenEnding(holder=holder, at=NOW + at, shut_out=shut_out, until=until)


async def _put(backend: Backend, ending: TokenEnding, minutes: int = 0) -> None:
    async with backend.unit() as unit:
        await unit.token_endings.put(ending, NOW + minutes * MINUTE)
        await unit.work.commit()


async def _of(backend: Backend, holder: str) -> TokenEnding | None:
    async with backend.unit(read_only=True) as unit:
        return await unit.token_endings.of(holder)


async def test_the_last_ending_of_a_holder_is_kept(backend: Backend) -> None:
    first, last = _ending(shut_out=True, for_ever=True), _ending(at=2 * MINUTE)
    other = _ending("grace")
    await _put(backend, first)
    assert await _of(backend, "ada") == first
    await _put(backend, last)
    await _put(backend, other)
    assert await _of(backend, "ada") == last
    assert await _of(backend, "grace") == other
    assert await _of(backend, "nobody") is None


async def test_the_moment_never_goes_back(backend: Backend) -> None:
    await _put(backend, _ending(at=3 * MINUTE))
    await _put(backend, _ending(at=MINUTE, shut_out=True))
    assert await _of(backend, "ada") == _ending(at=3 * MINUTE, shut_out=True)


async def test_endings_are_read_from_when_they_were_written_until_they_are_stale(
    backend: Backend,
) -> None:
    ada, sso = _ending(), _ending("sso", shut_out=True, for_ever=True)
    read = backend.session_directory.endings
    async with backend.unit() as unit:
        await unit.token_endings.put(ada, NOW)
        assert not await read(NOW, NOW)
        await unit.work.commit()
    await _put(backend, sso, minutes=5)
    found = await read(NOW, NOW)
    assert sorted(found, key=lambda each: each.holder) == [ada, sso]
    assert await read(NOW + MINUTE, NOW) == [sso]
    assert await read(NOW + 5 * MINUTE, NOW) == [sso]
    assert await read(NOW, GONE) == [sso]
    changed = _ending("sso", at=6 * MINUTE)
    await _put(backend, changed, minutes=6)
    assert await read(NOW + 6 * MINUTE, NOW) == [changed]


async def test_what_is_stale_is_forgotten(backend: Backend) -> None:
    await _put(backend, _ending())
    await _put(backend, _ending("sso", shut_out=True, for_ever=True))
    async with backend.unit() as unit:
        assert await unit.token_endings.forget(GONE) == 0
        assert await unit.token_endings.forget(GONE + MINUTE) == 1
        await unit.work.commit()
    assert await _of(backend, "ada") is None
    assert await _of(backend, "sso") is not None


async def test_two_who_end_at_once_do_it_one_after_the_other(backend: Backend) -> None:
    """Scenario: two units, each on a connection of its own, write the first ending of somebody.

    Outcome: the second waits for the first; the later moment stands, and neither is refused.
    """
    async with backend.unit() as first, backend.unit() as second:
        await first.token_endings.put(_ending(at=2 * MINUTE), NOW)
        waiting = asyncio.create_task(
            second.token_endings.put(_ending(at=MINUTE, shut_out=True), NOW)
        )
        assert await waits(waiting)
        await first.work.commit()
        await ended(waiting)
        await second.work.commit()
    assert await _of(backend, "ada") == _ending(at=2 * MINUTE, shut_out=True)


async def test_everybodys_moment_is_read_within_a_unit(backend: Backend) -> None:
    async with backend.unit() as unit:
        assert await unit.session_cutoff.last() is None
        await unit.session_cutoff.put(NOW)
        assert await unit.session_cutoff.last() == NOW
